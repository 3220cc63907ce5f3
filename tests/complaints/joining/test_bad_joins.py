"""Joins nobody should ask for: each is refused in words, and no word, reference or chain suffers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import func, select, update

from portal.complaints.follow_up import messages
from portal.complaints.matter import events
from portal.complaints.matter.act import by_person
from portal.complaints.matter.joining_models import Merge
from portal.complaints.matter.models import Event, Message
from portal.complaints.matter.surviving import find_by_reference, surviving
from portal.db import new_id
from portal.errors import Refusal
from portal.people.models import Person
from tests.complaints import matters
from tests.complaints.at_once import all_at_once
from tests.complaints.joined import Desk, refused
from tests.complaints.matters import Matter

pytestmark = pytest.mark.database


def say(desk: Desk, matter: Matter, words: str) -> None:
    with desk.database.changes() as db:
        messages.add_message(
            db,
            by_person(matter.person_id, now=desk.now, rulebook=desk.rulebook, settings=desk.settings),
            complaint_id=matter.complaint_id,
            person_id=matter.person_id,
            body=words,
            channel="web",
            send_key=new_id(),
        )


def kept(desk: Desk, *made: Matter) -> tuple[set[str | None], set[str], list[int | None]]:
    """Where the references lead, all words added, and where a chain is broken."""
    with desk.database.session() as db:
        return (
            {find_by_reference(db, number=matter.number) for matter in made},
            set(db.scalars(select(Message.body))),
            [events.first_broken(db, matter.complaint_id, key=desk.settings.event_key) for matter in made],
        )


def happened(desk: Desk) -> int:
    with desk.database.session() as db:
        return db.scalar(select(func.count()).select_from(Event)) or 0


def test_a_ring_of_three_ends_in_one_and_can_be_taken_apart(desk: Desk) -> None:
    made = one, two, three = desk.made(days_ago=9), desk.made(days_ago=6), desk.made(days_ago=3)
    for number, matter in enumerate(made):
        say(desk, matter, f"words {number}")
    first = desk.merge(one, two)
    assert refused(lambda: desk.merge(two, three)) == "already_merged"
    second = desk.merge(three, one)
    for kept_one, joined in ((three, two), (two, one), (three, one), (one, three)):
        assert refused(partial(desk.merge, kept_one, joined)) == "already_one"
    assert kept(desk, *made) == ({one.complaint_id}, {"words 0", "words 1", "words 2"}, [None] * 3)
    desk.undo(first)
    desk.undo(second)
    assert kept(desk, *made)[0] == {matter.complaint_id for matter in made}
    with desk.database.session() as db:
        of = [message.complaint_id for message in db.scalars(select(Message).order_by(Message.body))]
    assert of == [matter.complaint_id for matter in made]


def test_what_is_refused_writes_nothing(desk: Desk) -> None:
    one, two = desk.made(days_ago=3), desk.made()
    with desk.database.changes() as db:
        db.execute(update(Person).where(Person.id == two.person_id).values(name="Kofi Mensah"))
    before = happened(desk)
    assert refused(lambda: desk.merge(one, one)) == "merge_with_itself"
    assert refused(lambda: desk.merge(one, two)) == "second_officer"
    assert happened(desk) == before
    assert kept(desk, one, two)[0] == {one.complaint_id, two.complaint_id}
    with desk.database.session() as db:
        assert list(db.scalars(select(Merge))) == []


def test_two_officers_in_opposite_directions_while_words_come_in(desk: Desk) -> None:
    one, two = desk.made(days_ago=3), desk.made()
    other = replace(desk, officer_id=matters.officer(desk.database, at=desk.now))

    def act(number: int) -> str:
        if number > 1:
            say(desk, (one, two)[number % 2], f"words {number}")
            return "said"
        try:
            (desk.merge(one, two) if number else other.merge(two, one))
        except Refusal as refusal:
            return refusal.code
        return "done"

    assert sorted(all_at_once(act, 10)) == ["already_one", "done"] + ["said"] * 8
    leads, words, broken = kept(desk, one, two)
    assert leads == {one.complaint_id}
    assert words == {f"words {number}" for number in range(2, 10)}
    assert broken == [None, None]
    with desk.database.session() as db:
        assert surviving(db, two.complaint_id) == one.complaint_id
