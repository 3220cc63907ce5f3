"""The database: instants come back whole, readers and writers never lock each other out."""

from __future__ import annotations

import multiprocessing
import stat
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from portal import migrations
from portal.complaints.matter.models import Event
from portal.db import Database, new_id
from portal.web.models import Attempt, WebSession
from tests.conftest import NOW

THREADS, ROUNDS, LONGEST_WAIT = 8, 6, 1.0


def session_row(name: str, at: datetime = NOW) -> WebSession:
    return WebSession(id_hash=name, kind="resident", begun_at=at, seen_at=at)


@pytest.mark.database
def test_an_instant_comes_back_in_utc(database: Database) -> None:
    summer = datetime(2026, 7, 1, 1, 0, tzinfo=timezone(timedelta(hours=1)))
    with database.changes() as db:
        db.add(session_row("a", summer))
    with database.session() as db:
        kept = db.get_one(WebSession, "a").begun_at
    assert kept == datetime(2026, 7, 1, 0, 0, tzinfo=UTC)
    assert kept.tzinfo is UTC


@pytest.mark.database
def test_an_instant_without_its_zone_is_refused(database: Database) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(Exception, match="needs its zone"), database.changes() as db:
        db.add(session_row("a", naive))


@pytest.mark.database
def test_nothing_is_kept_of_a_change_that_fails(database: Database) -> None:
    def fail() -> None:
        with database.changes() as db:
            db.add(session_row("a"))
            db.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.session() as db:
        assert db.get(WebSession, "a") is None


@pytest.mark.database
def test_events_are_never_changed_or_removed(database: Database) -> None:
    complaint_id = a_complaint_with_an_event(database)
    for statement in (update(Event).values(kind="other"), delete(Event)):
        with pytest.raises(DBAPIError), database.changes() as db:
            db.execute(statement.where(Event.complaint_id == complaint_id))
    with database.changes() as db:
        db.execute(
            text("INSERT INTO erasures (complaint_id, at) VALUES (:id, :at)"), {"id": complaint_id, "at": str(NOW)}
        )
        db.execute(delete(Event).where(Event.complaint_id == complaint_id))
    with database.session() as db:
        assert db.scalar(select(func.count()).select_from(Event)) == 0


def a_complaint_with_an_event(database: Database) -> str:
    complaint_id = new_id()
    values = {"id": complaint_id, "now": str(NOW)}
    with database.changes() as db:
        db.execute(
            text(
                "INSERT INTO complaints (id, receipt_key, channel, received_at, logged_at, about, words, wanted,"
                " happened, place, postcode, not_to_tell, service, team, procedure, urgent, urgent_words, stage, state)"
                " VALUES (:id, :id, 'web', :now, :now, 'me', 'w', '', '', '', '', '', 's', 't', 'p', false, false, 1,"
                " 'open')"
            ),
            values,
        )
        db.add(Event(complaint_id=complaint_id, seq=1, kind="received", at=NOW, actor_kind="portal", data={}, link="l"))
    return complaint_id


def guard_then_write(url: str, name: str) -> list[float]:
    """Read, then write in a transaction of its own, as every request does; return how long each write waited."""
    database = Database(url, synchronous="OFF")
    waits: list[float] = []
    lock = threading.Lock()

    def work(thread: int) -> None:
        for turn in range(ROUNDS):
            with database.session() as reader:
                reader.scalar(select(func.count()).select_from(Attempt))
            began = time.monotonic()
            with database.changes() as db:
                db.scalar(select(func.count()).select_from(Attempt))
                db.add(Attempt(id=new_id(), kind=name, key_hmac=f"{thread}-{turn}", at=NOW))
            with lock:
                waits.append(time.monotonic() - began)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))
    database.dispose()
    return waits


@pytest.mark.database
def test_many_writers_wait_their_turn_and_none_fails(database: Database) -> None:
    url = database.url.render_as_string(hide_password=False)
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        waits = [wait for one in pool.starmap(guard_then_write, [(url, "a"), (url, "b")]) for wait in one]
    assert len(waits) == 2 * THREADS * ROUNDS
    assert max(waits) < LONGEST_WAIT
    with database.session() as db:
        assert db.scalar(select(func.count()).select_from(Attempt)) == len(waits)


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'made' / 'portal.sqlite3'}"
    migrations.upgrade(url)
    opened = Database(url)
    with opened.changes() as db:
        db.add(session_row("a"))
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "made").iterdir()}
    opened.dispose()
    assert "portal.sqlite3-wal" in modes
    assert set(modes.values()) == {0o600}


def test_sqlite_is_set_up_to_keep_what_it_acknowledged(database: Database) -> None:
    kept = Database(str(database.url))
    with kept.session() as db:
        wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
        assert {name: db.execute(text(f"PRAGMA {name}")).scalar_one() for name in wanted} == wanted
    kept.dispose()
