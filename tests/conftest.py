"""What every test stands on: settings, a fresh database on SQLite or PostgreSQL, and the application."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from portal import create_app, migrations
from portal.complaints.matter import rulebook as rulebooks
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from tests.compiled_once import compile_once
from tests.demo_settings import demo_settings
from tests.inspecting_client import InspectingClient
from tests.postgres_server import postgres_url

pytest_plugins = ["tests.live", "tests.states.prepared"]

compile_once()
# Looking through all that the suite has imported, after every few hundred new objects, takes a sixth of its time.
gc.set_threshold(50_000, 20, 100)

# A Tuesday morning, far from bank holidays and clock changes.
NOW = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)


def on_postgres() -> bool:
    """Whether this run's databases are PostgreSQL's."""
    return os.environ.get("PORTAL_TEST_DATABASE", "sqlite") == "postgres"


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("database") / "empty.sqlite3"
    migrations.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database of this test's own."""
    if on_postgres():
        yield from postgres_url(migrations.upgrade)
        return
    path = tmp_path / "portal.sqlite3"
    shutil.copyfile(request.getfixturevalue("empty_database"), path)
    yield f"sqlite:///{path}"


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings on the test's own database."""
    return demo_settings(database_url, tmp_path / "var")


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """The test's database, outside any application."""
    opened = Database(settings.database_url, synchronous=settings.sqlite_synchronous)
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """Example Borough's rulebook."""
    return rulebooks.read()


@pytest.fixture
def now() -> datetime:
    """The moment services are told it is."""
    return NOW


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The whole application on the test's database."""
    made = create_app(settings)
    yield made
    made.extensions["portal.database"].dispose()


@pytest.fixture
def client(app: Flask) -> InspectingClient:
    """A browser without scripts that inspects every page it fetches."""
    return InspectingClient(app)
