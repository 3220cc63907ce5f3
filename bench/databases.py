"""The database of a portal of our own: a fresh SQLite file, or a PostgreSQL server that is started for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.postgres_server import postgres_database

NAMES = ("sqlite", "postgres")


@contextmanager
def settings_for(database: str) -> Iterator[Mapping[str, str]]:
    """Give the settings by which a portal uses a fresh database of this name, gone when the block ends.

    Raises ValueError for a name that is not in NAMES.
    """
    if database not in NAMES:
        raise ValueError(f"the database is {' or '.join(NAMES)}, not {database}")
    if database == "sqlite":
        yield {}
        return
    with postgres_database() as url:
        yield {"PORTAL_DATABASE_URL": url}
