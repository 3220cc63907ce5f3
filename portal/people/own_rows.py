"""Who is one person? Which rows of persons are one human being, by the name they gave and an address in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, select
from sqlalchemy.orm import Session, aliased

from portal.db import PersonId
from portal.people.models import ContactPoint, Person
from portal.people.names import alike, folded


def answered_alone(contact: type[ContactPoint]) -> tuple[ColumnElement[bool], ...]:
    """The conditions that somebody answered at an address and reads it alone.

    Somebody who says that others read it too has proven an address, and not who they are.
    """
    return contact.proven_at.is_not(None), contact.shared.not_in(("yes", "unsure"))


# Built once: every letter asks, and building these statements costs more than registering a complaint. Names are
# compared in Python, because the two databases fold the case of different letters.
ME: BindParameter[str] = bindparam("person_id")
THEIRS = aliased(ContactPoint)
"""The contact points of the other row in ``AT_ONE_ADDRESS``."""
_MINE, _WHO = aliased(ContactPoint), aliased(Person)
AT_ONE_ADDRESS = and_(
    _MINE.person_id == ME,
    THEIRS.kind == _MINE.kind,
    THEIRS.normal == _MINE.normal,
    _MINE.ended_at.is_(None),
    THEIRS.ended_at.is_(None),
)
OWN_NAME = select(_WHO.name).where(_WHO.id == ME).scalar_subquery().label("own_name")
_REACHED_THERE = (
    select(Person.id, Person.name, OWN_NAME)
    .join(THEIRS, THEIRS.person_id == Person.id)
    .join(_MINE, AT_ONE_ADDRESS)
    .where(Person.id != ME)
    .order_by(Person.id)
    .distinct()
)
_REACHED_THERE_ALONE = _REACHED_THERE.where(*answered_alone(_MINE), *answered_alone(THEIRS))


def rows_of(db: Session, person_id: PersonId, *, proven: bool = False) -> list[PersonId]:
    """Return the ids of the rows that are this person, theirs first: of the same name, with an address in common.

    ``proven`` asks that both answered at that address and read it alone. Without it anybody who knows a name and an
    address counts as the person: enough to hold something back, never enough to set anything. Rows without a name
    are nobody's.
    """
    rows = db.execute(_REACHED_THERE_ALONE if proven else _REACHED_THERE, {"person_id": person_id})
    return [person_id, *(row.id for row in rows if alike(row.name, row.own_name))]


def groups(db: Session, persons: Select[Any], *, pairs: Iterable[tuple[str, str]] = ()) -> dict[str, str]:
    """Return for each of these persons' ids one id that all rows of the same human being share.

    The rule is that of ``rows_of`` with ``proven``. ``pairs`` are ids that are known to be one person anyhow.
    """
    ids = set(db.scalars(persons.distinct()))
    found = _Groups()
    rows = db.execute(
        select(Person.id, Person.name, ContactPoint.kind, ContactPoint.normal)
        .join(ContactPoint, ContactPoint.person_id == Person.id)
        .where(Person.id.in_(persons), ContactPoint.ended_at.is_(None), *answered_alone(ContactPoint))
    )
    known: dict[tuple[str, str, str], str] = {}
    for row in rows:
        if folded(row.name):
            found.join(row.id, known.setdefault((folded(row.name), row.kind, row.normal), row.id))
    for one_id, other_id in pairs:
        found.join(one_id, other_id)
    return {one: found.of(one) for one in ids}


class _Groups:
    """Which of some ids belong together."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def of(self, one: str) -> str:
        while self._parent.setdefault(one, one) != one:
            one = self._parent[one]
        return one

    def join(self, one: str, other: str) -> None:
        self._parent[self.of(one)] = self.of(other)
