"""Joining matters of one person: the earlier reference lives, every reference leads to it, and undo restores both."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select, update

from portal.complaints.follow_up import messages
from portal.complaints.matter import events, promises
from portal.complaints.matter.act import by_person
from portal.complaints.matter.joining_models import Merge
from portal.complaints.matter.models import Complaint, Event, Message, PromisedDate
from portal.complaints.matter.surviving import find_by_reference, surviving
from portal.db import Database, new_id
from portal.errors import Refusal
from portal.people.models import ContactPoint, Person
from tests.complaints import matters
from tests.complaints.joined import Desk, refused
from tests.complaints.matters import Matter

pytestmark = pytest.mark.database


def rename(database: Database, matter: Matter, name: str) -> None:
    with database.changes() as db:
        db.execute(update(Person).where(Person.id == matter.person_id).values(name=name))


def test_the_earlier_reference_and_its_dates_live_on(desk: Desk) -> None:
    first, second = desk.made(days_ago=6), desk.made()
    before, later = desk.owed(first), desk.owed(second)
    desk.merge(second, first)
    assert desk.surviving(second) == first.complaint_id
    assert (desk.state(first), desk.state(second)) == ("open", "merged")
    assert desk.owed(first) == before
    assert before["reply"] < later["reply"]
    assert desk.owed(second) == {}
    with desk.database.session() as db:
        assert db.get_one(Complaint, second.complaint_id).due is None
        assert find_by_reference(db, number=second.number) == first.complaint_id
        assert find_by_reference(db, number=first.number) == first.complaint_id
        assert find_by_reference(db, number="000000000000") is None


def test_what_was_promised_is_never_moved_later(desk: Desk) -> None:
    first, second = desk.made(days_ago=6), desk.made()
    promised = desk.owed(second)["reply"]
    far = promised + timedelta(days=60)
    with desk.database.changes() as db:
        row = promises.row_of(first.complaint_id, 1, "reply", far, because="extended", now=desk.now)
        promises.promise(db, [row])
    merge_id = desk.merge(first, second)
    assert desk.owed(first)["reply"] == promised
    desk.undo(merge_id)
    assert desk.owed(first)["reply"] == far
    assert desk.owed(second)["reply"] == promised


def test_no_event_and_no_row_moves(desk: Desk) -> None:
    first, second = desk.made(days_ago=3), desk.made()
    with desk.database.session() as db:
        before = [(one.complaint_id, one.seq, one.link) for one in db.scalars(select(Event).order_by(Event.link))]
    merge_id = desk.merge(first, second)
    desk.undo(merge_id)
    with desk.database.session() as db:
        after = {(one.complaint_id, one.seq, one.link) for one in db.scalars(select(Event))}
        assert set(before) <= after
        for matter in (first, second):
            assert events.first_broken(db, matter.complaint_id, key=desk.settings.event_key) is None
        assert db.get_one(Complaint, second.complaint_id).words == matters.WORDS


def test_the_person_is_told_once_with_the_living_reference(desk: Desk) -> None:
    first, second = desk.made(days_ago=3), desk.made()
    merge_id = desk.merge(first, second)
    told = desk.letters(first, "merged") + desk.letters(second, "merged")
    assert len(told) == 1
    assert f"{first.number[:4]} {first.number[4:8]} {first.number[8:]}" in told[0]
    assert f"{second.number[:4]} {second.number[4:8]} {second.number[8:]}" in told[0]
    desk.undo(merge_id)
    desk.undo(merge_id)
    assert len(desk.letters(first, "merge_undone") + desk.letters(second, "merge_undone")) == 1


def test_undo_restores_both(desk: Desk) -> None:
    first, second = desk.made(days_ago=3), desk.made()
    before = {matter: desk.owed(matter) for matter in (first, second)}
    merge_id = desk.merge(first, second)
    desk.undo(merge_id)
    assert {matter: desk.owed(matter) for matter in (first, second)} == before
    assert (desk.state(first), desk.state(second)) == ("open", "open")
    assert desk.surviving(second) == second.complaint_id
    with desk.database.session() as db:
        assert db.get_one(Complaint, second.complaint_id).due == min(before[second].values())
        told = select(func.count()).select_from(PromisedDate).where(PromisedDate.because == "merge_undone")
        assert db.scalar(told) == len(before[second])
    assert desk.merge(first, second) != merge_id


def test_what_cannot_be_joined_is_refused_in_words(desk: Desk) -> None:
    first, second, third = desk.made(days_ago=9), desk.made(days_ago=6), desk.made()
    assert refused(lambda: desk.merge(first, first)) == "merge_with_itself"
    desk.merge(first, second)
    assert refused(lambda: desk.merge(second, first)) == "already_one"
    assert refused(lambda: desk.merge(second, third)) == "already_merged"
    assert desk.state(third) == "open"
    gone = desk.made(days_ago=2)
    with desk.database.changes() as db:
        messages.withdraw(
            db,
            by_person(gone.person_id, now=desk.now, rulebook=desk.rulebook, settings=desk.settings),
            complaint_id=gone.complaint_id,
            person_id=gone.person_id,
            reason="",
        )
    assert refused(lambda: desk.merge(gone, third)) == "withdrawn"


def test_different_people_are_refused(desk: Desk) -> None:
    first = desk.made(days_ago=3)
    rename(desk.database, first, "Kofi Mensah")
    second = desk.made()
    assert refused(lambda: desk.merge(first, second)) == "second_officer"
    assert desk.state(second) == "open"


@pytest.mark.parametrize(
    "given", [{"proven": False}, {"shared": "yes"}, {"shared": "unsure"}, {"email": "b@example.com"}]
)
def test_a_name_alone_or_a_shared_address_shows_nothing(desk: Desk, given: dict[str, Any]) -> None:
    first, second = desk.made(days_ago=3), desk.made(**given)
    assert refused(lambda: desk.merge(first, second)) == "second_officer"
    merge_id = desk.merge(first, second, reason="She showed me both letters.")
    assert desk.state(second) == "merged"
    desk.undo(merge_id)
    assert refused(lambda: desk.merge(first, second)) == "second_officer"


def test_two_addresses_are_each_told_and_undone_apart(desk: Desk) -> None:
    """Joined on word and undone, each side learns of its own reference only: officers may be wrong (threat T35)."""
    first, second = desk.made(days_ago=3), desk.made(email="other@example.com")
    merge_id = desk.merge(first, second, reason="She rang from both.")
    for own, other in ((first, second), (second, first)):
        (told,) = desk.letters(own, "together")
        assert f"{own.number[:4]} {own.number[4:8]}" in told
        assert f"{other.number[:4]} {other.number[4:8]}" not in told
        assert desk.letters(own, "merged") == []
    desk.undo(merge_id)
    (told,) = desk.letters(second, "merge_undone")
    assert second.number[:4] in told
    assert f"{first.number[:4]} {first.number[4:8]}" not in told


def test_names_are_compared_without_case_and_accents(desk: Desk) -> None:
    first, second = desk.made(days_ago=3), desk.made()
    rename(desk.database, first, "  ÁMA   mensah ")
    desk.merge(first, second)
    assert desk.state(second) == "merged"


def test_a_third_leads_to_the_first_whatever_is_undone(desk: Desk) -> None:
    first, second, third = desk.made(days_ago=9), desk.made(days_ago=6), desk.made(days_ago=3)
    inner = desk.merge(second, third)
    outer = desk.merge(first, second)
    assert desk.surviving(third) == desk.surviving(second) == first.complaint_id
    desk.undo(outer)
    assert desk.surviving(third) == desk.surviving(second) == second.complaint_id
    desk.merge(first, second)
    desk.undo(inner)
    assert desk.surviving(third) == third.complaint_id
    assert desk.surviving(second) == first.complaint_id


def test_words_for_the_old_reference_land_on_the_living_matter(desk: Desk) -> None:
    first, second = desk.made(days_ago=3), desk.made()
    desk.merge(first, second)
    key = new_id()
    with desk.database.changes() as db:
        for _twice in range(2):
            messages.add_message(
                db,
                by_person(second.person_id, now=desk.now, rulebook=desk.rulebook, settings=desk.settings),
                complaint_id=second.complaint_id,
                person_id=second.person_id,
                body="Still there.",
                channel="web",
                send_key=key,
            )
    with desk.database.session() as db:
        assert [one.complaint_id for one in db.scalars(select(Message))] == [first.complaint_id]


def test_twenty_at_once_make_no_circle_and_lose_nothing(desk: Desk) -> None:
    one, two, three = desk.made(days_ago=9), desk.made(days_ago=6), desk.made(days_ago=3)
    pairs = [(one, two), (two, one), (one, three), (three, two)] * 5
    ready = Barrier(len(pairs))

    def act(pair: tuple[Matter, Matter]) -> str:
        ready.wait()
        try:
            desk.merge(*pair)
        except Refusal as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(len(pairs)) as pool:
        said = list(pool.map(act, pairs))
    assert set(said) <= {"done", "already_one", "already_merged"}
    assert said.count("done") == 2
    with desk.database.session() as db:
        standing = list(db.scalars(select(Merge).where(Merge.undone_at.is_(None))))
        assert len(standing) == 2
        assert {surviving(db, matter.complaint_id) for matter in (one, two, three)} == {one.complaint_id}
        for matter in (one, two, three):
            assert events.first_broken(db, matter.complaint_id, key=desk.settings.event_key) is None


def test_opposite_directions_at_once_one_wins_and_the_other_is_told(desk: Desk) -> None:
    one, two = desk.made(days_ago=3), desk.made()
    other = replace(desk, officer_id=matters.officer(desk.database, at=desk.now))
    ready = Barrier(2)

    def act(given: tuple[Desk, Matter, Matter]) -> str:
        ready.wait()
        try:
            given[0].merge(given[1], given[2])
        except Refusal as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(act, [(desk, one, two), (other, two, one)]))
    assert said == ["already_one", "done"]


def test_a_contact_taken_back_proves_nothing_any_more(desk: Desk) -> None:
    first, second = desk.made(days_ago=3), desk.made()
    with desk.database.changes() as db:
        db.execute(update(ContactPoint).where(ContactPoint.person_id == first.person_id).values(ended_at=desk.now))
    assert refused(lambda: desk.merge(first, second)) == "second_officer"
