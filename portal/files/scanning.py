"""Files leave the hold when the virus scanner has found them clean, and not before (T22).

The worker scans what is held, each minute, outside any transaction; nobody's upload waits for it. A scanner that is
down, too slow or not understood means held, never clean.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select, update

from portal import clock, jobs
from portal.config import Settings
from portal.db import Database
from portal.files import clamd, store
from portal.files.models import StoredFile

_AT_ONCE = 500
_MOST_FAILURES = 3
_said_that_nobody_scans = False
log = logging.getLogger(__name__)


def register() -> None:
    """Tell the worker how often to look."""
    jobs.every(minutes=1)(each_minute)


def each_minute(work: jobs.Work) -> None:
    """Scan what is held; where no scanner is set, say so once."""
    global _said_that_nobody_scans
    if work.settings.clamd is not None:
        scan_held(work.database, work.settings, clock.now)
    elif not work.settings.demo and not _said_that_nobody_scans:
        _said_that_nobody_scans = True
        log.warning("PORTAL_CLAMD is not set: no file is scanned, so all stay closed")


def scan_held(database: Database, settings: Settings, now: Callable[[], datetime]) -> int:
    """Scan the contents that are held, those never tried first, and return how many were found clean.

    What cannot be scanned is tried again in each round, after the others; three such in a row end the round. An alarm
    is raised, at most once an hour, when a file has waited for more than an hour.
    """
    clean = failures = 0
    why = ""
    for sha256 in _held(database):
        try:
            state = "clean" if _is_clean(settings, sha256) else "refused"
        except clamd.NoScanner as error:
            why = f"nobody answers at PORTAL_CLAMD: {error}"
            break
        except (clamd.CannotScan, OSError) as error:
            why = f"{type(error).__name__} {error}" if isinstance(error, clamd.CannotScan) else jobs.place(error)
            _write(database, sha256, scan_tried_at=now())
            failures += 1
            if failures == _MOST_FAILURES:
                break
            continue
        failures = 0
        clean += state == "clean"
        _write(database, sha256, state=state)
    if why:
        _say_that_files_wait(database, now(), why)
    return clean


def _held(database: Database) -> list[str]:
    with database.session() as db:
        return list(
            db.scalars(
                select(StoredFile.sha256)
                .where(StoredFile.state == "held")
                .group_by(StoredFile.sha256)
                .order_by(func.max(StoredFile.scan_tried_at).is_not(None), func.max(StoredFile.scan_tried_at))
                .order_by(func.min(StoredFile.received_at))
                .limit(_AT_ONCE)
            )
        )


def _is_clean(settings: Settings, sha256: str) -> bool:
    with (store.folder(settings) / sha256).open("rb") as content:
        return clamd.is_clean(content, address=str(settings.clamd), seconds=settings.limits.scan_seconds)


def _write(database: Database, sha256: str, **values: object) -> None:
    """Write down what the scanner said of a content, in every row of it that still waits."""
    with database.changes() as db:
        held = (StoredFile.sha256 == sha256, StoredFile.state == "held")
        ids = list(db.scalars(update(StoredFile).where(*held).values(**values).returning(StoredFile.id)))
    if values.get("state") == "refused":
        log.warning("the scanner refused %s", ", ".join(ids))


def _say_that_files_wait(database: Database, now: datetime, why: str) -> None:
    with database.session() as db:
        since = db.scalar(select(func.min(StoredFile.received_at)).where(StoredFile.state == "held"))
    log.warning("files wait for their scan: %s", why)
    if since is not None and jobs.waits_too_long("files wait for their scan", since=since, now=now):
        log.error("ALARM files cannot be scanned, one has waited since %s: %s", since.isoformat(), why)
