"""Safe contact: nothing goes to a person by itself until an officer ends it, and how to reach them meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from portal.config import Settings
from portal.db import new_id
from portal.people.models import ContactPoint, Person, SafeContact
from portal.sealed import seal, unseal


@dataclass(frozen=True, slots=True)
class Standing:
    """Safe contact that stands for a person: since when, and how they can be reached."""

    begun_at: datetime
    instructions: str


def begin(
    db: Session, *, person_id: str, instructions: str, officer_id: str, now: datetime, settings: Settings
) -> list[str]:
    """Let nothing go to this person by itself, and return the ids of their rows; said again, it takes the new words.

    It holds for every row of the same person, on whichever matter (``rows_of``).
    """
    found = rows_of(db, person_id)
    end(db, person_id=person_id, officer_id=officer_id, now=now)
    for one in found:
        made = new_id()
        sealed = seal(settings.data_key, instructions.encode(), _place(made))
        db.add(SafeContact(id=made, person_id=one, instructions=sealed, begun_at=now, begun_by=officer_id))
    db.flush()
    return found


def end(db: Session, *, person_id: str, officer_id: str, now: datetime) -> list[str]:
    """Let letters go to this person again, and return the ids of their rows."""
    found = rows_of(db, person_id)
    db.execute(
        update(SafeContact)
        .where(SafeContact.person_id.in_(found), SafeContact.ended_at.is_(None))
        .values(ended_at=now, ended_by=officer_id)
    )
    return found


def is_on(db: Session, *, person_id: str) -> bool:
    """Whether nothing may go to this person by itself: it was said of them, or of another row of theirs."""
    return db.scalars(select(SafeContact.id).where(_stands(person_id)).limit(1)).first() is not None


def is_on_at(db: Session, *, kind: str, normal: str) -> bool:
    """Whether somebody is reached at this address to whom nothing may go by itself."""
    theirs = exists().where(
        ContactPoint.person_id == SafeContact.person_id,
        ContactPoint.kind == kind,
        ContactPoint.normal == normal,
        ContactPoint.ended_at.is_(None),
    )
    found = select(SafeContact.id).where(SafeContact.ended_at.is_(None), theirs)
    return db.scalars(found.limit(1)).first() is not None


def find(db: Session, *, person_id: str, settings: Settings) -> Standing | None:
    """Return the safe contact that stands for a person, with its words opened, or None."""
    row = db.scalars(select(SafeContact).where(_stands(person_id)).order_by(SafeContact.begun_at.desc())).first()
    if row is None:
        return None
    return Standing(row.begun_at, unseal(settings.data_key, row.instructions, _place(row.id)).decode())


def rows_of(db: Session, person_id: str, *, proven: bool = False) -> list[str]:
    """Return the ids of the rows that are this person: of the same name, with an address in common.

    ``proven``: only where both answered at that address and read it alone. Without it somebody who knows a name and an
    address would count as the person, which may hold something back but must never set anything.
    """
    return [person_id, *db.scalars(select(Person.id).where(_same_as(person_id, Person.id, proven=proven)))]


def _stands(person_id: str) -> ColumnElement[bool]:
    same = or_(
        SafeContact.person_id == person_id,
        _same_as(person_id, SafeContact.person_id),
        _nameless_beside(person_id, SafeContact.person_id),
    )
    return SafeContact.ended_at.is_(None) & same


def _nameless_beside(person_id: str, other: ColumnElement[bool] | object) -> ColumnElement[bool]:
    """Somebody who gave no name is reached where the other is, and may be the other."""
    me, mine, theirs = aliased(Person), aliased(ContactPoint), aliased(ContactPoint)
    return exists().where(
        me.id == person_id,
        me.name == "",
        mine.person_id == me.id,
        theirs.person_id == other,
        mine.kind == theirs.kind,
        mine.normal == theirs.normal,
        mine.ended_at.is_(None),
        theirs.ended_at.is_(None),
    )


def _same_as(person_id: str, other: ColumnElement[str] | object, *, proven: bool = False) -> ColumnElement[bool]:
    """Another row of this person. Unless proven, wider than "the same person" elsewhere."""
    me, they, mine, theirs = aliased(Person), aliased(Person), aliased(ContactPoint), aliased(ContactPoint)
    alone = [
        condition
        for one in (mine, theirs)
        for condition in (one.proven_at.is_not(None), one.shared.not_in(("yes", "unsure")))
    ]
    return exists().where(
        *(alone if proven else []),
        me.id == person_id,
        they.id == other,
        they.id != person_id,
        func.lower(they.name) == func.lower(me.name),
        me.name != "",
        mine.person_id == me.id,
        theirs.person_id == they.id,
        mine.kind == theirs.kind,
        mine.normal == theirs.normal,
        mine.ended_at.is_(None),
        theirs.ended_at.is_(None),
    )


def _place(row_id: str) -> str:
    return f"safe_contacts.instructions:{row_id}"
