"""Web and worker start on their own tables only, and what is broken in a database is found."""

from __future__ import annotations

import dataclasses
import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from portal import create_app, migrations
from portal.config import ROOT, Settings
from portal.db import Database
from portal.migrations import check
from tests.conftest import NOW
from tests.demo_settings import demo_settings
from tests.test_db import a_complaint_with_an_event

pytestmark = pytest.mark.database

HEAD = migrations.heads()[0]


def at(revision: str, database: Database) -> None:
    with database.changes() as db:
        db.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})


def test_the_tables_of_this_portal_are_right(settings: Settings) -> None:
    assert check.why_not(settings) is None


@pytest.mark.parametrize("revision", ["0001", "0006", "9999"])
def test_older_and_newer_tables_are_refused_in_one_line(settings: Settings, database: Database, revision: str) -> None:
    at(revision, database)
    line = check.why_not(settings) or ""
    assert revision in line
    assert HEAD in line
    assert "flask upgrade" in line
    assert "\n" not in line
    assert ("newer" in line) == (revision == "9999")


def test_a_database_without_tables_is_refused(settings: Settings, database: Database) -> None:
    with database.changes() as db:
        db.execute(text("DROP TABLE alembic_version"))
    assert "has tables none" in (check.why_not(settings) or "")


def test_a_database_that_is_away_is_no_reason(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    gone = dataclasses.replace(settings, database_url=f"postgresql+psycopg://portal@127.0.0.1:{port}/portal")
    assert check.why_not(gone) is None


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", [["gunicorn", "--config", "gunicorn.conf.py", "wsgi:app"], ["flask", "--app", "wsgi", "worker"]]
)
def test_neither_web_nor_worker_starts_on_older_tables(tmp_path: Path, command: list[str]) -> None:
    url = f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    migrations.upgrade(url, "0006")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    ours = {"PORTAL_DEMO": "1", "PORTAL_VAR": str(tmp_path), "PORTAL_DATABASE_URL": url, "PORTAL_BIND": "127.0.0.1:0"}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT, env={**inherited, **ours}, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    (line,) = [one for one in done.stderr.splitlines() if one]
    assert "0006" in line
    assert line.endswith("Run: flask upgrade")


def checked(app: Flask) -> tuple[int, str]:
    with app.app_context():
        done = app.test_cli_runner().invoke(args=["check-events"])
    return done.exit_code, done.output


def test_a_whole_database_is_said_to_be_whole(app: Flask, database: Database, settings: Settings) -> None:
    assert list(check.broken(database)) == []
    assert checked(app) == (0, "0 broken chains\n")


@pytest.fixture
def on_a_file(empty_database: Path, tmp_path: Path) -> Settings:
    """Settings on a SQLite file of the test's own, with one matter in it; nobody has it open."""
    file = tmp_path / "own.sqlite3"
    file.write_bytes(empty_database.read_bytes())
    database = Database(f"sqlite:///{file}")
    a_complaint_with_an_event(database)
    database.dispose()
    return demo_settings(f"sqlite:///{file}", tmp_path)


@pytest.mark.parametrize("table", ["complaints", "sqlite_autoindex_complaints_1", "messages"])
def test_a_page_that_was_overwritten_is_found(on_a_file: Settings, table: str) -> None:
    file = Path(on_a_file.database_url.removeprefix("sqlite:///"))
    with sqlite3.connect(file) as plain:
        (page,) = plain.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        (size,) = plain.execute("PRAGMA page_size").fetchone()
    plain.close()
    content = bytearray(file.read_bytes())
    content[(page - 1) * size : page * size] = b"\x5a" * size
    file.write_bytes(content)
    app = create_app(on_a_file)
    code, said = checked(app)
    app.extensions["portal.database"].dispose()
    assert code == 1
    assert "The database is broken. Stop the portal and restore a backup" in said


def test_a_row_that_points_at_nothing_is_found(on_a_file: Settings) -> None:
    file = on_a_file.database_url.removeprefix("sqlite:///")
    with sqlite3.connect(file) as plain:
        plain.execute("INSERT INTO erasures (complaint_id, at) SELECT id, ? FROM complaints", (str(NOW),))
        plain.execute("DELETE FROM complaints")
    plain.close()
    database = Database(on_a_file.database_url)
    found = list(check.broken(database))
    database.dispose()
    assert any("points at nothing in complaints" in line for line in found)
