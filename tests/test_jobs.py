"""The worker: woken within a moment, swept when nobody wakes it, stopped without losing the job in hand."""

from __future__ import annotations

import dataclasses
import json
import logging
import select as waiting
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from portal import jobs
from portal.complaints.codes import letter_secrets
from portal.config import ROOT, Settings
from portal.db import Database
from portal.letters.outgoing import delivery
from portal.letters.outgoing.models import Letter
from tests.letters.outgoing.sample_letters import post, recipient

pytestmark = pytest.mark.database

# The portal's own worker, which also says on its output what it has done.
_WORKER = """
import os, sys
from pathlib import Path
from portal import create_app, jobs
from portal.config import Settings
url, var = sys.argv[1:]
app = create_app(Settings(demo=True, database_url=url, base_url="http://localhost", var=Path(var),
    secret_key="k1" * 20, code_key="k2" * 20, event_key="k3" * 20, data_key="k4" * 20,
    equality_key="k5" * 20))
deliver = jobs._handlers["deliver"]
@jobs.handler("deliver")
def deliver_and_say(work, queue):
    deliver(work, queue)
    print("delivered", queue, flush=True)
@jobs.handler("slow")
def slow(work, id_):
    print("begun", flush=True)
    sys.stdin.readline()
    print("done", flush=True)
@jobs.every(minutes=1)
def swept(work):
    print("swept", flush=True)
if "SLOW_SWEEP" in os.environ:
    @jobs.every(minutes=1)
    def slow_sweep(work):
        print("begun", flush=True)
        sys.stdin.readline()
        print("done", flush=True)
def no_engine(*arguments):
    raise OSError("no engine")
if "NO_ENGINE" in os.environ:
    jobs._open = no_engine
jobs.run_worker(app.extensions["portal.database"], app.extensions["portal.settings"])
print("stopped", flush=True)
"""


@pytest.fixture
def waking(settings: Settings) -> Iterator[Settings]:
    """Settings with which the worker is truly woken, as outside tests."""
    real = dataclasses.replace(settings, testing=False)
    jobs.use(real)
    yield real
    jobs.use(settings)


@pytest.fixture
def worker(waking: Settings) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", _WORKER, waking.database_url, str(waking.var)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    yield process
    process.kill()
    process.communicate()


def next_line(process: subprocess.Popen[str], *, seconds: float = 20) -> str:
    """Wait for the worker to say something."""
    assert process.stdout is not None
    assert waiting.select([process.stdout], [], [], seconds)[0], f"the worker said nothing for {seconds} seconds"
    return process.stdout.readline().strip()


def mail(settings: Settings) -> list[Path]:
    return sorted((settings.var / "mail").glob("*.eml"))


@pytest.mark.slow
def test_a_letter_leaves_within_two_seconds_of_its_commit(
    worker: subprocess.Popen[str], waking: Settings, database: Database, now: datetime
) -> None:
    assert next_line(worker) == "swept"
    with database.changes() as db:
        post(db, waking, now)
    begun = time.monotonic()
    assert next_line(worker).startswith("delivered")
    assert time.monotonic() - begun < 2
    assert len(mail(waking)) == 1


@pytest.mark.slow
def test_a_letter_nobody_was_woken_for_leaves_all_the_same(
    settings: Settings, waking: Settings, database: Database, now: datetime, request: pytest.FixtureRequest
) -> None:
    """As after the engine's tables were lost, or the machine died between the commit and the wake-up."""
    jobs.use(settings)
    with database.changes() as db:
        letter_id = post(db, waking, now)
    worker: subprocess.Popen[str] = request.getfixturevalue("worker")
    assert next_line(worker) == "swept"
    worker.send_signal(signal.SIGTERM)
    assert next_line(worker) == "stopped"
    assert [file.stem for file in mail(waking)] == [letter_id]


@pytest.mark.slow
def test_the_job_in_hand_is_finished_before_the_worker_stops(worker: subprocess.Popen[str], waking: Settings) -> None:
    assert next_line(worker) == "swept"
    jobs.wake("slow", "1")
    assert next_line(worker) == "begun"
    worker.send_signal(signal.SIGTERM)
    assert worker.stdin is not None
    worker.stdin.write("go on\n")
    assert next_line(worker) == "done"
    assert next_line(worker) == "stopped"
    assert worker.wait(20) == 0


