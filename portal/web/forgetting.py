"""What the worker forgets by itself: tries that count no more."""

from __future__ import annotations

from datetime import timedelta

from portal import clock, jobs
from portal.web import attempts

# The longest count, of messages and of codes, looks back a day.
_KEPT = timedelta(days=2)


def register() -> None:
    """Tell the worker how often to look."""
    jobs.every(minutes=30)(forget_tries)


def forget_tries(work: jobs.Work) -> None:
    """Delete counted tries that are too old to make anybody wait: they say when somebody knocked."""
    with work.database.changes() as db:
        attempts.forget_old(db, before=clock.now() - _KEPT)
