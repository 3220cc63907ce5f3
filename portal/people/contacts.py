"""Ways to reach a person: e-mail, phone and post, as typed and as compared."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db import PersonId
from portal.errors import Refusal
from portal.i18n import lazy
from portal.people import own_rows
from portal.people.models import ContactPoint, Person

# Whose address it is (`ContactPoint.whose`), where we may write to it: asked of a child only (threat T41).
WRITTEN_TO = frozenset({"", "mine"})
NOT_TO_USE = {
    "email": lazy("They asked us not to use email. Choose another way."),
    "phone": lazy("They asked us not to use the phone. Choose another way."),
    "post": lazy("They asked us not to use post. Choose another way."),
}


def in_use(db: Session, *, person_id: PersonId) -> list[ContactPoint]:
    """Return a person's contact points that were not replaced, the oldest first."""
    return list(
        db.scalars(
            select(ContactPoint)
            .where(ContactPoint.person_id == person_id, ContactPoint.ended_at.is_(None))
            .order_by(ContactPoint.added_at, ContactPoint.id)
        )
    )


def written_to(db: Session, *, person_id: PersonId) -> list[ContactPoint]:
    """Return a person's contact points that we may write to or call by ourselves, the oldest first.

    Left out: what a child did not call their own (T41), what somebody else gave for them and they never answered at
    (T5), and the ways they asked us not to use.
    """
    not_by = ways_not_to_use(db, person_id=person_id)
    return [one for one in in_use(db, person_id=person_id) if may_write(one) and one.kind not in not_by]


def ways_not_to_use(db: Session, *, person_id: PersonId) -> frozenset[str]:
    """Return the kinds of contact (email, phone, post) that a person asked us not to use, on whichever matter.

    What they said last counts: a way that they gave on this row since they asked may be used for it.
    """
    rows = db.execute(
        select(Person.not_by, func.coalesce(Person.needs_checked_at, Person.created_at).label("said_at")).where(
            Person.id.in_(own_rows.rows_of(db, person_id, proven=True)), Person.not_by != ""
        )
    ).all()
    given = {one.kind: one.added_at for one in in_use(db, person_id=person_id) if one.given_by is None} if rows else {}
    return frozenset(way for row in rows for way in row.not_by.split() if way not in given or given[way] <= row.said_at)


def require_way(db: Session, *, person_id: PersonId, kind: str) -> None:
    """Refuse a way that the person asked us not to use. Raises Refusal ``way_not_to_use``."""
    if kind in ways_not_to_use(db, person_id=person_id):
        raise Refusal("way_not_to_use", NOT_TO_USE[kind])


def may_write(contact: ContactPoint) -> bool:
    """Whether this contact was given by the person as their own, or they answered at it."""
    return contact.whose in WRITTEN_TO and (contact.given_by is None or contact.proven_at is not None)


def mark_proven(db: Session, *, contact_id: str, now: datetime) -> None:
    """Note that the person answered at this contact; the first proof stands."""
    contact = db.get(ContactPoint, contact_id)
    if contact is not None and contact.proven_at is None:
        contact.proven_at = now
        db.flush()
