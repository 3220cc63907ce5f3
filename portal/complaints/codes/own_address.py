"""Finds the contact that, with a proven address and a name, opens somebody's list of matters."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.people import contacts
from portal.people.models import ContactPoint, Person
from portal.people.names import alike


def find_contact(db: Session, *, kind: str, normal: str, name: str) -> str | None:
    """Return the contact that lets somebody who proves this address, and gives this name, see a list; None for nobody.

    Nobody sees one without a name, where somebody else reads what is sent there, or where several people gave the
    address. To somebody who has answered there under this name, only others who have answered count: an address can
    be typed by anybody, and that takes nobody's list away. An address that a child gave and did not call their own
    leads nobody to the child's matters (threat T41).
    """
    rows = db.execute(
        select(ContactPoint.id, ContactPoint.shared, ContactPoint.proven_at, Person.name)
        .join(Person, Person.id == ContactPoint.person_id)
        .where(
            ContactPoint.kind == kind,
            ContactPoint.normal == normal,
            ContactPoint.ended_at.is_(None),
            ContactPoint.whose.in_(contacts.WRITTEN_TO),
        )
        .order_by(ContactPoint.added_at, ContactPoint.id)
    ).all()
    answered = [row for row in rows if row.proven_at is not None]
    counted = answered if any(alike(row.name, name) for row in answered) else rows
    if any(row.shared in {"yes", "unsure"} or not alike(row.name, name) for row in counted):
        return None
    return next((row.id for row in rows if row.shared == "no" and alike(row.name, name)), None)


def still_lists(db: Session, *, contact_id: str) -> ContactPoint | None:
    """Return a contact that was proven, while it still lets its owner see a list; None when it does not any more."""
    contact = db.get(ContactPoint, contact_id)
    if contact is None or contact.ended_at is not None:
        return None
    name = db.get_one(Person, contact.person_id).name
    found = find_contact(db, kind=contact.kind, normal=contact.normal, name=name)
    return contact if found is not None else None
