"""Safe contact: nothing goes to a person by itself until an officer ends it, and how to reach them meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from portal.config import Settings
from portal.db import OfficerId, PersonId, new_id
from portal.people import own_rows
from portal.people.models import ContactPoint, Person, SafeContact
from portal.people.names import alike, folded
from portal.sealed import seal, unseal


@dataclass(frozen=True, slots=True)
class Standing:
    """Safe contact that stands for a person: since when, and how they can be reached."""

    begun_at: datetime
    instructions: str


# Built once, like those of `own_rows`. It begins with the few people who are to be reached safely, not with the many
# who may share an address.
_STANDING = (
    select(SafeContact.id, SafeContact.person_id, Person.name, own_rows.OWN_NAME)
    .join(Person, Person.id == SafeContact.person_id)
    .where(
        SafeContact.ended_at.is_(None),
        or_(
            SafeContact.person_id == own_rows.ME,
            exists().where(own_rows.THEIRS.person_id == SafeContact.person_id, own_rows.AT_ONE_ADDRESS),
        ),
    )
    .order_by(SafeContact.begun_at.desc())
)


def begin(
    db: Session, *, person_id: PersonId, instructions: str, officer_id: OfficerId, now: datetime, settings: Settings
) -> list[PersonId]:
    """Let nothing go to this person by itself, and return the ids of their rows; said again, it takes the new words.

    It holds for every row of the same name and address, on whichever matter (`_find`); it is said of those that are
    proven to be the same person.
    """
    end(db, person_id=person_id, officer_id=officer_id, now=now)
    for one in own_rows.rows_of(db, person_id, proven=True):
        made = new_id()
        sealed = seal(settings.data_key, instructions.encode(), _place(made))
        db.add(SafeContact(id=made, person_id=one, instructions=sealed, begun_at=now, begun_by=officer_id))
    db.flush()
    return own_rows.rows_of(db, person_id)


def end(db: Session, *, person_id: PersonId, officer_id: OfficerId, now: datetime) -> list[PersonId]:
    """Let letters go to this person again, and return the ids of their rows.

    Whoever only gave the same name and address ends nothing of hers: those rows are proven to be one person.
    """
    found = own_rows.rows_of(db, person_id, proven=True)
    db.execute(
        update(SafeContact)
        .where(SafeContact.person_id.in_(found), SafeContact.ended_at.is_(None))
        .values(ended_at=now, ended_by=officer_id)
    )
    return found


def is_on(db: Session, *, person_id: PersonId) -> bool:
    """Whether nothing may go to this person by itself: it was said of them, or of another row of theirs."""
    return _find(db, person_id) is not None


def is_on_at(db: Session, *, kind: str, normal: str) -> bool:
    """Whether somebody is reached at this address to whom nothing may go by itself.

    Where only other people have answered at the address, it is theirs: that somebody who is to be reached safely
    typed it keeps nothing from them.
    """
    standing = exists().where(SafeContact.person_id == Person.id, SafeContact.ended_at.is_(None)).label("safely")
    rows = db.execute(
        select(Person.name, ContactPoint.proven_at, standing)
        .join(Person, Person.id == ContactPoint.person_id)
        .where(ContactPoint.kind == kind, ContactPoint.normal == normal, ContactPoint.ended_at.is_(None))
    ).all()
    answered = [row for row in rows if row.proven_at is not None]
    safely = [row for row in rows if row.safely]
    if not answered:
        return bool(safely)
    return any(one.safely or any(alike(row.name, one.name) for row in safely) for one in answered)


def is_hers(person_id: BindParameter[str]) -> ColumnElement[bool]:
    """Return the condition that safe contact was said of this person, or of who has proven the same address.

    Only they may read that a letter waits: for anybody else it would tell that somebody whose name and address they
    know is to be reached safely (threats T4, T6).
    """
    mine, theirs = aliased(ContactPoint), aliased(ContactPoint)
    alone = own_rows.answered_alone
    same = exists().where(
        mine.person_id == person_id,
        theirs.person_id == SafeContact.person_id,
        theirs.kind == mine.kind,
        theirs.normal == mine.normal,
        mine.ended_at.is_(None),
        theirs.ended_at.is_(None),
        *alone(mine),
        *alone(theirs),
    )
    return exists().where(SafeContact.ended_at.is_(None), or_(SafeContact.person_id == person_id, same))


def find(db: Session, *, person_id: PersonId, settings: Settings) -> Standing | None:
    """Return the safe contact that stands for a person, with its words opened, or None."""
    row_id = _find(db, person_id)
    if row_id is None:
        return None
    row = db.get_one(SafeContact, row_id)
    return Standing(row.begun_at, unseal(settings.data_key, row.instructions, _place(row.id)).decode())


def rekey(db: Session, *, old_key: str, settings: Settings) -> int:
    """Seal all that was said of safe contact under ``settings.data_key`` in place of an old key; return how many.

    Raises CannotUnseal.
    """
    found = list(db.scalars(select(SafeContact)))
    for row in found:
        row.instructions = seal(settings.data_key, unseal(old_key, row.instructions, _place(row.id)), _place(row.id))
    db.flush()
    return len(found)


def _find(db: Session, person_id: PersonId) -> str | None:
    """Return the id of the newest safe contact that stands for this person, on whichever row of theirs.

    Somebody who gave no name may be whoever is reached at their address.
    """
    rows = db.execute(_STANDING, {"person_id": person_id})
    return next(
        (
            row.id
            for row in rows
            if row.person_id == person_id or not folded(row.own_name) or alike(row.name, row.own_name)
        ),
        None,
    )


def _place(row_id: str) -> str:
    return f"safe_contacts.instructions:{row_id}"
