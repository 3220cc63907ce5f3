"""Which of many rows of persons are one human being, for counting people and not rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from portal.complaints.matter.joining_models import SamePerson
from portal.people.models import ContactPoint, Person
from portal.people.names import folded


def groups(db: Session, persons: Select[Any], *, pairs: Iterable[tuple[str, str]] = ()) -> dict[str, str]:
    """Return for each of these persons' ids one id that all rows of the same human being share.

    By name and proven contact, or by an officer's word, as `joining.same_person` has it for two; ``pairs`` are
    known to be one besides.
    """
    ids = set(db.scalars(persons.distinct()))
    found = _Groups()
    rows = db.execute(
        select(Person.id, Person.name, ContactPoint.kind, ContactPoint.normal)
        .join(ContactPoint, ContactPoint.person_id == Person.id)
        .where(
            Person.id.in_(persons),
            ContactPoint.proven_at.is_not(None),
            ContactPoint.ended_at.is_(None),
            ContactPoint.shared.not_in(("yes", "unsure")),
        )
    )
    known: dict[tuple[str, str, str], str] = {}
    for row in rows:
        if folded(row.name):
            found.join(row.id, known.setdefault((folded(row.name), row.kind, row.normal), row.id))
    confirmed = select(SamePerson.one_id, SamePerson.other_id).where(
        SamePerson.withdrawn_at.is_(None), or_(SamePerson.one_id.in_(persons), SamePerson.other_id.in_(persons))
    )
    for one_id, other_id in db.execute(confirmed):
        found.join(one_id, other_id)
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
