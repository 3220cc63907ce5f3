"""What a person's grant must allow for each page of their matter, as each view asks `grant_guards`; a test walks it."""

from __future__ import annotations

ACTIONS: dict[str, str] = {
    "tracking.complaint": "own",
    "following.message": "say",
    "following.withdraw": "withdraw",
    "following.undo": "withdraw",
    "following.further": "further",
    "following.ombudsman": "see",
    "asking.update": "add",
    "asking.not_done": "add",
    "asking.again": "add",
    "evidence.add": "say",
    "reaching.contact": "contact",
    "reaching.change": "contact",
    "reaching.send_code": "contact",
    "reaching.prove": "contact",
    "reaching.details": "contact",
    "consent.of_matter": "see",
    "consent.of_one": "see",
    "equality.begin": "see",
    "equality.question": "see",
    "equality.delete": "see",
    "equality.done": "see",
}
"""Endpoint → the action. Who may see may also do what "own" allows, and who may add what "say" allows."""
