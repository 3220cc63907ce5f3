"""The job engine's own file on SQLite: broken or gone, it is put aside and made anew, or done without."""

from __future__ import annotations

import dataclasses
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from portal import jobs
from portal.config import Settings
from portal.db import Database


def garbage(file: Path) -> None:
    file.write_bytes(b"no database at all " * 1_000)


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:6_000])


def another_table(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.executescript("DROP TABLE task; CREATE TABLE task (id integer)")


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


BREAKS = {function.__name__: function for function in (garbage, cut_short, another_table, a_folder)}


@pytest.fixture
def waking(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Settings with which the engine is used, as outside tests; its file is whole at first."""
    monkeypatch.setattr(jobs, "_alarmed", {})
    here = f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    real = dataclasses.replace(settings, testing=False, database_url=here, var=tmp_path)
    jobs.use(real)
    for number in range(200):
        jobs.wake("nothing", f"{number}" * 20)
    jobs.use(settings)
    jobs.use(real)
    yield real
    jobs.use(settings)


@pytest.fixture
def engine(waking: Settings) -> Iterator[jobs._Engine]:
    made = jobs._Engine(jobs.Work(Database(waking.database_url), waking))
    yield made
    made.stop()


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set when the worker has done the job that is called soon."""
    called = threading.Event()
    monkeypatch.setattr(jobs, "_handlers", {"nothing": lambda *_ids: None, "soon": lambda *_ids: called.set()})
    return called


@pytest.mark.parametrize("breaks", BREAKS)
def test_a_broken_file_is_put_aside_and_made_anew(
    waking: Settings, engine: jobs._Engine, done: threading.Event, breaks: str, caplog: pytest.LogCaptureFixture
) -> None:
    file = waking.var / "jobs.sqlite3"
    BREAKS[breaks](file)
    kept = file.read_bytes() if file.is_file() else None
    engine.look_after()
    jobs.wake("soon", "1")
    assert done.wait(5)
    aside = [path for path in waking.var.glob("jobs.sqlite3.broken-*") if not path.name.endswith(("-wal", "-shm"))]
    assert len(aside) == 1
    assert kept is None or aside[0].read_bytes() == kept
    assert "ALARM" in caplog.text


def test_a_file_that_breaks_while_the_worker_runs_is_made_anew_too(
    waking: Settings, engine: jobs._Engine, done: threading.Event
) -> None:
    engine.look_after()
    jobs.wake("nothing", "1")
    (waking.var / "jobs.sqlite3").rename(waking.var / "moved")
    engine.look_after()
    jobs.wake("soon", "1")
    assert done.wait(5)


def test_a_file_that_cannot_be_put_aside_is_done_without(
    waking: Settings, engine: jobs._Engine, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(_path: Path, _target: Path) -> None:
        raise PermissionError

    garbage(waking.var / "jobs.sqlite3")
    monkeypatch.setattr(Path, "rename", read_only)
    for _look in range(3):
        engine.look_after()
    assert caplog.text.count("ALARM") == 1
    jobs.wake("soon", "1")
    assert "could not be woken" in caplog.text


def test_a_file_that_somebody_holds_is_not_taken_for_broken(
    waking: Settings, engine: jobs._Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_arguments: object) -> None:
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise error

    monkeypatch.setattr(jobs, "_look", held)
    engine.look_after()
    assert list(waking.var.glob("*.broken-*")) == []


def test_an_alarm_is_raised_once_an_hour(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_alarmed", {})
    due: Callable[[int], bool] = lambda minutes: jobs.alarm_is_due("this", now + timedelta(minutes=minutes))  # noqa: E731
    assert [due(minutes) for minutes in (0, 1, 59, 60, 61, 119, 120)] == [True, False, False, True, False, False, True]
    assert jobs.alarm_is_due("that", now)
