"""The rows of answers: found by person and year, sealed, padded, and never with a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import PersonId, one_at_a_time
from portal.equalities.models import EqualitySet
from portal.sealed import keyed_hash, seal, unseal

# Sealed values are as long as one another, so that their length tells nothing: five lines of own words fit.
_BLOCK = 8_192


@dataclass(frozen=True, slots=True)
class Kept:
    """What is sealed in a row: the answers, who gave them, and the few facts copied from the matter.

    ``by`` is a keyed hash of whoever answered for the person, "" where they did by themselves.
    """

    answers: Mapping[str, str]
    for_them: bool
    by: str
    service_group: str
    stage: int
    channel: str


def person_hash(key: str, person_id: PersonId, year: int) -> str:
    """Return what a person's row of a year is found by."""
    return keyed_hash(key, "equality set", f"{year}:{person_id}")


def find(db: Session, *, person_id: PersonId, year: int, key: str) -> EqualitySet | None:
    """Return a person's row of a year, or None."""
    return db.scalars(select(EqualitySet).where(EqualitySet.person_hmac == person_hash(key, person_id, year))).first()


def put(db: Session, *, person_id: PersonId, year: int, kept: Kept, key: str) -> None:
    """Keep a person's answers of a year in place of those before."""
    hashed = person_hash(key, person_id, year)
    one_at_a_time(db, f"equality:{hashed}")
    row = db.scalars(select(EqualitySet).where(EqualitySet.person_hmac == hashed)).first()
    if row is None:
        row = EqualitySet(year=year, person_hmac=hashed, sealed=b"")
        db.add(row)
        db.flush()
    row.sealed = sealed(row, kept, key)
    db.flush()


def sealed(row: EqualitySet, kept: Kept, key: str) -> bytes:
    """Return what a row keeps of these answers."""
    plain = json.dumps(asdict(kept), ensure_ascii=False).encode()
    return seal(key, plain.ljust(-(-len(plain) // _BLOCK) * _BLOCK), _place(row))


def opened(row: EqualitySet, key: str) -> Kept:
    """Return what is in a row. Raises CannotUnseal."""
    return Kept(**json.loads(unseal(key, row.sealed, _place(row))))


def of_year(db: Session, *, year: int, key: str) -> Iterator[tuple[str, Kept]]:
    """Yield every row of a year: by what it is found, and what is in it."""
    for row in db.scalars(select(EqualitySet).where(EqualitySet.year == year)):
        yield row.person_hmac, opened(row, key)


def years(db: Session) -> list[int]:
    """Return the years of which there are answers."""
    return sorted(db.scalars(select(EqualitySet.year).distinct()))


def _place(row: EqualitySet) -> str:
    return f"equality_sets.sealed:{row.id}"
