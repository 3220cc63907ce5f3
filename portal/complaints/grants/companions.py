"""What opens along with a grant: the matter its own was joined into, and the matters that were split from it.

What only officers' word joined never opens along: each side opens with a code of its own (threat T35).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, exists, or_, select, true, update
from sqlalchemy.orm import Session

from portal.complaints.matter.correspondence import writer_of
from portal.complaints.matter.joining_models import Merge, Split
from portal.complaints.matter.models import Grant, Party, Unlocking
from portal.complaints.matter.surviving import own_merged_into, own_surviving, surviving
from portal.db import ComplaintId, GrantId, insert_rows, new_id

HOW = "joined"
"""How a grant was opened that came along with another: it is closed when what joined them is undone."""

BESIDE = "beside"
"""How a grant was opened beside another with which officers' word joined it: by a code sent to its own person."""

# Built once: making up a statement costs more than running it.
_TOUCHED = select(Grant.id).where(
    Grant.id == bindparam("grant_id"),
    or_(
        exists().where(Merge.merged_id == Grant.complaint_id),
        exists().where(Merge.surviving_id == Grant.complaint_id),
        exists().where(Split.first_id == Grant.complaint_id),
    ),
)


def find_surviving_grant(db: Session, *, grant_id: GrantId) -> GrantId | None:
    """Return the grant on the living matter of the same person in the same role.

    None when the matter itself lives, or nothing but officers' word joins it with the one that does.
    """
    grant = db.get(Grant, grant_id)
    if grant is None:
        return None
    survivor = own_surviving(db, grant.complaint_id)
    if survivor == grant.complaint_id:
        return None
    return find_counterpart(db, grant_id=grant_id, complaint_id=survivor)


def find_counterpart(db: Session, *, grant_id: GrantId, complaint_id: ComplaintId) -> GrantId | None:
    """Return the grant on another matter whose person has the same role there as this grant's person here, or None."""
    grant = db.get(Grant, grant_id)
    if grant is None:
        return None
    writer = writer_of(db, complaint_id=grant.complaint_id).id == grant.person_id
    their_writer = writer_of(db, complaint_id=complaint_id).id
    if writer:
        wanted = Grant.person_id == their_writer
    else:
        # A second representative is nobody's counterpart.
        affected = select(Party.person_id).where(Party.complaint_id == complaint_id, Party.role == "affected")
        own_role = select(Party.role).where(
            Party.complaint_id == grant.complaint_id, Party.person_id == grant.person_id, Party.role == "affected"
        )
        wanted = and_(Grant.person_id != their_writer, Grant.person_id.in_(affected), own_role.exists())
    return db.scalars(select(Grant.id).where(Grant.complaint_id == complaint_id, wanted).limit(1)).first()


def opened_with(db: Session, *, grant_id: GrantId) -> list[GrantId]:
    """Return the grants that open along with this one, living matters first; one query for most, who have none."""
    if db.scalars(_TOUCHED, {"grant_id": grant_id}).first() is None:
        return []
    survivor = find_surviving_grant(db, grant_id=grant_id)
    first = db.get(Grant, survivor or grant_id)
    if first is None:
        return []
    firsts = [first.complaint_id, *own_merged_into(db, first.complaint_id)]
    parts = db.scalars(
        select(Grant.id)
        .join(Split, Split.second_id == Grant.complaint_id)
        .outerjoin(Merge, and_(Merge.merged_id == Split.second_id, Merge.undone_at.is_(None), Merge.known_by != "word"))
        .where(Split.first_id.in_(firsts), Grant.person_id == first.person_id, Merge.id.is_(None))
    )
    return [*([survivor] if survivor else []), *parts]


def find_living_beside(db: Session, *, grant_id: GrantId, session_hash: str) -> GrantId | None:
    """Return the grant on the living matter that officers' word joined this one's with, if it is open here by itself.

    None where it is not: whoever opened this side alone sees this side alone.
    """
    grant = db.get(Grant, grant_id)
    if grant is None:
        return None
    other = find_counterpart(db, grant_id=grant_id, complaint_id=surviving(db, grant.complaint_id))
    return other if other is not None and is_open_by_itself(db, grant_id=other, session_hash=session_hash) else None


