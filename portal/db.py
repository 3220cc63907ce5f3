"""Engine, sessions and column types: the one place that knows which database this is."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NewType, cast

from sqlalchemy import JSON, DateTime, Engine, Insert, MetaData, Table, create_engine, event, func, insert, select
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

_WRITES = "portal_writes"
_AFTER = "portal_after_commit"

# Ids of rows, each a type of its own: one thing's id where another's is asked for fails before the portal runs.
ComplaintId = NewType("ComplaintId", str)
PersonId = NewType("PersonId", str)
OfficerId = NewType("OfficerId", str)
GrantId = NewType("GrantId", str)


def new_id() -> str:
    """Return 128 random bits as 32 hexadecimal digits: ids are made before the insert, and cannot be guessed."""
    return secrets.token_hex(16)


def one_at_a_time(db: Session, name: str) -> None:
    """Make every other transaction that names the same thing wait until this one ends.

    PostgreSQL only: on SQLite writers take turns anyhow. Who takes several names takes them in sorted order.
    """
    if db.get_bind().dialect.name == "postgresql":
        number = int(hashlib.sha256(name.encode()).hexdigest()[:15], 16)
        db.execute(select(func.pg_advisory_xact_lock(number)))


def after_commit(db: Session, call: Callable[[], None]) -> None:
    """Do something once this session's transaction is committed, and not at all when it is rolled back.

    ``call`` must not raise: what was committed stands whatever becomes of it.
    """
    db.info.setdefault(_AFTER, []).append(call)


def insert_rows(db: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns; a column left out gets its default.

    For the busiest writes: no objects are made, and the statement of a table is built once.
    """
    if rows:
        db.flush()
        db.connection().execute(_insert_into(model), list(rows))


@cache
def _insert_into(model: type[Base]) -> Insert:
    return insert(cast(Table, model.__table__))


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant. SQLite keeps it without its zone, so the zone is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive instants: they are the usual way to lose an hour."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables, with constraint names that refusals can be translated by."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Instant, dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012


class Database:
    """One database: reading sessions, and writing sessions that take turns.

    On SQLite writers queue on a lock file beside the database (``fcntl.flock``) before ``BEGIN IMMEDIATE``: the
    kernel wakes the next one at once, where SQLite's own busy handler polls and starves.
    """

    def __init__(self, url: str, *, synchronous: str = "FULL") -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._turn: Path | None = None
        options: dict[str, Any] = {"hide_parameters": True}
        if self.is_sqlite:
            path = Path(str(self.url.database))
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                # Its owner's alone; SQLite gives the files beside it the same mode.
                path.touch(mode=0o600)
            self._turn = path.with_name(path.name + ".turn")
            options["connect_args"] = {"timeout": 30, "check_same_thread": False}
        else:
            options["pool_pre_ping"] = True
        self.engine: Engine = create_engine(self.url, **options)
        if self.is_sqlite:
            _prepare_sqlite(self.engine, synchronous)
        self._writers = self.engine.execution_options(**{_WRITES: True})

    def session(self) -> Session:
        """Return a session for reading. Nothing is ever written on it."""
        return Session(self.engine, expire_on_commit=False, autoflush=False)

    @contextmanager
    def changes(self) -> Iterator[Session]:
        """Open a writing session, commit it at the end, roll it back on any exception.

        What was asked for with `after_commit` is then done, when the writers' turn is given back.
        """
        with self._my_turn(), Session(self._writers, expire_on_commit=False) as db, db.begin():
            yield db
        for call in db.info.pop(_AFTER, ()):
            call()

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        if self._turn is None:
            yield
            return
        handle = os.open(self._turn, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def _prepare_sqlite(engine: Engine, synchronous: str) -> None:
    @event.listens_for(engine, "connect")
    def _pragmas(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # The driver must not open transactions by itself: the begin event below does.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={synchronous}",
            "foreign_keys=ON",
            "secure_delete=ON",
            "busy_timeout=30000",
            "trusted_schema=OFF",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        # By itself it knows English letters only; no index is built on it.
        connection.create_function("lower", 1, _lower, deterministic=True)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()
