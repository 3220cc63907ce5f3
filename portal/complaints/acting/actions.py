"""What a person can do about those who act for them."""

from __future__ import annotations

from portal.complaints.grants.actions import Action

ACTIONS = (Action("consent.of_matter", "see"), Action("consent.of_one", "see"))
