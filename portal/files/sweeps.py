"""What the worker does with files by itself: it scans them, and clears away contents that no row names."""

from __future__ import annotations

import logging

from portal import clock, jobs
from portal.files import scanning, store

log = logging.getLogger(__name__)


def register() -> None:
    """Tell the worker how often to look."""
    scanning.register()
    jobs.every(minutes=30)(each_half_hour)


def each_half_hour(work: jobs.Work) -> None:
    """Remove contents without a row: left by a crash, or forgotten with their draft."""
    gone = store.sweep(work.database, work.settings, now=clock.now())
    if gone:
        log.info("%s contents that no row names were removed", gone)
