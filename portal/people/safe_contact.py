"""Safe contact: nothing goes to a person by itself until an officer ends it, and how to reach them meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, and_, bindparam, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from portal.config import Settings
from portal.db import new_id
from portal.people.models import ContactPoint, Person, SafeContact
from portal.people.names import folded
from portal.sealed import seal, unseal


@dataclass(frozen=True, slots=True)
class Standing:
    """Safe contact that stands for a person: since when, and how they can be reached."""

    begun_at: datetime
    instructions: str


# Built once: each letter asks, and making up these statements costs more than registering a complaint. Names are
# compared here: the databases know upper and lower case of other letters.
_ME: BindParameter[str] = bindparam("person_id")
_MINE, _THEIRS = aliased(ContactPoint), aliased(ContactPoint)
_SAME_ADDRESS = and_(
    _MINE.person_id == _ME,
    _THEIRS.kind == _MINE.kind,
    _THEIRS.normal == _MINE.normal,
    _MINE.ended_at.is_(None),
    _THEIRS.ended_at.is_(None),
)
_WHO = aliased(Person)
_OWN_NAME = select(_WHO.name).where(_WHO.id == _ME).scalar_subquery().label("own_name")
_REACHED_THERE = (
    select(Person.id, Person.name, _OWN_NAME)
    .join(_THEIRS, _THEIRS.person_id == Person.id)
    .join(_MINE, _SAME_ADDRESS)
    .where(Person.id != _ME)
    .distinct()
)
_REACHED_THERE_ALONE = _REACHED_THERE.where(
    *(
        condition
        for one in (_MINE, _THEIRS)
        for condition in (one.proven_at.is_not(None), one.shared.not_in(("yes", "unsure")))
    )
)
# Begins with the few who are to be reached safely, not with the many who may share an address.
_STANDING = (
    select(SafeContact.id, SafeContact.person_id, Person.name, _OWN_NAME)
    .join(Person, Person.id == SafeContact.person_id)
    .where(
        SafeContact.ended_at.is_(None),
        or_(
            SafeContact.person_id == _ME,
            exists().where(_THEIRS.person_id == SafeContact.person_id, _SAME_ADDRESS),
        ),
    )
    .order_by(SafeContact.begun_at.desc())
)


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
    return _find(db, person_id) is not None


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
    row_id = _find(db, person_id)
    if row_id is None:
        return None
    row = db.get_one(SafeContact, row_id)
    return Standing(row.begun_at, unseal(settings.data_key, row.instructions, _place(row.id)).decode())


def rows_of(db: Session, person_id: str, *, proven: bool = False) -> list[str]:
    """Return the ids of the rows that are this person: of the same name, with an address in common.

    ``proven``: only where both answered at that address and read it alone. Without it somebody who knows a name and an
    address would count as the person, which may hold something back but must never set anything.
    """
    rows = db.execute(_REACHED_THERE_ALONE if proven else _REACHED_THERE, {"person_id": person_id})
    return [person_id, *(row.id for row in rows if _alike(row.name, row.own_name))]


def _find(db: Session, person_id: str) -> str | None:
    """Return the id of the newest safe contact that stands for this person, on whichever row of theirs.

    Somebody who gave no name may be whoever is reached at their address.
    """
    rows = db.execute(_STANDING, {"person_id": person_id})
    return next(
        (
            row.id
            for row in rows
            if row.person_id == person_id or not folded(row.own_name) or _alike(row.name, row.own_name)
        ),
        None,
    )


def _alike(name: str, own_name: str) -> bool:
    return bool(folded(own_name)) and folded(name) == folded(own_name)


def _place(row_id: str) -> str:
    return f"safe_contacts.instructions:{row_id}"
