"""Finds the contact that, with a proven address and a name, opens somebody's list of matters."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.people import contacts
from portal.people.models import ContactPoint, Person
from portal.people.names import folded


def find_contact(db: Session, *, kind: str, normal: str, name: str) -> str | None:
    """Return the contact that lets somebody who proves this address, and gives this name, see a list; None for nobody.

    Nobody sees one where somebody else reads what is sent there, where several people gave it, or without a name. An
    address that a child gave and did not call their own leads nobody to the child's matters (threat T41).
    """
    rows = db.execute(
        select(ContactPoint.id, ContactPoint.shared, Person.name)
        .join(Person, Person.id == ContactPoint.person_id)
        .where(
            ContactPoint.kind == kind,
            ContactPoint.normal == normal,
            ContactPoint.ended_at.is_(None),
            ContactPoint.whose.in_(contacts.WRITTEN_TO),
        )
        .order_by(ContactPoint.added_at, ContactPoint.id)
    ).all()
    wanted = folded(name)
    if not wanted or any(row.shared in {"yes", "unsure"} or folded(row.name) != wanted for row in rows):
        return None
    return next((row.id for row in rows if row.shared == "no"), None)


def still_lists(db: Session, *, contact_id: str) -> ContactPoint | None:
    """Return a contact that was proven, while it still lets its owner see a list; None when it does not any more."""
    contact = db.get(ContactPoint, contact_id)
    if contact is None or contact.ended_at is not None:
        return None
    name = db.get_one(Person, contact.person_id).name
    found = find_contact(db, kind=contact.kind, normal=contact.normal, name=name)
    return contact if found is not None else None
