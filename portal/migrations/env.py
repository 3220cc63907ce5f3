"""What Alembic runs: every migration in its own transaction, with SQLite's foreign keys checked at its end."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo
from sqlalchemy import Connection
from sqlalchemy.schema import SchemaItem

from portal.config import OWN_FILES, from_environment
from portal.db import Base, Database
from portal.migrations import tables


def _ours(_object: SchemaItem, name: str | None, kind: str, *_compared: object) -> bool:
    """Leave out tables that are not ours, such as the job engine's and the search index's."""
    return kind != "table" or name in Base.metadata.tables


def _address() -> str:
    url = context.config.attributes.get("url")
    if url:
        return str(url)
    # Started by Alembic's own command.
    os.umask(OWN_FILES)
    return os.environ.get("PORTAL_DATABASE_URL") or from_environment().database_url


def _check_foreign_keys(
    ctx: MigrationContext, step: MigrationInfo, heads: Collection[Any], run_args: Mapping[str, Any]
) -> None:
    """Refuse a step that leaves rows pointing at nothing; asked before it is committed."""
    connection = ctx.connection
    if connection is None or connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"{len(broken)} rows point at nothing after migrating")


def _run(connection: Connection, *, sqlite: bool) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=_ours,
        render_as_batch=sqlite,
        transaction_per_migration=True,
        compare_type=True,
        on_version_apply=_check_foreign_keys,
    )
    with context.begin_transaction():
        context.run_migrations()


def migrate() -> None:
    """Migrate; on SQLite foreign keys are off while tables are rebuilt, and checked before each step is committed."""
    if not tables.MODELS:
        raise RuntimeError("no tables")
    database = Database(_address())
    try:
        with database.engine.connect() as connection:
            if database.is_sqlite:
                # The pragma does nothing inside a transaction, so it goes to the driver before one begins.
                driver = connection.connection.driver_connection
                if driver is None:
                    raise RuntimeError("no connection")
                driver.execute("PRAGMA foreign_keys=OFF")
            _run(connection, sqlite=database.is_sqlite)
    finally:
        # After a step that failed too: an upgrade that is tried again finds no connection of the first.
        database.dispose()


migrate()
