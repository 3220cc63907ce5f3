"""Everybody on a matter as officers see them: who they are, how they are reached, and what to mind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.matter.models import Party
from portal.config import Settings
from portal.db import ComplaintId
from portal.people import contacts, needs, safe_contact
from portal.people.models import ContactPoint, Person
from portal.people.needs import Needs
from portal.people.safe_contact import Standing


@dataclass(frozen=True, slots=True)
class PersonOn:
    """One person on a matter. ``writes`` says that they complained, ``affected`` that it is about them."""

    person: Person
    writes: bool
    affected: bool
    contacts: list[ContactPoint]
    needs: Needs
    safe: Standing | None
    checked_at: datetime

    @property
    def to_mind(self) -> bool:
        """Whether there is anything to know before getting in touch."""
        return self.safe is not None or bool(self.needs) or self.person.under_18 or self.person.died


def of(db: Session, *, complaint_id: ComplaintId, settings: Settings) -> list[PersonOn]:
    """Return everybody on a matter, the writer first."""
    roles: dict[str, set[str]] = {}
    for party in db.scalars(select(Party).where(Party.complaint_id == complaint_id)):
        roles.setdefault(party.person_id, set()).add(party.role)
    persons = db.scalars(select(Person).where(Person.id.in_(roles)))
    ordered = sorted(persons, key=lambda one: ("writer" not in roles[one.id], one.name, one.id))
    return [
        PersonOn(
            person=one,
            writes="writer" in roles[one.id],
            affected="affected" in roles[one.id],
            contacts=contacts.in_use(db, person_id=one.id),
            needs=needs.of(db, person_id=one.id),
            safe=safe_contact.find(db, person_id=one.id, settings=settings),
            checked_at=one.needs_checked_at or one.created_at,
        )
        for one in ordered
    ]
