"""One letter for many: what is over a mailbox's number waits, and leaves together (threat T16).

The first that waits is sent when its time has come; those that come meanwhile go with it, and share its fate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session, aliased

from portal import jobs
from portal.config import Limits
from portal.letters.outgoing import addresses
from portal.letters.outgoing.kinds import Channel
from portal.letters.outgoing.models import Letter, undone


@dataclass(frozen=True, slots=True)
class Waiting:
    """Where a letter waits: with the first of a queue, or (``first_id`` is None) as the first until ``not_before``."""

    queue: str
    first_id: str | None
    not_before: datetime


def find(db: Session, *, sort: str, address: str, channel: Channel, limits: Limits, now: datetime) -> Waiting:
    """Return where a letter of this sort waits for this address; who takes the first for sending waits for us.

    Letters are put together for one address only. So that tags, of which there is no end, make no more mail, the
    spellings of one mailbox with a tag leave one after the other; the plain address never waits for them.
    """
    place = addresses.place(address, channel)
    queue = addresses.queue_of(f"together:{sort}", addresses.lane(address, channel), channel)
    other = aliased(Letter)
    together = select(func.count()).where(other.goes_with == Letter.id).scalar_subquery()
    firsts = db.execute(
        select(Letter.id, Letter.address, Letter.not_before, together.label("together"))
        .where(
            Letter.queue == queue,
            Letter.goes_with.is_(None),
            Letter.tries == 0,
            Letter.held_at.is_(None),
            undone(),
        )
        .with_for_update()
    ).all()
    joined = [
        row.id
        for row in firsts
        if addresses.place(row.address, channel) == place and row.together < limits.gathered_most - 1
    ]
    latest = max((row.not_before or now for row in firsts), default=now)
    gap = timedelta(minutes=limits.gathering_minutes)
    return Waiting(queue, joined[0] if joined else None, max(now, latest) + gap)


def say_anew(db: Session, *, first_id: str | None, body: str) -> None:
    """Let the first of these say what the newest says: both are the same letter, asked for twice."""
    db.execute(update(Letter).where(Letter.id == (first_id or "")).values(body=body))


def going_with(db: Session, *, first_id: str) -> list[Letter]:
    """Return the letters that leave with another one, the oldest first: those nobody held or cancelled meanwhile."""
    waiting = select(Letter).where(
        Letter.goes_with == first_id, Letter.cancelled_at.is_(None), Letter.held_at.is_(None)
    )
    return list(db.scalars(waiting.order_by(Letter.made_at, Letter.id)))


def settle(db: Session) -> None:
    """Note of the letters that left with another one what became of it."""
    first = aliased(Letter)
    over = or_(first.sent_at.is_not(None), first.given_up_at.is_not(None), first.cancelled_at.is_not(None))
    done = db.execute(
        select(Letter.id, first.sent_at, first.given_up_at, first.cancelled_at)
        .join(first, Letter.goes_with == first.id)
        .where(undone(), over)
    ).all()
    for row in done:
        became = {"sent_at": row.sent_at, "given_up_at": row.given_up_at, "cancelled_at": row.cancelled_at}
        db.execute(update(Letter).where(Letter.id == row.id).values(**became))


def register() -> None:
    """Let the worker look each minute at what left together."""

    def each_minute(work: jobs.Work) -> None:
        with work.database.changes() as db:
            settle(db)

    jobs.every(minutes=1)(each_minute)
