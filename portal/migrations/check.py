"""Whether a database is one that this portal can work on: the right tables, and nothing in them broken."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import reduce
from operator import add

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Select, Table, Text, cast, func, select, text
from sqlalchemy.exc import DBAPIError

from portal.config import Settings
from portal.db import Base, Database
from portal.migrations import configuration, heads, tables
from portal.outage import gave_way

log = logging.getLogger(__name__)
# Compares each index with its table (https://www.postgresql.org/docs/current/amcheck.html).
_AMCHECK = """
    SELECT c.relname, bt_index_check(c.oid, true) FROM pg_class c
    JOIN pg_am a ON a.oid = c.relam JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE a.amname = 'btree' AND c.relkind = 'i' AND n.nspname = current_schema()
"""


def why_not(settings: Settings) -> str | None:
    """Return in one line why web and worker must not start on this database; None when they may.

    A database that cannot be asked just now is no reason: whoever starts answers that it is not there, until it is.
    """
    database = Database(settings.database_url, waits=settings.waits)
    try:
        with database.engine.connect() as connection:
            found = set(MigrationContext.configure(connection).get_current_heads())
    except DBAPIError as error:
        if not gave_way(error):
            raise
        return None
    finally:
        database.dispose()
    wanted = set(heads())
    if found == wanted:
        return None
    has, needs = ", ".join(sorted(found)) or "none", ", ".join(sorted(wanted))
    if all(_is_known(revision) for revision in found):
        return f"The database has tables {has}, and this portal needs {needs}. Run: flask upgrade"
    return f"The database has tables {has}, newer than this portal's {needs}: flask upgrade needs the newer code"


def broken(database: Database) -> Iterator[str]:
    """Read through the whole database and yield what is broken, one line each."""
    try:
        with database.engine.connect() as connection:
            if database.is_sqlite:
                yield from _sqlite(connection)
            else:
                _ask_amcheck(connection)
            for table in _ours():
                connection.execute(_read_through(table))
    except DBAPIError as error:
        # Its message may quote a row.
        yield f"reading stopped: {type(error.orig).__name__}"


def _sqlite(connection: Connection) -> Iterator[str]:
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            yield str(line)
    for table, row, parent, _key in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} points at nothing in {parent}"


def _ask_amcheck(connection: Connection) -> None:
    """Compare indexes with tables where an administrator has installed what can; it raises what it finds."""
    if connection.scalar(text("SELECT count(*) FROM pg_extension WHERE extname = 'amcheck'")):
        connection.execute(text(_AMCHECK)).all()
    else:
        log.warning("amcheck is not installed in this database, so its indexes are not compared with their tables")


def _read_through(table: Table) -> Select[tuple[int]]:
    """Return a statement that reads every value of every row, and looks into no index."""
    whole = reduce(add, (func.length(func.coalesce(cast(one, Text), "")) for one in table.columns))
    return select(func.coalesce(func.sum(whole), 0))


def _is_known(revision: str) -> bool:
    try:
        return ScriptDirectory.from_config(configuration("sqlite://")).get_revision(revision) is not None
    except CommandError:
        return False


def _ours() -> list[Table]:
    if not tables.MODELS:
        raise RuntimeError("no tables")
    return Base.metadata.sorted_tables
