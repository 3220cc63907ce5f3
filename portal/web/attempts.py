"""Counting tries at secrets: each wrong one makes the next wait longer, and nobody is ever locked out.

Tries are counted under an HMAC of what was *typed*, so that a name or reference that does not exist slows down like
one that does, and under one of the network they come from.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

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


def wait_needed(
    db: Session, *, kind: str, keys: Iterable[str], limits: Limits, now: datetime, free: int | None = None
) -> timedelta:
    """Return how long to wait before the next try; zero when it may be made now.

    After ``free`` tries in the window (``limits.free_tries`` when not given) the wait after the last one doubles
    with each, up to ``limits.delay_most_seconds``. It ends by itself.
    """
    free = limits.free_tries if free is None else free
    since = now - timedelta(minutes=limits.tries_window)
    rows = db.execute(
        select(func.count(), func.max(Attempt.at))
        .where(Attempt.kind == kind, Attempt.key_hmac.in_(list(keys)), Attempt.at > since)
        .group_by(Attempt.key_hmac)
    )
    waits = [last + _delay(tries - free, limits) - now for tries, last in rows if tries >= free]
    return max([timedelta(0), *waits])


def take(db: Session, settings: Settings, *, kind: str, typed: str, network: str, now: datetime) -> list[str]:
    """Count a try before its secret is looked at, and return the ids that `take_back` wants if it was right.

    Call it in a transaction of its own, so that the count stays whatever becomes of the request; a try that has
    to wait is not counted. ``kind`` has at most 12 characters. Raises Refusal ``too_many_tries`` (429).
    """
    by_network = f"{kind}-net"
    typed_key, network_key = key(settings, kind, typed), key(settings, by_network, network)
    for name in sorted((typed_key, network_key)):
        one_at_a_time(db, name)
    limits = settings.limits
    wait = max(
        wait_needed(db, kind=kind, keys=[typed_key], limits=limits, now=now),
        wait_needed(db, kind=by_network, keys=[network_key], limits=limits, now=now, free=limits.network_free_tries),
    )
    if wait > timedelta(0):
        raise Refusal("too_many_tries", wait_words(wait), status=429)
    return [
        record(db, kind=kind, key_hmac=typed_key, now=now),
        record(db, kind=by_network, key_hmac=network_key, now=now),
    ]


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


def _delay(over: int, limits: Limits) -> timedelta:
    # Beyond 2 to the 20th every delay is the longest one.
    return timedelta(seconds=min(limits.delay_most_seconds, limits.delay_base_seconds * 2 ** min(over, 20)))
