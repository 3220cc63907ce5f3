"""A reference of one's own: each person on a matter has one number, given when the council first writes to them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.matter import events, reference
from portal.complaints.matter.act import Act
from portal.complaints.matter.models import Reference
from portal.complaints.matter.once import insert_once
from portal.db import ComplaintId, PersonId, one_at_a_time


def find(db: Session, *, complaint_id: ComplaintId, person_id: PersonId) -> str | None:
    """Return the reference a person was given for a matter, or None."""
    return db.scalars(
        select(Reference.number)
        .where(Reference.complaint_id == complaint_id, Reference.person_id == person_id)
        .order_by(Reference.given_at)
    ).first()


def give(db: Session, act: Act, *, complaint_id: ComplaintId, person_id: PersonId) -> str:
    """Return a person's reference for a matter; somebody who has none is given one."""
    one_at_a_time(db, f"complaint:{complaint_id}")
    known = find(db, complaint_id=complaint_id, person_id=person_id)
    if known is not None:
        return known
    while True:
        number = reference.draw()
        given = {"number": number, "complaint_id": complaint_id, "person_id": person_id, "given_at": act.now}
        if insert_once(db, Reference, given, key=["number"]):
            break
    act.as_portal().record(db, complaint_id, events.Kind.REFERENCE_GIVEN, {"person": person_id})
    return number
