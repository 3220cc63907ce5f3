"""Whether two rows of persons are one human being: by a name and a proven contact, or by an officer's word."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from portal.complaints.joining_models import SamePerson
from portal.db import new_id
from portal.errors import NotFound
from portal.people.models import ContactPoint, Person
from portal.people.names import folded

# Who answers "does anyone else read messages sent here?" so has proven an address, and not who they are.
_READ_BY_OTHERS = frozenset({"yes", "unsure"})


def same_person(db: Session, one_id: str, other_id: str) -> bool:
    """Tell whether two persons are one: the same name and a contact both have proven, or an officer said so.

    An address that others read too shows nothing (DESIGN.md section 5), and no name is nobody's name.
    Raises NotFound.
    """
    return one_id == other_id or _confirmed(db, one_id, other_id) or proven_same(db, one_id, other_id)


def proven_same(db: Session, one_id: str, other_id: str) -> bool:
    """Tell whether two rows of persons showed themselves to be one: the same name, and a contact both have proven.

    Raises NotFound.
    """
    one, other = db.get(Person, one_id), db.get(Person, other_id)
    if one is None or other is None:
        raise NotFound("person")
    if not folded(one.name) or folded(one.name) != folded(other.name):
        return False
    return bool(_proven(db, one_id) & _proven(db, other_id))


def confirm(db: Session, one_id: str, other_id: str, *, officer_id: str, reason: str, now: datetime) -> None:
    """Record an officer's word that two persons are one, with how they know."""
    db.add(SamePerson(id=new_id(), one_id=one_id, other_id=other_id, reason=reason, at=now, by=officer_id))
    db.flush()


def withdraw(db: Session, one_id: str, other_id: str, *, now: datetime) -> None:
    """Let no officer's word on two persons stand any longer."""
    db.execute(
        update(SamePerson).where(_of(one_id, other_id), SamePerson.withdrawn_at.is_(None)).values(withdrawn_at=now)
    )


def _confirmed(db: Session, one_id: str, other_id: str) -> bool:
    stands = select(SamePerson.id).where(_of(one_id, other_id), SamePerson.withdrawn_at.is_(None))
    return db.scalars(stands).first() is not None


def _of(one_id: str, other_id: str) -> ColumnElement[bool]:
    return or_(
        and_(SamePerson.one_id == one_id, SamePerson.other_id == other_id),
        and_(SamePerson.one_id == other_id, SamePerson.other_id == one_id),
    )


def _proven(db: Session, person_id: str) -> set[tuple[str, str]]:
    """Return the addresses this person has proven and reads alone."""
    rows = db.execute(
        select(ContactPoint.kind, ContactPoint.normal).where(
            ContactPoint.person_id == person_id,
            ContactPoint.proven_at.is_not(None),
            ContactPoint.ended_at.is_(None),
            ContactPoint.shared.not_in(_READ_BY_OTHERS),
        )
    )
    return {(row.kind, row.normal) for row in rows}
