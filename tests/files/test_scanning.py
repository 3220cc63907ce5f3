"""The worker scans what is held: clean is let go, found stays closed, and whatever else happens holds."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from portal import jobs
from portal.config import Settings
from portal.db import Database
from portal.files import scanning, store
from portal.files.intake import take_in
from portal.files.models import StoredFile
from tests.files.clamd_server import FakeScanner

pytestmark = pytest.mark.database

FOUND = b"stream: Eicar-Test FOUND\0"


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeScanner]:
    monkeypatch.setattr(jobs, "_alarmed", {})
    fake = FakeScanner()
    yield fake
    fake.stop()


@pytest.fixture
def scanned(settings: Settings, scanner: FakeScanner) -> Settings:
    """Settings outside demo mode, with a scanner."""
    return dataclasses.replace(settings, demo=False, clamd=scanner.address)


def hold(database: Database, settings: Settings, now: datetime, *contents: bytes) -> None:
    accepted = [take_in("a.txt", BytesIO(content), settings=settings, now=now) for content in contents]
    with database.changes() as db:
        store.add_rows(db, accepted, now=now)


def states(database: Database) -> list[str]:
    with database.session() as db:
        return [file.stands_at for file in db.scalars(select(StoredFile).order_by(StoredFile.received_at))]


def scan(database: Database, settings: Settings, now: datetime) -> int:
    return scanning.scan_held(database, settings, lambda: now)


def test_what_is_clean_is_let_go_and_scanned_once(
    database: Database, scanned: Settings, scanner: FakeScanner, now: datetime
) -> None:
    hold(database, scanned, now, b"Words.", b"More words.", b"Words.")
    assert scan(database, scanned, now) == 2
    assert states(database) == ["clean"] * 3
    assert sorted(scanner.given) == [b"More words.", b"Words."]
    assert scan(database, scanned, now) == 0
    assert len(scanner.given) == 2


def test_what_is_found_stays_closed_for_good(
    database: Database, scanned: Settings, scanner: FakeScanner, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    scanner.answer = FOUND
    hold(database, scanned, now, b"Words.")
    scan(database, scanned, now)
    scanner.answer = b"stream: OK\0"
    scan(database, scanned, now)
    assert states(database) == ["refused"]
    assert "ALARM" not in caplog.text


@pytest.mark.parametrize("answer", [b"garbage", b"", None, b"INSTREAM size limit exceeded. ERROR\0"])
def test_what_cannot_be_scanned_is_held_with_an_alarm_after_an_hour_and_scanned_later(
    database: Database,
    scanned: Settings,
    scanner: FakeScanner,
    now: datetime,
    caplog: pytest.LogCaptureFixture,
    answer: bytes | None,
) -> None:
    scanner.answer = answer
    limits = dataclasses.replace(scanned.limits, scan_seconds=0.05 if answer is None else 10)
    short = dataclasses.replace(scanned, limits=limits)
    hold(database, scanned, now, b"Words.")
    for minutes in (0, 59):
        scan(database, short, now + timedelta(minutes=minutes))
    assert states(database) == ["not_scanned"]
    assert "ALARM" not in caplog.text
    for minutes in (60, 61, 119, 120):
        scan(database, short, now + timedelta(minutes=minutes))
    assert caplog.text.count("ALARM") == 2
    scanner.answer = b"stream: OK\0"
    scan(database, scanned, now + timedelta(minutes=121))
    assert states(database) == ["clean"]


def test_a_scanner_that_is_down_holds_everything_and_says_so(
    database: Database, scanned: Settings, scanner: FakeScanner, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    down = dataclasses.replace(scanned, clamd="unix:/nowhere/clamd.ctl")
    hold(database, scanned, now, b"Words.", b"More words.")
    scan(database, down, now + timedelta(minutes=5))
    assert "ALARM" not in caplog.text
    scan(database, down, now + timedelta(minutes=65))
    assert states(database) == ["held", "held"]
    assert [one.levelno for one in caplog.records if "ALARM" in one.getMessage()] == [logging.ERROR]
    scan(database, scanned, now + timedelta(minutes=66))
    assert states(database) == ["clean", "clean"]


def test_files_that_cannot_be_scanned_keep_no_new_one_waiting(
    database: Database, scanned: Settings, scanner: FakeScanner, now: datetime
) -> None:
    scanner.answer = b"garbage"
    hold(database, scanned, now, *(b"%d" % number for number in range(5)))
    scan(database, scanned, now)
    assert states(database).count("not_scanned") == 3
    scan(database, scanned, now + timedelta(minutes=1))
    assert states(database).count("not_scanned") == 5
    hold(database, scanned, now + timedelta(minutes=2), b"New.")
    scanner.given.clear()
    scan(database, scanned, now + timedelta(minutes=2))
    assert scanner.given[0] == b"New."
    assert len(scanner.given) == 3


def test_where_nothing_scans_that_is_said_once(
    database: Database,
    settings: Settings,
    now: datetime,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scanning, "_said_that_nobody_scans", False)
    hold(database, settings, now, b"Words.")
    scanning.each_minute(jobs.Work(database, settings))
    assert "PORTAL_CLAMD" not in caplog.text
    for _minute in range(3):
        scanning.each_minute(jobs.Work(database, dataclasses.replace(settings, demo=False)))
    assert caplog.text.count("PORTAL_CLAMD is not set") == 1
    assert states(database) == ["held"]
