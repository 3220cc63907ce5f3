"""Who is one person, asked of one row and of many: the same answer."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import select

from portal.db import Database, PersonId, new_id
from portal.people import own_rows
from portal.people.models import ContactPoint, Person
from portal.people.names import alike

pytestmark = pytest.mark.database

NAMES = ["Ama Mensah", "AMA  MENSAH", "Áma Mensah", "Kofi Mensah", "", " "]


def some_people(database: Database, now: datetime, random: Random) -> list[PersonId]:
    """Write a few persons who share names and addresses by chance, and return their ids."""
    persons = [Person(id=new_id(), name=random.choice(NAMES), created_at=now) for _ in range(12)]
    contacts = [
        ContactPoint(
            person_id=person.id,
            kind=random.choice(["email", "post"]),
            address="",
            normal=random.choice(["1", "2"]),
            shared=random.choice(["no", "no", "no", "", "yes", "unsure"]),
            added_at=now,
            proven_at=random.choice([now, now, now, None]),
            ended_at=random.choice([None, None, None, now]),
        )
        for person in persons
        for _ in range(random.randrange(4))
    ]
    with database.changes() as db:
        db.add_all(persons)
        db.flush()
        db.add_all(contacts)
    return [person.id for person in persons]


def together(ids: list[PersonId], known: dict[PersonId, set[PersonId]]) -> set[frozenset[PersonId]]:
    """Return the ids in groups: whoever is one with somebody is one with all of theirs."""
    found = []
    for one in ids:
        group, wave = {one}, {one}
        while wave:
            wave = set().union(*(known[other] for other in wave)) - group
            group |= wave
        found.append(frozenset(group))
    return set(found)


@pytest.mark.parametrize("seed", range(12))
def test_many_at_once_are_grouped_as_each_is_alone(database: Database, now: datetime, seed: int) -> None:
    ids = some_people(database, now, Random(seed))  # noqa: S311
    with database.session() as db:
        known = {one: set(own_rows.rows_of(db, one, proven=True)) for one in ids}
        groups = own_rows.groups(db, select(Person.id).where(Person.id.in_(ids)))
    assert {frozenset(one for one in ids if groups[one] == shared) for shared in groups.values()} == together(
        ids, known
    )


def test_what_is_known_besides_joins_groups(database: Database, now: datetime) -> None:
    ids = some_people(database, now, Random(0))  # noqa: S311
    with database.session() as db:
        groups = own_rows.groups(db, select(Person.id), pairs=list(pairwise(ids)))
    assert len(set(groups.values())) == 1


@pytest.mark.parametrize(
    ("name", "own", "one"),
    [
        ("ama  MENSAH", "Áma Mensah", True),
        ("Ama", "Kofi", False),
        ("", "", False),
        (" ", "", False),
        ("Ama", "", False),
    ],
)
def test_names_alike(name: str, own: str, one: bool) -> None:
    assert alike(name, own) is one