def is_open_by_itself(db: Session, *, grant_id: GrantId, session_hash: str) -> bool:
    """Tell whether a grant is open in this browser by a code of its own, not because another came along."""
    opened = select(Unlocking.id).where(
        Unlocking.grant_id == grant_id,
        Unlocking.session_hash == session_hash,
        Unlocking.ended_at.is_(None),
        Unlocking.how != HOW,
    )
    return db.scalars(opened).first() is not None


def open_beside(db: Session, *, grant_id: GrantId, session_hash: str, now: datetime) -> None:
    """Open the other side in a browser whose visitor entered the code that was sent to that side's person."""
    if not is_open_by_itself(db, grant_id=grant_id, session_hash=session_hash):
        _open(db, grant_id, session_hash=session_hash, how=BESIDE, now=now)


def opened_by_themselves(db: Session, *, grant_id: GrantId, session_hash: str) -> GrantId | None:
    """Return the grant that somebody opened with a code of their own, where this one is open in their browser, or None.

    It is another one where this one only came along with it: that the two are one matter is an officer's word.
    """
    opened = select(Unlocking).where(Unlocking.session_hash == session_hash, Unlocking.ended_at.is_(None))
    rows = {row.grant_id: row for row in db.scalars(opened)}
    if grant_id in rows and rows[grant_id].how != HOW:
        return grant_id
    for row in rows.values():
        if row.how != HOW and grant_id in opened_with(db, grant_id=row.grant_id):
            return row.grant_id
    return None


def open_along(db: Session, *, grant_id: GrantId, now: datetime) -> None:
    """Open what belongs to a grant in every browser in which that grant is open now."""
    sessions = list(
        db.scalars(select(Unlocking.session_hash).where(Unlocking.grant_id == grant_id, Unlocking.ended_at.is_(None)))
    )
    for other in opened_with(db, grant_id=grant_id):
        for session_hash in sessions:
            _open(db, other, session_hash=session_hash, how=HOW, now=now)


def close_along(db: Session, *, complaint_ids: Sequence[ComplaintId], now: datetime) -> None:
    """Close what opened on these matters only because another belonged to them."""
    _close(db, complaint_ids, HOW, now)


def close_beside(db: Session, *, complaint_ids: Sequence[ComplaintId], now: datetime) -> None:
    """Close what was opened on these matters beside another by a code of theirs, asked for because they were joined."""
    _close(db, complaint_ids, BESIDE, now)


def close_all(db: Session, *, complaint_ids: Sequence[ComplaintId], now: datetime) -> None:
    """Close these matters in every browser; each person's own code opens them again."""
    _close(db, complaint_ids, None, now)


def _close(db: Session, complaint_ids: Sequence[ComplaintId], how: str | None, now: datetime) -> None:
    theirs = select(Grant.id).where(Grant.complaint_id.in_(complaint_ids))
    opened = true() if how is None else Unlocking.how == how
    db.execute(
        update(Unlocking)
        .where(Unlocking.grant_id.in_(theirs), opened, Unlocking.ended_at.is_(None))
        .values(ended_at=now)
    )


def _open(db: Session, grant_id: GrantId, *, session_hash: str, how: str, now: datetime) -> None:
    row = db.scalars(
        select(Unlocking).where(Unlocking.grant_id == grant_id, Unlocking.session_hash == session_hash)
    ).one_or_none()
    if row is None:
        opened = {"id": new_id(), "session_hash": session_hash, "grant_id": grant_id, "how": how, "opened_at": now}
        insert_rows(db, Unlocking, [opened])
    elif row.ended_at is not None or how == BESIDE:
        row.ended_at, row.how, row.opened_at = None, how, now
        db.flush()
