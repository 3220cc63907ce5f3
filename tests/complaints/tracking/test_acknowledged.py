"""Nothing is acknowledged before it is stored, and nothing of it stays in one process or leaves from inside it."""

from __future__ import annotations

import dataclasses
import multiprocessing
import re

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from portal import create_app
from portal.complaints.matter.models import Complaint
from portal.config import Settings
from portal.db import Base, Database
from portal.letters.outgoing import mail
from portal.letters.outgoing.models import Letter
from tests.complaints.walking import WORDS, code_shown, reference_shown, sent, to_check, to_when
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database

# A row that points at nothing is found at the commit, after everything was written.
LATE = {
    "sqlite": (
        "CREATE TABLE late (id INTEGER PRIMARY KEY, other INTEGER REFERENCES late(id) DEFERRABLE INITIALLY DEFERRED)",
        "CREATE TRIGGER too_late AFTER INSERT ON events BEGIN INSERT INTO late (other) VALUES (-1); END",
    ),
    "postgresql": (
        "CREATE TABLE late (id SERIAL PRIMARY KEY, other INTEGER REFERENCES late(id) DEFERRABLE INITIALLY DEFERRED)",
        """CREATE FUNCTION too_late() RETURNS trigger AS $$
        BEGIN INSERT INTO late (other) VALUES (-1); RETURN NEW; END $$ LANGUAGE plpgsql""",
        "CREATE TRIGGER too_late AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION too_late()",
    ),
}
UNDONE = {"sqlite": "DROP TRIGGER too_late", "postgresql": "DROP TRIGGER too_late ON events"}


def test_no_reference_is_shown_when_the_commit_fails(client: InspectingClient, database: Database) -> None:
    to_check(client)
    dialect = database.engine.dialect.name
    with database.changes() as db:
        for statement in LATE[dialect]:
            db.execute(text(statement))
    answer = client.post_form(status=503)
    assert client.page.h1 == "Sorry, your complaint is not sent"
    assert not re.search(r"\b\d{4} ?\d{4} ?\d{4}\b", f"{answer.headers}{answer.text}")
    with database.changes() as db:
        assert db.scalar(select(func.count()).select_from(Complaint)) == 0
        db.execute(text(UNDONE[dialect]))
    client.post_form()
    assert len(reference_shown(client)) == 12


def test_no_letter_leaves_inside_the_request(settings: Settings) -> None:
    """A mail server that does not answer keeps nobody waiting for a reference."""
    nobody_listens = dataclasses.replace(settings, smtp_url="smtp://127.0.0.1:1")
    app = create_app(nobody_listens)
    client = InspectingClient(app)
    sent(client)
    assert len(reference_shown(client)) == 12
    database: Database = app.extensions["portal.database"]
    with database.session() as db:
        letter = db.scalars(select(Letter)).one()
    assert (letter.tries, letter.tried_at, letter.sent_at) == (0, None, None)
    assert not mail.folder(settings).exists()
    database.dispose()


def opened_elsewhere(settings: Settings, address: str, cookies: dict[str, str]) -> str:
    """Open a page in a portal that was started just now."""
    browser = create_app(settings).test_client()
    for name, value in cookies.items():
        browser.set_cookie(name, value)
    return browser.get(address, base_url=settings.base_url).get_data(as_text=True)


def test_a_draft_is_there_after_a_restart(client: InspectingClient, settings: Settings) -> None:
    draft = to_when(client)
    cookies = {cookie.key: cookie.value for cookie in (client.client._cookies or {}).values()}
    with multiprocessing.get_context("spawn").Pool(1) as another:
        page = another.apply(opened_elsewhere, (settings, f"/complain/{draft}/what-happened", cookies))
    assert WORDS.splitlines()[0] in page


def test_the_private_code_is_nowhere_in_the_database(
    client: InspectingClient, app: Flask, database: Database, settings: Settings
) -> None:
    sent(client)
    code = code_shown(client)
    spellings = {code, code.replace(" ", ""), code.replace(" ", "-"), code.lower().replace(" ", "")}
    with database.session() as db:
        rows = [str(tuple(row)) for table in Base.metadata.sorted_tables for row in db.execute(select(table))]
    assert len(rows) > 10
    assert [row for row in rows if any(spelling in row for spelling in spellings)] == []
