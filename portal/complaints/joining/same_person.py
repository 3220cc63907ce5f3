"""Whether two rows of persons are one human being: by a name and a proven contact, or by an officer's word."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from portal.complaints.matter.joining_models import SamePerson
from portal.db import new_id
from portal.errors import NotFound
from portal.people import own_rows
from portal.people.models import Person


def same_person(db: Session, one_id: str, other_id: str) -> bool:
    """Tell whether two persons are one: the same name and a contact both have proven, or an officer said so.

    An address that others read too shows nothing (DESIGN.md section 5), and no name is nobody's name.
    Raises NotFound.
    """
    if one_id == other_id or _confirmed(db, one_id, other_id):
        return True
    if any(db.get(Person, one) is None for one in (one_id, other_id)):
        raise NotFound("person")
    return other_id in own_rows.rows_of(db, one_id, proven=True)


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
