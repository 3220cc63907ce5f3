"""Background work: the one module that touches the job engine (huey).

The truth is always a row of ours; the engine only wakes the worker sooner than the sweep that runs each minute
would. Losing every engine table loses no work (docs/decisions/0006-job-engine.md).
"""

from __future__ import annotations

import json
import logging
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from huey import PostgresHuey, SqliteHuey
from huey.api import Huey, crontab
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
_opened: tuple[Huey, Callable[[str, str], object]] | None = None
_opening = threading.Lock()


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


def use(settings: Settings) -> None:
    """Choose the engine's store for this process; it is opened at the first wake-up, after a server has forked.

    Tests wake nobody: they deliver and sweep when they want to.
    """
    global _settings, _opened
    if _opened is not None:
        _opened[0].storage.close()
    _settings, _opened = None if settings.testing else settings, None


def wake_after(db: Session, name: str, id_: str) -> None:
    """Wake the worker for one thing, by its id, once this transaction is committed."""
    after_commit(db, partial(wake, name, id_))


def wake(name: str, id_: str) -> None:
    """Wake the worker for one thing, by its id. Never fails: what is not woken is swept."""
    global _opened
    if _settings is None:
        return
    try:
        with _opening:
            if _opened is None:
                _opened = _open(_settings, None)
        _opened[1](name, id_)
    except Exception as error:
        log.warning("the worker could not be woken, the sweep will do it: %s", place(error))


def sweep(work: Work) -> None:
    """Run every sweep once, here and now; one that fails does not keep the others."""
    for name in _sweeps:
        _run(work, _SWEEP + name, "")


def place(error: Exception) -> str:
    """Return what kind of error it was and where, for a log: its message may hold somebody's words."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    return " ".join([type(error).__name__, *(f"{frame.name}:{frame.lineno}" for frame in last)])


def run_worker(database: Database, settings: Settings) -> None:
    """Work until SIGTERM or SIGINT; the job in hand is finished first."""
    work = Work(database, settings)
    engine, put = _open(settings, work)
    started: list[bool] = []

    def each_minute() -> None:
        minute = datetime.now(UTC).minute
        for name, (minutes, _function) in _sweeps.items():
            if minute % minutes == 0 or not started:
                put(_SWEEP + name, "")
        started.append(True)

    engine.periodic_task(crontab())(each_minute)
    logging.getLogger("huey").setLevel(logging.WARNING)
    Consumer(
        engine,
        workers=_THREADS,
        initial_delay=0.1,
        max_delay=_LONGEST_SLEEP_SECONDS,
        graceful_signal="TERM",
        shutdown_timeout=_LONGEST_STOP_SECONDS,
    ).run()


class _AsJson:
    """Jobs are kept as JSON: huey's own way, pickle, would run whatever somebody wrote into its table."""

    def serialize(self, job: Message) -> bytes:
        return json.dumps(job).encode("ascii")

    def deserialize(self, kept: bytes) -> Message:
        return Message(*json.loads(bytes(kept)))


def _open(settings: Settings, work: Work | None) -> tuple[Huey, Callable[[str, str], object]]:
    """Return the engine and what puts a job into it; without ``work`` it only puts."""
    url = make_url(settings.database_url)
    options: dict[str, Any] = {"name": "portal", "results": False, "serializer": _AsJson()}
    if url.get_backend_name() == "postgresql":
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        engine = PostgresHuey(dsn=plain, table_prefix=TABLES, **options)
    else:
        settings.var.mkdir(parents=True, exist_ok=True)
        # A wake-up lost in a power cut is made good by the sweep, so nothing waits for the disk.
        engine = SqliteHuey(filename=str(settings.var / "jobs.sqlite3"), fsync=False, **options)

    def job(name: str, id_: str) -> None:
        if work is not None:
            _run(work, name, id_)

    return engine, engine.task()(job)


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
    except Exception as error:
        log.error("job %s %s failed: %s", name, id_, place(error))  # noqa: TRY400
