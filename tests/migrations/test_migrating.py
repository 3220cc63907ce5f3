"""Migrating keeps every row, may be interrupted at any moment, and ends where the models are."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event, text

from portal import migrations
from portal.complaints.grants import grants
from portal.db import Base, Database
from portal.migrations import tables
from tests.conftest import on_postgres
from tests.migrations import rows
from tests.postgres_server import postgres_url

pytestmark = pytest.mark.database

TRIGGERS = {"events_no_update", "events_no_delete"}
REVISIONS = [
    step.revision for step in ScriptDirectory.from_config(migrations.configuration("sqlite://")).walk_revisions()
][::-1]
KILLED = 9
LOSING = """
revision, down_revision, branch_labels, depends_on = "9999", {head!r}, None, None

def upgrade():
    from alembic import op
    op.execute("DELETE FROM persons")
"""


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if on_postgres():
        yield from postgres_url()
    else:
        yield f"sqlite:///{tmp_path / 'portal.sqlite3'}"


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    database = Database(url, synchronous="OFF")
    yield database.engine
    database.dispose()


def differences(engine: Engine) -> list[Any]:
    """Return where the database's tables are not what the models say."""
    assert tables.MODELS

    def ours(_object: object, name: str | None, kind: str, *_rest: object) -> bool:
        return kind != "table" or name in Base.metadata.tables

    with engine.connect() as connection:
        options = {"compare_type": True, "include_object": ours}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata))


@pytest.mark.parametrize("first", REVISIONS)
def test_every_row_survives_every_step(url: str, engine: Engine, first: str) -> None:
    migrations.upgrade(url, first)
    rows.fill(engine)
    before = rows.content(engine)
    assert all(found for _columns, found in before.values())
    for revision in REVISIONS[REVISIONS.index(first) :]:
        migrations.upgrade(url, revision)
        after = rows.content(engine)
        for table, (columns, found) in before.items():
            still = [name for name in columns if name in after[table][0]]
            assert _only(after[table], still) == _only((columns, found), still), f"{table} at {revision}"
        assert rows.broken_keys(engine) == []
        assert rows.triggers(engine) == TRIGGERS
    assert differences(engine) == []


def test_models_and_migrations_agree(url: str, engine: Engine) -> None:
    migrations.upgrade(url)
    assert differences(engine) == []
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == REVISIONS[-1]


def interrupted(url: str, statements: int) -> None:
    """Migrate, and die without a word before the statement of this number."""
    run = 0

    def die(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        nonlocal run
        run += statement.lstrip().upper().startswith(("CREATE", "INSERT", "ALTER"))
        if run > statements:
            os._exit(KILLED)

    event.listen(Engine, "before_cursor_execute", die)
    migrations.upgrade(url)


@pytest.mark.parametrize("statements", [0, 1, 30, 60])
def test_an_upgrade_that_was_killed_runs_again(url: str, engine: Engine, statements: int) -> None:
    process = multiprocessing.get_context("spawn").Process(target=interrupted, args=(url, statements))
    process.start()
    process.join()
    assert process.exitcode == KILLED
    migrations.upgrade(url)
    assert differences(engine) == []
    assert rows.triggers(engine) == TRIGGERS
    rows.fill(engine)


def test_a_step_that_loses_what_others_point_at_changes_nothing(url: str, engine: Engine, tmp_path: Path) -> None:
    migrations.upgrade(url)
    rows.fill(engine)
    before = rows.content(engine)
    steps = tmp_path / "steps"
    steps.mkdir()
    (steps / "9999_losing.py").write_text(LOSING.format(head=REVISIONS[-1]), "utf-8")
    config = migrations.configuration(url)
    config.set_main_option("version_locations", f"{migrations.FOLDER / 'versions'}{os.pathsep}{steps}")
    config.set_main_option("path_separator", "os")
    with pytest.raises(Exception, match=r"point at nothing|[Ff]oreign key"):
        command.upgrade(config, "head")
    assert rows.content(engine) == before
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == REVISIONS[-1]


def _only(content: tuple[tuple[str, ...], list[tuple[Any, ...]]], names: list[str]) -> list[str]:
    columns, found = content
    return sorted(repr([row[columns.index(name)] for name in names]) for row in found)


@pytest.mark.parametrize("released", ["0001", "0006"])
@pytest.mark.parametrize(
    ("given", "today"),
    [
        # Whom a matter is about could only look; in all matters, old and new, they may write and go further.
        ("see", "see add contact further"),
        ("see add withdraw contact further", "see add withdraw contact further"),
        ("own say contact", "own say contact"),
    ],
)
def test_rights_given_by_an_earlier_release(url: str, engine: Engine, released: str, given: str, today: str) -> None:
    migrations.upgrade(url, released)
    rows.fill(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE grants SET may = :may"), {"may": given})
    migrations.upgrade(url)
    with engine.connect() as connection:
        assert connection.scalars(text("SELECT may FROM grants")).all() == [today]
    assert today in {grants.AFFECTED, grants.EVERYTHING, grants.LIMITED}


@pytest.mark.parametrize(("said", "known_by", "closed"), [(True, "word", True), (False, "proof", False)])
def test_what_one_officers_word_joined_stands_apart(
    url: str, engine: Engine, said: bool, known_by: str, closed: bool
) -> None:
    """It was joined before a second officer was asked: what came along with the other side closes (threat T35)."""
    step = "0014"
    script = ScriptDirectory.from_config(migrations.configuration(url))
    migrations.upgrade(url, str(script.get_revision(step).down_revision))
    rows.fill(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE parties SET role = 'writer'"))
        connection.execute(text("UPDATE merges SET undone_at = NULL"))
        connection.execute(text("UPDATE unlockings SET how = 'joined', ended_at = NULL"))
        if said:
            connection.execute(text("UPDATE same_persons SET withdrawn_at = NULL"))
    migrations.upgrade(url, step)
    with engine.connect() as connection:
        assert connection.scalars(text("SELECT known_by FROM merges")).one() == known_by
        assert (connection.scalars(text("SELECT ended_at FROM unlockings")).one() is not None) == closed
