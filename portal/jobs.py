"""Background work: the one module that touches the job engine (huey).

The truth is always a row of ours, and sweeps find what is undone: each runs in a thread of the worker's own, which
asks nothing of the engine. The engine only wakes the worker sooner. Losing every engine table, or the engine itself,
loses no work (docs/decisions/0006-job-engine.md).
"""

from __future__ import annotations

import json
import logging
import signal
import sqlite3
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from huey import PostgresHuey, SqliteHuey
from huey.api import Huey
from huey.consumer import Consumer
from huey.registry import Message
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.db import Database, after_commit

TABLES = "huey"
"""How the names of the engine's tables begin; migrations leave them alone."""

_SWEEP = "sweep "
_THREADS = 2
_LONGEST_SLEEP_SECONDS = 1.0
_LONGEST_STOP_SECONDS = 60
_LOOK_SECONDS = 10.0
_LONGEST_WAIT = timedelta(hours=1)
_ALARM_AGAIN = timedelta(hours=1)
# What SQLite says when a file is whole and somebody or something else is in the way.
_PASSING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_NOMEM}
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Work:
    """What every job works with."""

    database: Database
    settings: Settings


Handler = Callable[[Work, str], None]
Sweep = Callable[[Work], None]

_handlers: dict[str, Handler] = {}
_sweeps: dict[str, tuple[int, Sweep]] = {}
_sweeping: dict[str, threading.Lock] = {}
_settings: Settings | None = None
_opened: _Opened | None = None
_opening = threading.Lock()
_alarmed: dict[str, datetime] = {}


def handler(name: str) -> Callable[[Handler], Handler]:
    """Register what a wake-up of this name does: ``handle(work, id)``. It must bear being called twice or in vain."""

    def registered(function: Handler) -> Handler:
        _handlers[name] = function
        return function

    return registered


def every(*, minutes: int) -> Callable[[Sweep], Sweep]:
    """Register a sweep, ``sweep(work)``, run when the worker starts and then every so many minutes (1 to 59).

    One process never runs the same sweep twice at once; two workers may, so it must bear that.
    """

    def registered(function: Sweep) -> Sweep:
        name = f"{function.__module__}.{function.__name__}"
        _sweeps[name], _sweeping[name] = (minutes, function), threading.Lock()
        return function

    return registered


def alarm_is_due(what: str, now: datetime) -> bool:
    """Tell whether to raise this alarm: not when the same was raised here less than an hour ago."""
    last = _alarmed.get(what)
    if last is not None and abs(now - last) < _ALARM_AGAIN:
        return False
    _alarmed[what] = now
    return True


def waits_too_long(what: str, *, since: datetime, now: datetime) -> bool:
    """Tell whether to raise this alarm: something has waited for an hour since then, and nobody heard of it lately."""
    return now - since >= _LONGEST_WAIT and alarm_is_due(what, now)


def use(settings: Settings) -> None:
    """Choose the engine's store for this process; it is opened at the first wake-up, after a server has forked.

    Tests wake nobody: they deliver and sweep when they want to.
    """
    global _settings
    _close()
    _settings = None if settings.testing else settings


def wake_after(db: Session, name: str, id_: str) -> None:
    """Wake the worker for one thing, by its id, once this transaction is committed."""
    after_commit(db, partial(wake, name, id_))


def wake(name: str, id_: str) -> None:
    """Wake the worker for one thing, by its id. Never fails: what is not woken is swept."""
    if _settings is None:
        return
    # Twice: the store may be another by then, or the worker may be making its tables at this moment.
    for last in (False, True):
        try:
            _put(_settings, name, id_)
        except Exception as error:
            _close()
            if last:
                log.warning("the worker could not be woken, the sweep will do it: %s", place(error))
        else:
            return


def _put(settings: Settings, name: str, id_: str) -> None:
    global _opened
    with _opening:
        if _opened is not None and _opened.file_id != _file_id(settings, _opened.engine):
            # The worker put a broken file aside and made another.
            _close()
        if _opened is None:
            _opened = _open(settings, None)
        opened = _opened
    opened.put(name, id_)


def sweep(work: Work) -> None:
    """Run every sweep once, here and now; one that fails does not keep the others."""
    for name in _sweeps:
        _run(work, _SWEEP + name, "")


def place(error: BaseException) -> str:
    """Return what kind of error it was and where, for a log: its message may hold somebody's words."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    return " ".join([type(error).__name__, *(f"{frame.name}:{frame.lineno}" for frame in last)])


def run_worker(database: Database, settings: Settings) -> None:
    """Work until SIGTERM or SIGINT; what is in hand is finished first, a second signal ends it at once."""
    work, stopping = Work(database, settings), threading.Event()

    def stop(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.default_int_handler)
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    logging.getLogger("huey").setLevel(logging.WARNING)
    # One thread each: a mailbox that hangs keeps no letter waiting.
    sweeping = [
        threading.Thread(target=_sweep_on_time, args=(work, name, stopping), name=name, daemon=True) for name in _sweeps
    ]
    for thread in sweeping:
        thread.start()
    engine = _Engine(work)
    while not stopping.is_set():
        engine.look_after()
        stopping.wait(_LOOK_SECONDS)
    until = time.monotonic() + _LONGEST_STOP_SECONDS
    engine.stop()
    for thread in sweeping:
        thread.join(max(0.0, until - time.monotonic()))


class _Engine:
    """The worker's job engine, as long as there is one that works."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._opened: _Opened | None = None
        self._consumer: Consumer | None = None

    def look_after(self) -> None:
        """Start the engine, or start it anew when it is broken. Never fails: without it the sweeps do the work."""
        for _try in range(2):
            try:
                self._look_or_start()
            except Exception as error:
                if alarm_is_due("engine", datetime.now(UTC)):
                    log.error("ALARM the job engine does not work, letters leave each minute: %s", place(error))  # noqa: TRY400
                self.stop()
                if _is_broken(error) and not _put_aside(self._work.settings):
                    return
            else:
                return

    def stop(self) -> None:
        """Finish the jobs in hand and close the engine."""
        if self._consumer is not None:
            self._consumer.stop(graceful=True)
        if self._opened is not None:
            with suppress(Exception):
                self._opened.engine.storage.close()
        self._consumer = self._opened = None

    def _look_or_start(self) -> None:
        if self._consumer is not None and self._opened is not None:
            _look(self._opened, self._work.settings)
            self._consumer.check_worker_health()
            return
        self._opened = _open(self._work.settings, self._work)
        _look_through(self._opened.engine)
        _look(self._opened, self._work.settings)
        self._consumer = _Consumer(
            self._opened.engine,
            workers=_THREADS,
            periodic=False,
            initial_delay=0.1,
            max_delay=_LONGEST_SLEEP_SECONDS,
            shutdown_timeout=_LONGEST_STOP_SECONDS,
        )
        self._consumer.start()


