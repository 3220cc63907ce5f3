"""Counting wrong tries at secrets: each makes the next wait longer, and a stranger's slow only the stranger down.

Tries are counted under an HMAC of what was *typed*, or of who asks, so that a name or reference that does not exist
slows down like one that does. What each secret is counted under, and why, stands in docs/security.md ("Guessing").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session

from portal.config import Limits, Settings
from portal.db import insert_rows, new_id, one_at_a_time
from portal.errors import Refusal
from portal.i18n import ngettext
from portal.sealed import keyed_hash
from portal.web.models import Attempt

# Built once: counted at every submission, code and sign-in.
_COUNTED = select(func.count()).where(
    Attempt.kind == bindparam("kind"), Attempt.key_hmac == bindparam("key_hmac"), Attempt.at > bindparam("since")
)


class Counted(NamedTuple):
    """What a try is counted under: a kind, what was typed or who asks, and how many tries are free."""

    kind: str
    typed: str
    free: int

    def key(self, settings: Settings) -> str:
        """Return the keyed hash that the rows of this count have."""
        return key(settings, self.kind, self.typed)


def key(settings: Settings, kind: str, typed: str) -> str:
    """Return what a try is counted under; capitals and spaces round the text make no difference."""
    return keyed_hash(settings.code_key, f"attempt:{kind}", typed.strip().casefold())


def record(db: Session, *, kind: str, key_hmac: str, now: datetime) -> str:
    """Count one try and return its id. ``kind`` has at most 16 characters."""
    attempt_id = new_id()
    insert_rows(db, Attempt, [{"id": attempt_id, "kind": kind, "key_hmac": key_hmac, "at": now}])
    return attempt_id


def count(db: Session, *, kind: str, key_hmac: str, since: datetime) -> int:
    """Return how many tries (or messages) were counted after an instant."""
    return int(db.connection().execute(_COUNTED, {"kind": kind, "key_hmac": key_hmac, "since": since}).scalar_one())


def by_target(limits: Limits, kind: str, typed: str) -> Counted:
    """Return what tries at one thing are counted under, such as a reference; ``kind`` has at most 16 characters."""
    return Counted(kind, typed, limits.free_tries)


def by_network(limits: Limits, kind: str, network: str) -> Counted:
    """Return what a network's tries at all things of a kind are counted under; ``kind`` has at most 12 characters."""
    return Counted(f"{kind}-net", network, limits.network_free_tries)


def wait_needed(db: Session, settings: Settings, counted: Counted, *, now: datetime) -> timedelta:
    """Return how long to wait before the next try; zero when it may be made now.

    After the free tries in the window the wait after the last one doubles with each, up to
    ``limits.delay_most_seconds``. It ends by itself, and is never longer than that: what was counted at a time that
    has not come yet, because the clock was put back, is left out (but for the seconds by which two processes differ).
    """
    limits = settings.limits
    row = db.execute(
        select(func.count(), func.max(Attempt.at)).where(
            Attempt.kind == counted.kind,
            Attempt.key_hmac == counted.key(settings),
            Attempt.at > now - timedelta(minutes=limits.tries_window),
            Attempt.at <= _latest(limits, now),
        )
    ).one()
    tries, last = int(row[0]), row[1]
    if tries < max(counted.free, 1):
        return timedelta(0)
    delay = _delay(tries - counted.free, limits)
    return max(timedelta(0), min(delay, last + delay - now))


def take(db: Session, settings: Settings, counted: Sequence[Counted], *, now: datetime) -> list[str]:
    """Count a try under each of these, and return the ids that `take_back` wants if it was right.

    Call it in a transaction of its own, so that the count stays whatever becomes of the request; a try that has
    to wait is not counted, and what was counted before the clock was put back is forgotten. Raises Refusal
    ``too_many_tries`` (429).
    """
    keys = {one: one.key(settings) for one in counted}
    for name in sorted(keys.values()):
        one_at_a_time(db, name)
    db.execute(delete(Attempt).where(Attempt.key_hmac.in_(keys.values()), Attempt.at > _latest(settings.limits, now)))
    wait = max(wait_needed(db, settings, one, now=now) for one in counted)
    if wait > timedelta(0):
        raise Refusal("too_many_tries", wait_words(wait), status=429)
    return [record(db, kind=one.kind, key_hmac=key_hmac, now=now) for one, key_hmac in keys.items()]


def take_back(db: Session, *, ids: Iterable[str]) -> None:
    """Forget tries that turned out right: only wrong ones slow anybody down."""
    db.execute(delete(Attempt).where(Attempt.id.in_(list(ids))))


def forget_old(db: Session, *, before: datetime) -> None:
    """Delete tries that count no more: they say when somebody knocked, so they are not kept."""
    db.execute(delete(Attempt).where(Attempt.at < before))


def wait_words(wait: timedelta) -> str:
    """Return what to say to somebody who must wait, in seconds or whole minutes."""
    seconds = max(1, -(-int(wait.total_seconds() * 1000) // 1000))
    if seconds < 60:
        return ngettext(
            "There have been too many tries. Wait %(num)s second, then try again.",
            "There have been too many tries. Wait %(num)s seconds, then try again.",
            seconds,
        )
    return ngettext(
        "There have been too many tries. Wait %(num)s minute, then try again.",
        "There have been too many tries. Wait %(num)s minutes, then try again.",
        -(-seconds // 60),
    )


def _latest(limits: Limits, now: datetime) -> datetime:
    """Return the instant after which nothing can have been counted, unless the clock was put back."""
    return now + timedelta(seconds=limits.clock_slack_seconds)


def _delay(over: int, limits: Limits) -> timedelta:
    # Beyond 2 to the 20th every delay is the longest one.
    return timedelta(seconds=min(limits.delay_most_seconds, limits.delay_base_seconds * 2 ** min(over, 20)))
