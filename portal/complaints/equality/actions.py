"""What a person can do with the equality questions."""

from __future__ import annotations

from portal.complaints.grants.actions import Action

ACTIONS = tuple(Action(f"equality.{page}", "see") for page in ("begin", "question", "delete", "done"))
