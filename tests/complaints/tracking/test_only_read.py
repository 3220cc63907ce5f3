"""Opening a complaint by its code while nothing can be stored: it can be read, and nothing else."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import event, func, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.engine.interfaces import DBAPIConnection

from portal import clock
from portal.complaints.grants import private_code
from portal.complaints.matter import reference
from portal.complaints.matter.models import Grant, Unlocking
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from portal.errors import NotNow
from portal.web.models import Attempt, WebSession
from tests.complaints import matters
from tests.complaints.matters import Matter
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database
SAYS = "You can read your complaint here, but we cannot store anything just now."


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock themselves."""
    return clock.now()


@pytest.fixture
def matter(app: Flask, database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Matter:
    return matters.made(database, rulebook=rulebook, settings=settings, at=now)


@contextmanager
def read_only(app: Flask) -> Iterator[None]:
    """Let the portal's database refuse every write, as a full disk, a file of others or a standby does."""
    engine: Engine = app.extensions["portal.database"].engine
    sqlite = engine.dialect.name == "sqlite"
    on = "PRAGMA query_only=ON" if sqlite else "SET default_transaction_read_only = on"
    engine.dispose()

    def refuse(connection: DBAPIConnection, _entry: object) -> None:
        cursor = connection.cursor()
        cursor.execute(on)
        cursor.close()
        if not sqlite:
            connection.commit()

    event.listen(engine, "connect", refuse)
    try:
        yield
    finally:
        event.remove(engine, "connect", refuse)
        engine.dispose()


def give(browser: InspectingClient, matter: Matter, *, code: str | None = None, status: int) -> None:
    browser.get("/track")
    browser.post_form(reference=matter.number, code=code or matter.code, status=status)


def test_a_right_code_shows_the_complaint_while_nothing_can_be_written(
    app: Flask, client: InspectingClient, matter: Matter, database: Database
) -> None:
    with read_only(app):
        give(client, matter, status=503)
    assert client.page.h1 == "Your complaint"
    assert matters.WORDS in client.page.words
    assert client.page.answer("Your reference") == reference.grouped(matter.number)
    assert SAYS in client.text
    assert "call 020 7946 0100" in client.text
    assert client.select("main form, main textarea, main a[href^='/complaint/'], main .govuk-button") == []
    assert client.client.get_cookie("resident") is None or client.get(f"/complaint/{matter.grant_id}").path == "/track"
    with database.session() as db:
        for table in (WebSession, Unlocking, Attempt):
            assert db.scalar(select(func.count()).select_from(table)) == 0
    give(client, matter, status=200)
    assert client.page.path == f"/complaint/{matter.grant_id}"


def test_a_writers_turn_that_never_comes_keeps_nobody_from_reading(
    client: InspectingClient, matter: Matter, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    if not database.is_sqlite:
        return

    def no_turn(_handle: int, _how: int) -> None:
        raise NotNow("the writers' turn")

    monkeypatch.setattr(fcntl, "flock", no_turn)
    give(client, matter, status=503)
    assert matters.WORDS in client.page.words


def test_a_wrong_code_says_that_it_is_wrong_though_it_cannot_be_counted(
    app: Flask, client: InspectingClient, matter: Matter
) -> None:
    with read_only(app):
        for code in (private_code.draw(), private_code.draw()):
            give(client, matter, code=code, status=200)
            assert client.errors == ["The reference and the private code do not go together. Check both"]


def test_who_may_only_see_their_own_words_reads_no_more_while_nothing_can_be_written(
    app: Flask, client: InspectingClient, matter: Matter, database: Database
) -> None:
    with database.changes() as db:
        db.execute(update(Grant).values(may="own say contact"))
    with read_only(app):
        give(client, matter, status=503)
    assert SAYS in client.text
    assert "Who deals with it" not in client.text
    assert client.select("main form, main textarea, main a[href^='/complaint/']") == []


def test_a_revoked_grant_shows_nothing_while_nothing_can_be_written(
    app: Flask, client: InspectingClient, matter: Matter, database: Database
) -> None:
    with database.changes() as db:
        db.execute(update(Grant).values(revoked_at=clock.now()))
    with read_only(app):
        give(client, matter, status=200)
    assert client.errors == ["The reference and the private code do not go together. Check both"]


def test_words_sent_after_the_visit_ended_stay_while_nothing_can_be_written(
    app: Flask, client: InspectingClient, matter: Matter, database: Database
) -> None:
    give(client, matter, status=200)
    with database.changes() as db:
        db.execute(update(Unlocking).values(ended_at=clock.now()))
    client.post_form({"body": "Forty minutes of typing."}, form='form[action$="/message"]')
    with read_only(app):
        client.post_form(reference=matter.number, code=matter.code, status=503)
    assert "We cannot store anything just now" in client.errors[0]
    assert client.page.values()["body"] == "Forty minutes of typing."