@pytest.mark.slow
def test_the_sweep_in_hand_is_finished_before_the_worker_stops(
    waking: Settings, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("SLOW_SWEEP", "1")
    worker: subprocess.Popen[str] = request.getfixturevalue("worker")
    assert sorted([next_line(worker), next_line(worker)]) == ["begun", "swept"]
    worker.send_signal(signal.SIGTERM)
    assert worker.stdin is not None
    assert worker.stdout is not None
    # The engine's own threads stop within a second.
    assert not waiting.select([worker.stdout], [], [], 3)[0]
    worker.stdin.write("go on\n")
    assert next_line(worker) == "done"
    assert next_line(worker) == "stopped"
    assert worker.wait(20) == 0


def test_the_sweep_delivers_what_is_owed(
    waking: Settings, settings: Settings, database: Database, now: datetime
) -> None:
    delivery.register(letter_secrets.at_sending)
    with database.changes() as db:
        post(db, waking, now)
        post(db, waking, now, to=recipient("bob@home.example"))
    jobs.sweep(jobs.Work(database, settings))
    with database.session() as db:
        assert all(letter.sent_at is not None for letter in db.scalars(select(Letter)))
    assert len(mail(waking)) == 2


def test_what_no_exception_is_ends_no_sweep_and_no_thread(
    settings: Settings, database: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when native code panics."""

    class PanicException(BaseException):
        pass

    monkeypatch.setattr(jobs, "_sweeps", {})
    done: list[str] = []

    def panics(_work: jobs.Work) -> None:
        raise PanicException("planted words")

    def fine(_work: jobs.Work) -> None:
        done.append("fine")

    jobs.every(minutes=1)(panics)
    jobs.every(minutes=1)(fine)
    jobs.sweep(jobs.Work(database, settings))
    assert done == ["fine"]
    assert "PanicException panics" in caplog.text
    assert "planted" not in caplog.text


@pytest.mark.slow
def test_letters_leave_without_the_engine(
    settings: Settings,
    waking: Settings,
    database: Database,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    """As when its file cannot be opened, nor put aside: the sweeps ask nothing of it."""
    monkeypatch.setenv("NO_ENGINE", "1")
    jobs.use(settings)
    with database.changes() as db:
        letter_id = post(db, waking, now)
    worker: subprocess.Popen[str] = request.getfixturevalue("worker")
    assert next_line(worker) == "swept"
    until = time.monotonic() + 10
    while not mail(waking) and time.monotonic() < until:
        time.sleep(0.05)
    worker.send_signal(signal.SIGTERM)
    assert next_line(worker) == "stopped"
    assert [file.stem for file in mail(waking)] == [letter_id]


def test_a_wake_up_that_fails_fails_nothing(
    waking: Settings, tmp_path: Path, database: Database, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("in the way")
    unreachable = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    url = waking.database_url if database.is_sqlite else unreachable
    jobs.use(dataclasses.replace(waking, var=blocked, database_url=url))
    with database.changes() as db:
        letter_id = post(db, waking, now)
    with database.session() as db:
        assert db.get(Letter, letter_id) is not None
    assert "could not be woken" in caplog.text


def test_a_job_is_ids_in_json(waking: Settings, database: Database) -> None:
    jobs.wake("deliver", "a" * 64)
    if database.is_sqlite:
        with sqlite3.connect(waking.var / "jobs.sqlite3") as connection:
            ((kept,),) = connection.execute("SELECT data FROM task").fetchall()
    else:
        with database.session() as db:
            kept = bytes(db.connection().exec_driver_sql("SELECT data FROM huey_task").scalar_one())
    assert ["deliver", "a" * 64] in json.loads(kept)


def test_a_job_that_fails_is_logged_without_its_words(
    settings: Settings, database: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_sweeps", {})
    done: list[str] = []

    def broken(_work: jobs.Work) -> None:
        raise ValueError("planted words")

    def fine(_work: jobs.Work) -> None:
        done.append("fine")

    jobs.every(minutes=1)(broken)
    jobs.every(minutes=5)(fine)
    with caplog.at_level(logging.ERROR):
        jobs.sweep(jobs.Work(database, settings))
    assert done == ["fine"]
    assert "ValueError broken" in caplog.text
    assert "planted" not in caplog.text
