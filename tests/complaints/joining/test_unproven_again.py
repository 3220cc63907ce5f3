"""Without a proven contact a second complaint is met exactly as a first: pages, letters and statements (threat T4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event, select

from portal import clock
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from portal.letters.outgoing.models import Letter
from tests.complaints import matters
from tests.complaints.walking import code_shown, reference_shown, to_contact
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database
_SAVED = re.compile(r"\d{1,2}:\d\d[ap]m")


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def walked(app: Flask, database: Database, email: str) -> tuple[list[str], list[str], str]:
    """Complain from this address; return pages, statements and letter, without what was drawn at random."""
    client = InspectingClient(app)
    draft_id = to_contact(client)
    answers: tuple[dict[str, str], ...] = (
        {"contact": "email", "email": email},
        {"shared": "no"},
        {},
        {"how": "later"},
        {},
    )
    with statements(database) as seen:
        pages = [client.post_form(answer).html for answer in answers]
    number, code = reference_shown(client), code_shown(client)
    with database.session() as db:
        letter = db.scalars(select(Letter).where(Letter.address == email, Letter.kind == "receipt")).all()[-1].body
    drawn = (email, draft_id, number, f"{number[:4]} {number[4:8]} {number[8:]}", code)
    tokens = re.compile(r'(name="csrf_token"[^>]*value=")[^"]*')
    return [_without(tokens.sub(r"\1", page), drawn) for page in pages], seen, _without(letter, drawn)


def _without(text: str, drawn: tuple[str, ...]) -> str:
    for one in drawn:
        text = text.replace(one, "…")
    return _SAVED.sub("…", re.sub(r"[0-9a-f]{32}", "…", text))


def test_pages_letters_and_statements_are_those_of_a_fresh_complaint(
    app: Flask, database: Database, rulebook: Rulebook, settings: Settings
) -> None:
    known = matters.made(database, rulebook=rulebook, settings=settings, at=clock.now(), email="ama@example.com")
    again, fresh = (walked(app, database, email) for email in ("ama@example.com", "new@example.com"))
    assert again == fresh
    assert known.number not in "".join(again[0])
