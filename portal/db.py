"""Engine, sessions and column types: the one place that knows which database this is."""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NewType, cast

import psycopg
from sqlalchemy import JSON, DateTime, Engine, Insert, MetaData, Table, create_engine, event, func, insert, select
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect, ExceptionContext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from portal.config import PATIENT, Waits
from portal.errors import NotNow

_LOOK_AGAIN_SECONDS = 0.002
# SQLite's READONLY, IOERR, CORRUPT, CANTOPEN and NOTADB: a connection does not get over them.
_PAST_HELP = {8, 10, 11, 14, 26}
log = logging.getLogger(__name__)
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

    On SQLite writers queue on a lock file beside the database (``fcntl.flock``) before ``BEGIN IMMEDIATE``: each
    looks every 2 ms, where SQLite's own busy handler looks ever more seldom and starves. ``waits`` bounds every wait.
    """

    def __init__(self, url: str, *, synchronous: str = "FULL", waits: Waits = PATIENT) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.waits = waits
        self._synchronous = synchronous
        self._turn: Path | None = None
        self._stuck = False
        # The connection that was used last is used next: its cache is warm.
        options: dict[str, Any] = {"hide_parameters": True, "pool_timeout": waits.turn, "pool_use_lifo": True}
        if self.is_sqlite:
            path = Path(str(self.url.database))
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                # Its owner's alone; SQLite gives the files beside it the same mode.
                path.touch(mode=0o600)
            self._turn = path.with_name(path.name + ".turn")
            options["connect_args"] = {"timeout": waits.lock, "check_same_thread": False}
        else:
            options["pool_pre_ping"] = True
            options["connect_args"] = {"connect_timeout": waits.connect, "options": _server_options(waits)}
        self.engine: Engine = create_engine(self.url, **options)
        if self._turn is not None:
            _prepare_sqlite(self.engine, synchronous, waits)
            _watch_log(self.engine, Path(f"{self.url.database}-wal"))
        else:
            _prepare_postgres(self.engine, waits)
        self._writers = self.engine.execution_options(**{_WRITES: True})

    def patient(self) -> Database:
        """Return the same database with the waits of commands and the worker."""
        return Database(self.url.render_as_string(hide_password=False), synchronous=self._synchronous)

    def session(self) -> Session:
        """Return a session for reading. Nothing is ever written on it."""
        return Session(self.engine, expire_on_commit=False, autoflush=False)

    @contextmanager
    def changes(self, *, at_once: bool = False) -> Iterator[Session]:
        """Open a writing session, commit it at the end, roll it back on any exception.

        What was asked for with `after_commit` is then done, when the writers' turn is given back. With ``at_once``
        nobody waits for the turn. Raises NotNow when the turn does not come in time.
        """
        with self._my_turn(at_once=at_once), Session(self._writers, expire_on_commit=False) as db, db.begin():
            self._begin(db)
            yield db
        for call in db.info.pop(_AFTER, ()):
            call()

    def _begin(self, db: Session) -> None:
        """Begin in the database; while that fails, whoever comes next does not wait long."""
        try:
            db.connection()
        except DBAPIError:
            self._stuck = True
            raise
        self._stuck = False

    @contextmanager
    def _my_turn(self, *, at_once: bool) -> Iterator[None]:
        if self._turn is None:
            yield
            return
        try:
            handle = os.open(self._turn, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise NotNow("the writers' turn") from error
        try:
            self._wait_for(handle, at_once=at_once)
            yield
        finally:
            os.close(handle)

    def _wait_for(self, handle: int, *, at_once: bool) -> None:
        began = time.monotonic()
        longest = 0.0 if at_once else self.waits.moment if self._stuck else self.waits.turn
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                waited = time.monotonic() - began
                if waited >= longest:
                    raise NotNow("the writers' turn") from None
                if waited > self.waits.lock:
                    self._stuck = True
                time.sleep(_LOOK_AGAIN_SECONDS)
            else:
                return

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


class _Bounded(psycopg.Connection[Any]):
    """A connection that gives up on a server which says nothing, such as a stopped one.

    The server's own bounds need a server that runs, and the kernel answers keepalives for one that does not.
    """

    longest: float | None = None

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for an answer; after ``longest`` seconds close the connection and raise OperationalError."""
        try:
            return super().wait(gen, interval, timeout or self.longest)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == psycopg.pq.TransactionStatus.ACTIVE:
                # Nobody can tell where in the answer it stands.
                self.pgconn.finish()
            raise


def _server_options(waits: Waits) -> str:
    """Return PostgreSQL's own bounds as connection options; 0 is without end there, too."""
    bounds = {
        "lock_timeout": waits.turn if waits.statement else 0,
        "statement_timeout": waits.statement,
        "idle_in_transaction_session_timeout": waits.idle,
    }
    return " ".join(f"-c {name}={round(seconds * 1000)}" for name, seconds in bounds.items())


def _prepare_postgres(engine: Engine, waits: Waits) -> None:
    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: Dialect, _entry: ConnectionPoolEntry, args: Any, options: Any) -> DBAPIConnection:
        connection = _Bounded.connect(*args, **options)
        connection.longest = waits.answer or None
        return cast(DBAPIConnection, connection)


def _prepare_sqlite(engine: Engine, synchronous: str, waits: Waits) -> None:
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
            f"busy_timeout={round(waits.lock * 1000)}",
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

    @event.listens_for(engine, "handle_error")
    def _drop(context: ExceptionContext) -> None:
        code = getattr(context.original_exception, "sqlite_errorcode", 0)
        if code & 0xFF in _PAST_HELP:
            # Every pooled connection is opened anew: a file that could not be written stays so for who opened it then.
            context.is_disconnect = True


def _watch_log(engine: Engine, log_file: Path) -> None:
    """Refuse to write once somebody removed the file of what was committed last: it would be lost with the process.

    While a connection is open nobody but a mistake takes it away. What it holds is put into the database where that
    is safe. The look costs one `stat` for each write.
    """
    held: dict[str, int] = {"connections": 0}

    @event.listens_for(engine, "connect")
    def _opened(_connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        held["connections"] += 1

    @event.listens_for(engine, "close")
    def _closed(_connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        held["connections"] -= 1
        if not held["connections"]:
            held.pop("file", None)

    @event.listens_for(engine, "begin")
    def _look(connection: Connection) -> None:
        if not connection.get_execution_options().get(_WRITES, False):
            return
        found = log_file.stat().st_ino if log_file.exists() else 0
        if held.setdefault("file", found) == found:
            return
        log.error("ALARM: %s was removed while the portal ran. Stop the web and the worker, then start both", log_file)
        connection.exec_driver_sql("ROLLBACK")
        if not found:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        raise NotNow("the write-ahead log")


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()
