"""Who may see and do what on a matter: grants, and how one is opened in a browser."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from portal.complaints.grants import companions, private_code
from portal.complaints.matter.models import Event, Grant, Reference, Unlocking
from portal.db import ComplaintId, GrantId, PersonId, insert_rows, new_id
from portal.errors import NotFound
from portal.sealed import DUMMY, same

# What a person who complains for themselves may do on their matter.
EVERYTHING = "see add withdraw contact further"
# The same for the person the matter is about, and for others who may act on it: only the writer withdraws it.
AFFECTED = "see add contact further"
# For somebody who says that they act for another person, until that is confirmed: they see their own words and
# the dates, and send more. "own" is less than "see", "say" less than "add".
LIMITED = "own say contact"
IMPLIED_BY = {"own": "see", "say": "add"}


def begun(now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """Return the condition that a grant has begun.

    What was written down about its matter at that time or later shows it, too: a clock that was put back closes
    nothing that was open.
    """
    later = aliased(Event)
    since = exists().where(later.complaint_id == Grant.complaint_id, later.at >= Grant.begins_at)
    return or_(Grant.begins_at <= now, since.correlate(Grant))


def in_force(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a grant holds at this moment."""
    return and_(
        Grant.revoked_at.is_(None),
        begun(now),
        or_(Grant.ends_at.is_(None), Grant.ends_at > now),
    )


def find_by_code(db: Session, *, number: str, code: str, key: str, now: datetime) -> GrantId | None:
    """Return the id of the grant that a reference and a private code open together, or None.

    The reference must be one this grant's person was given. One look-up, one keyed hash and one constant-time
    compare whether anything is there or not, so that a wrong code, an unknown reference and somebody else's
    reference cost the same (threat T3).
    """
    given = private_code.hash_of(code, key)
    row = db.execute(
        select(Grant.id, Grant.code_hmac)
        .join(Reference, and_(Reference.complaint_id == Grant.complaint_id, Reference.person_id == Grant.person_id))
        .where(Reference.number == number, in_force(now))
    ).first()
    kept = row.code_hmac if row is not None and row.code_hmac else DUMMY
    return row.id if same(kept, given) and row is not None else None


def unlock(
    db: Session, *, grant_ids: Sequence[GrantId], session_hash: str, how: str, now: datetime, carry: str | None = None
) -> None:
    """Open grants in a session, if any, and carry over what the session it replaces had open.

    ``how`` is code, one_time_code or sent; what belongs to the matter opens along with it. ``carry`` is the hash of
    the session that was replaced.
    """
    opened = dict.fromkeys(grant_ids, how)
    if carry:
        for row in db.execute(
            select(Unlocking.grant_id, Unlocking.how).where(
                Unlocking.session_hash == carry, Unlocking.ended_at.is_(None)
            )
        ):
            opened.setdefault(row.grant_id, row.how)
    for grant_id in grant_ids:
        for along in companions.opened_with(db, grant_id=grant_id):
            opened.setdefault(along, companions.HOW)
    if not opened:
        return
    shared = {"session_hash": session_hash, "opened_at": now}
    insert_rows(
        db,
        Unlocking,
        [{"id": new_id(), "grant_id": one, "how": opened_how, **shared} for one, opened_how in opened.items()],
    )


def get_of_person(db: Session, *, complaint_id: ComplaintId, person_id: PersonId) -> Grant:
    """Return a person's grant on a matter. Raises NotFound."""
    grant = db.scalars(
        select(Grant).where(Grant.complaint_id == complaint_id, Grant.person_id == person_id)
    ).one_or_none()
    if grant is None:
        raise NotFound("grant")
    return grant


def renew_code(db: Session, *, grant_id: GrantId, key: str, now: datetime) -> str:
    """Give a grant a new private code and return it; the old one and every browser it opened are closed."""
    grant = db.get(Grant, grant_id)
    if grant is None:
        raise NotFound("grant")
    code = private_code.draw()
    grant.code_hmac = private_code.hash_of(code, key)
    db.flush()
    close(db, grant_id=grant_id, now=now)
    return code


def revoke(db: Session, *, grant_id: GrantId, now: datetime) -> None:
    """End a grant and close it in every browser from the next request on."""
    db.execute(update(Grant).where(Grant.id == grant_id, Grant.revoked_at.is_(None)).values(revoked_at=now))
    close(db, grant_id=grant_id, now=now)


def close(db: Session, *, grant_id: GrantId, now: datetime) -> None:
    """Close a grant in every browser; its code still opens it again."""
    db.execute(
        update(Unlocking).where(Unlocking.grant_id == grant_id, Unlocking.ended_at.is_(None)).values(ended_at=now)
    )