class _Consumer(Consumer):  # type: ignore[misc]
    """huey's threads without its signals: the worker has its own."""

    def _set_signal_handlers(self) -> None:
        pass


class _AsJson:
    """Jobs are kept as JSON: huey's own way, pickle, would run whatever somebody wrote into its table."""

    def serialize(self, job: Message) -> bytes:
        return json.dumps(job).encode("ascii")

    def deserialize(self, kept: bytes) -> Message:
        return Message(*json.loads(bytes(kept)))


@dataclass(frozen=True, slots=True)
class _Opened:
    """An engine, what puts a job into it, and which file that is; None on PostgreSQL."""

    engine: Huey
    put: Callable[[str, str], object]
    file_id: tuple[int, int] | None


def _open(settings: Settings, work: Work | None) -> _Opened:
    """Open the engine; without ``work`` it only puts jobs. Makes what is missing of its store."""
    url = make_url(settings.database_url)
    options: dict[str, Any] = {"name": "portal", "results": False, "serializer": _AsJson()}
    if url.get_backend_name() == "postgresql":
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        engine = PostgresHuey(dsn=plain, table_prefix=TABLES, **options)
    else:
        settings.var.mkdir(parents=True, exist_ok=True)
        # A wake-up lost in a power cut is made good by the sweep, so nothing waits for the disk.
        engine = SqliteHuey(filename=str(_file(settings)), fsync=False, **options)

    def job(name: str, id_: str) -> None:
        if work is not None:
            _run(work, name, id_)

    return _Opened(engine, engine.task()(job), _file_id(settings, engine))


def _close() -> None:
    global _opened
    if _opened is not None:
        with suppress(Exception):
            _opened.engine.storage.close()
    _opened = None


def _file(settings: Settings) -> Path:
    return settings.var / "jobs.sqlite3"


def _file_id(settings: Settings, engine: Huey) -> tuple[int, int] | None:
    """Return which file stands under the engine's name, None where there is none."""
    if not isinstance(engine, SqliteHuey):
        return None
    try:
        found = _file(settings).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _look(opened: _Opened, settings: Settings) -> None:
    """Look whether an engine is there and can be read and written. Raises what its store does."""
    if opened.file_id != _file_id(settings, opened.engine):
        raise FileNotFoundError
    opened.engine.storage.queue_size()
    with opened.engine.storage.db(commit=True):
        pass  # Its transaction is begun as a writer's.


def _look_through(engine: Huey) -> None:
    """Look at the whole of an engine's file. Raises sqlite3.DatabaseError when it is broken."""
    if isinstance(engine, SqliteHuey) and engine.storage.sql("PRAGMA quick_check(1)", results=True) != [("ok",)]:
        raise sqlite3.DatabaseError


def _is_broken(error: Exception) -> bool:
    """Whether an engine's file is at fault, and not somebody who holds it or a full disk."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return isinstance(error, sqlite3.DatabaseError) and code & 0xFF not in _PASSING


def _put_aside(settings: Settings) -> bool:
    """Rename a broken engine file, with what belongs to it, to be looked at; tell whether that was done."""
    file = _file(settings)
    aside = f"{file.name}.broken-{datetime.now(UTC):%Y%m%dT%H%M%S}"
    try:
        for end in ("", "-wal", "-shm"):
            part = file.with_name(file.name + end)
            if part.exists():
                part.rename(file.with_name(aside + end))
    except OSError as error:
        log.warning("the job engine's file cannot be put aside: %s", place(error))
        return False
    log.error("ALARM the job engine's file was broken and is put aside as %s", aside)
    return True


def _sweep_on_time(work: Work, name: str, stopping: threading.Event) -> None:
    """Run one sweep at once and then every so many minutes."""
    minutes, _function = _sweeps[name]
    while not stopping.is_set():
        _run(work, _SWEEP + name, "")
        stopping.wait(minutes * 60)


def _run(work: Work, name: str, id_: str) -> None:
    """Do one job. What it raises is logged, and the sweep does it again."""
    try:
        if not name.startswith(_SWEEP):
            _handlers[name](work, id_)
            return
        swept = name.removeprefix(_SWEEP)
        if _sweeping[swept].acquire(blocking=False):
            try:
                _sweeps[swept][1](work)
            finally:
                _sweeping[swept].release()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        # Native code that panics raises what is no Exception; it must not end the thread it happens in.
        log.error("job %s %s failed: %s", name, id_, place(error))  # noqa: TRY400
