"""What a person can do on the complaint's own page."""

from __future__ import annotations

from portal.complaints.grants.actions import Action

ACTIONS = (
    Action("tracking.complaint", "own"),
    Action("beside.ask", "see"),
    Action("beside.enter", "see"),
)
