"""While a writer is stuck or the database says nothing, pages to read come soon and no connection is cut."""

from __future__ import annotations

import dataclasses
import fcntl
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, build_opener

import pytest
from sqlalchemy import text

from portal import clock, config, create_app, migrations
from portal.complaints.matter.rulebook import Rulebook
from portal.config import ROOT, Settings, Waits
from portal.db import Database
from tests.complaints import matters
from tests.complaints.walking import sent, to_check
from tests.demo_settings import demo_settings
from tests.inspecting_client import InspectingClient
from tests.postgres_server import postgres_database

SECONDS = 60
READING = 2.0
SIX = 6


def cookies(client: InspectingClient) -> dict[str, str]:
    kept = client.client._cookies or {}
    return {"Cookie": "; ".join(f"{one.key}={one.value}" for one in kept.values())}


def ask(url: str, headers: dict[str, str], data: dict[str, str] | None = None) -> tuple[int, str, float]:
    """Return the status, the page and how long it took; a cut connection raises."""
    began = time.monotonic()
    body = urlencode(data).encode() if data is not None else None
    try:
        with build_opener().open(Request(url, body, headers), timeout=SECONDS) as answer:  # noqa: S310
            status, page = answer.status, answer.read().decode()
    except HTTPError as error:
        status, page = error.code, error.read().decode()
    return status, page, time.monotonic() - began


@contextmanager
def served(settings: Settings, listener: socket.socket) -> Iterator[None]:
    """Serve as shipped: gunicorn with the configuration at the top of the project."""
    ours = {
        "PORTAL_DEMO": "1",
        "PORTAL_VAR": str(settings.var),
        "PORTAL_BASE_URL": settings.base_url,
        "PORTAL_BIND": f"fd://{listener.fileno()}",
        "PORTAL_LIMITS": "0",
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "wsgi:app"]
    with subprocess.Popen(
        command, cwd=ROOT, env={**inherited, **ours}, pass_fds=[listener.fileno()], stderr=subprocess.DEVNULL
    ) as server:
        try:
            yield
        finally:
            server.send_signal(signal.SIGTERM)


@contextmanager
def turn_held(file: Path) -> Iterator[None]:
    """Hold the writers' turn, as a stopped process does."""
    with Path(f"{file}.turn").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


@contextmanager
def file_locked(file: Path) -> Iterator[None]:
    """Lock the database as another program does that writes and does not end."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


@pytest.mark.slow
@pytest.mark.parametrize("stuck", [turn_held, file_locked])
def test_six_people_send_while_a_writer_is_stuck_and_others_read(tmp_path: Path, stuck: object) -> None:
    assert stuck in {turn_held, file_locked}
    with socket.create_server(("127.0.0.1", 0)) as listener:
        base = f"http://127.0.0.1:{listener.getsockname()[1]}"
        env = {"PORTAL_DEMO": "1", "PORTAL_VAR": str(tmp_path), "PORTAL_BASE_URL": base}
        settings = dataclasses.replace(config.from_environment(env), testing=True, flood_limits=False)
        migrations.upgrade(settings.database_url)
        app = create_app(settings)
        people = [InspectingClient(app) for _person in range(SIX)]
        for person in people:
            to_check(person)
        reader = InspectingClient(app)
        sent(reader)
        file = Path(str(app.extensions["portal.database"].url.database))
        app.extensions["portal.database"].dispose()
        with served(settings, listener):
            assert ask(f"{base}/", {})[0] == 200
            holding = turn_held(file) if stuck is turn_held else file_locked(file)
            with ThreadPoolExecutor(SIX) as pool, holding:
                sends = [
                    pool.submit(
                        ask,
                        base + str(one.page.one("main form")["action"]),
                        cookies(one),
                        {name: str(value) for name, value in one.page.values(one.page.one("main form")).items()},
                    )
                    for one in people
                ]
                time.sleep(0.2)
                for path in ("/", "/complain", "/track", reader.page.path):
                    status, _page, took = ask(base + path, cookies(reader))
                    assert status == 200
                    assert took < READING, path
                answers = [one.result() for one in sends]
            for status, page, took in answers:
                assert status == 503
                assert "Sorry, your complaint is not sent" in page
                assert took < 10
            for one in people:
                form = one.page.one("main form")
                data = {name: str(value) for name, value in one.page.values(form).items()}
                status, page, _took = ask(base + str(form["action"]), cookies(one), data)
                assert (status, "We have your complaint" in page) == (200, True)


@contextmanager
def stopped(database: Database) -> Iterator[None]:
    """Stop every process of the PostgreSQL server, as a machine does that swaps or a disk that hangs."""
    with database.engine.connect() as connection:
        folder = connection.scalar(text("SHOW data_directory"))
    first = int(Path(f"{folder}/postmaster.pid").read_text("ascii").splitlines()[0])
    children = Path(f"/proc/{first}/task/{first}/children").read_text("ascii").split()
    pids = [first, *map(int, children)]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in reversed(pids):
            os.kill(pid, signal.SIGCONT)


@pytest.mark.postgres
@pytest.mark.slow
def test_a_database_that_says_nothing_is_said_in_time(tmp_path: Path, rulebook: Rulebook) -> None:
    with postgres_database(migrations.upgrade) as url:
        short = Waits(lock=0.1, turn=0.2, moment=0.05, statement=0.3, answer=0.5, connect=2, idle=5)
        settings = dataclasses.replace(demo_settings(url, tmp_path), waits=short)
        app, database = create_app(settings), Database(url)
        matter = matters.made(database, rulebook=rulebook, settings=settings, at=clock.now())
        client = InspectingClient(app)
        client.get("/track")
        client.post_form(reference=matter.number, code=matter.code)
        own = client.page.path
        with stopped(database):
            began = time.monotonic()
            client.get("/", status=200)
            assert time.monotonic() - began < READING
            client.get(own, status=503)
            client.post(f"{own}/message", {"body": "They came today."}, status=503)
            assert "They came today." in client.page.html
            assert time.monotonic() - began < 15
        client.get(own)
        app.extensions["portal.database"].dispose()
        database.dispose()


@pytest.mark.postgres
def test_the_bounds_of_pages_hold_on_the_server_and_not_for_commands() -> None:
    with postgres_database(migrations.upgrade) as url:
        for waits, expected in ((Waits(), ["3s", "4s", "1min"]), (config.PATIENT, ["0", "0", "0"])):
            opened = Database(url, waits=waits)
            with opened.session() as db:
                names = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
                assert [db.scalar(text(f"SHOW {name}")) for name in names] == expected
            opened.dispose()
