"""A turn that does not come, a full disk, a read-only file: said in time, with the words, and over when it is over."""

from __future__ import annotations

import dataclasses
import errno
import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from portal import clock, create_app
from portal.complaints.matter.models import Complaint, Message
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings, Waits
from portal.db import Database
from portal.files import store
from portal.web.models import WebSession
from tests.complaints import matters
from tests.complaints.walking import WORDS, begin, reference_shown, sent, to_check
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database

SHORT = Waits(lock=0.1, turn=0.2, moment=0.05, statement=0.3, answer=0.5, connect=2, idle=5)
NOT_SAVED = "Sorry, this is not saved yet"


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The whole application, which waits for tenths of a second only."""
    made = create_app(dataclasses.replace(settings, waits=SHORT))
    yield made
    made.extensions["portal.database"].dispose()


@contextmanager
def no_writing(database: Database) -> Iterator[None]:
    """Let nobody write: hold the writers' turn, as a stopped process does; on PostgreSQL every table."""
    if database.is_sqlite:
        with Path(f"{database.url.database}.turn").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    with database.engine.begin() as connection:
        for table in ("drafts", "messages", "web_sessions", "attempts", "complaints"):
            connection.exec_driver_sql(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        yield


def test_words_typed_while_nobody_can_write_are_saved_by_the_button_of_the_page(
    client: InspectingClient, database: Database
) -> None:
    begin(client)
    with no_writing(database):
        began = time.monotonic()
        client.post_form(words=WORDS, status=503)
        assert time.monotonic() - began < 2
        assert client.page.h1 == NOT_SAVED
        client.get(client.page.path)
        client.post_form(words=WORDS, status=503)
    box = client.page.one("main textarea")
    assert client.page.one(f"label[for={box['id']}]").get_text().strip() == "What happened?"
    client.post_form(words=f"{WORDS} And again.")
    assert client.page.h1 != NOT_SAVED
    client.get(client.page.path.replace("/urgent", "/what-happened"))
    assert "And again." in client.page.one("main textarea").get_text()


def test_an_addition_is_stored_once_however_often_it_is_tried(
    client: InspectingClient, database: Database, rulebook: Rulebook, settings: Settings
) -> None:
    matter = matters.made(database, rulebook=rulebook, settings=settings, at=clock.now())
    client.get("/track")
    client.post_form(reference=matter.number, code=matter.code)
    with no_writing(database):
        client.post_form(body="They came today.", status=503)
        client.post_form(status=503)
    client.post_form()
    with database.session() as db:
        assert db.scalars(select(Message.body)).all() == ["They came today."]


def test_the_code_is_asked_for_again_and_stands_on_no_page(
    client: InspectingClient, database: Database, rulebook: Rulebook, settings: Settings
) -> None:
    matter = matters.made(database, rulebook=rulebook, settings=settings, at=clock.now())
    client.get("/track/code")
    with no_writing(database):
        client.post_form(reference=matter.number, address="ama@example.com", status=503)
    assert "We left out" not in client.text
    client.post_form()
    assert client.page.path == "/track/code/enter"
    with no_writing(database):
        client.post_form(digits="123456", status=503)
    assert "123456" not in client.page.html
    assert "We left out passwords, codes and files" in client.text


def test_the_complaint_is_not_sent_whatever_gave_way(
    client: InspectingClient, database: Database, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_check(client)
    with no_writing(database):
        client.post_form(status=503)
    assert client.page.h1 == "Sorry, your complaint is not sent"

    def fail(_self: Database) -> None:
        raise OSError(errno.EIO, "broken")

    with monkeypatch.context() as patched:
        patched.setattr(Database, "session", fail)
        client.post_form(status=503)
    assert client.page.h1 == "Sorry, your complaint is not sent"
    client.post_form()
    assert len(reference_shown(client)) == 12
    with database.session() as db:
        assert db.scalar(select(func.count()).select_from(Complaint)) == 1


def test_what_is_stored_is_said_while_nothing_can_be_written(client: InspectingClient, database: Database) -> None:
    draft_id = to_check(client)
    check = client.page
    client.post_form()
    number = reference_shown(client)
    with no_writing(database):
        client.post(f"/complain/{draft_id}/send", check.values(check.one("main form")))
        assert reference_shown(client) == number


def test_a_lost_answer_is_made_good_without_a_write(client: InspectingClient, database: Database) -> None:
    draft_id = to_check(client)
    check = client.page
    held = client.client.get_cookie("resident")
    client.post_form(follow=False)
    assert held is not None
    # The browser never saw what came with the answer.
    client.client.set_cookie("resident", held.value)
    with no_writing(database):
        client.post(f"/complain/{draft_id}/send", check.values(check.one("main form")))
        assert len(reference_shown(client)) == 12


def test_reading_pages_do_not_wait_for_who_writes(client: InspectingClient, database: Database) -> None:
    sent(client)
    own = client.page.path
    with database.changes() as db:
        # So that each page wants to note when the visit was last seen; that is left for a later page.
        db.execute(update(WebSession).values(seen_at=clock.now() - timedelta(minutes=2)))
    with no_writing(database):
        for path in ("/", "/complain", "/track", own):
            began = time.monotonic()
            client.get(path)
            assert time.monotonic() - began < 1.5, path


def test_no_room_for_a_file_is_said_at_the_field(client: InspectingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    draft_id = begin(client)
    client.get(f"/complain/{draft_id}/photos-and-documents")

    def full(*_args: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(store, "put", full)
        client.post_form(form='form[enctype="multipart/form-data"]', files=[("letter.txt", b"Words.")])
    assert len(client.errors) == 1
    assert "There was no room for this file" in client.errors[0]


@pytest.fixture
def on_a_file(settings: Settings, empty_database: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application on SQLite, whatever the other tests use."""
    shutil.copyfile(empty_database, tmp_path / "own.sqlite3")
    made = create_app(dataclasses.replace(settings, waits=SHORT, database_url=f"sqlite:///{tmp_path / 'own.sqlite3'}"))
    yield made
    made.extensions["portal.database"].dispose()


def test_a_connection_that_met_a_read_only_file_is_not_used_again(on_a_file: Flask) -> None:
    client, own = InspectingClient(on_a_file), on_a_file.extensions["portal.database"]
    to_check(client)
    own.dispose()
    with own.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    client.post_form(status=503)
    client.post_form()
    assert len(reference_shown(client)) == 12


def test_a_log_that_was_taken_away_is_noticed_before_anything_is_acknowledged(
    on_a_file: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    client, own = InspectingClient(on_a_file), on_a_file.extensions["portal.database"]
    to_check(client)
    Path(f"{own.url.database}-wal").unlink()
    client.post_form(status=503)
    assert client.page.h1 == "Sorry, your complaint is not sent"
    assert "ALARM" in caplog.text
    own.dispose()
    # What was in it is in the database, and goes on after a restart.
    client.post_form()
    assert len(reference_shown(client)) == 12
