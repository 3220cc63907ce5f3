"""One submission with two matters becomes two, each with its own reference and dates, until that is undone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.complaints.follow_up import messages
from portal.complaints.joining import split
from portal.complaints.matter.act import by_officer, by_person
from portal.complaints.matter.joining_models import Split
from portal.complaints.matter.models import Complaint, Grant, Message, Reference, Stage
from portal.complaints.matter.surviving import find_by_reference
from portal.db import ComplaintId, new_id
from portal.errors import NotFound
from tests.complaints.joined import Desk, refused
from tests.complaints.matters import Matter

pytestmark = pytest.mark.database

BINS, TAX = "The bins were not emptied.", "My council tax bill is wrong.\nI rang twice. شكرا"
WORDS = f"{BINS}\n\n{TAX}"


def parted(desk: Desk, matter: Matter, **given: Any) -> ComplaintId:
    with desk.database.changes() as db:
        return split.split(
            db,
            by_officer(desk.officer_id, now=desk.now, rulebook=desk.rulebook, settings=desk.settings),
            complaint_id=matter.complaint_id,
            **{"excerpt": TAX, "service": "council-tax", "send_key": new_id(), **given},
        )


def undone(desk: Desk, second_id: ComplaintId) -> None:
    with desk.database.changes() as db:
        made = db.scalars(select(Split).where(Split.second_id == second_id)).one()
        split.undo(
            db,
            by_officer(desk.officer_id, now=desk.now, rulebook=desk.rulebook, settings=desk.settings),
            split_id=made.id,
        )


def wrote(desk: Desk, matter: Matter, *, days_ago: int) -> str:
    with desk.database.changes() as db:
        return messages.add_message(
            db,
            by_person(
                matter.person_id,
                now=desk.now - timedelta(days=days_ago),
                rulebook=desk.rulebook,
                settings=desk.settings,
            ),
            complaint_id=matter.complaint_id,
            person_id=matter.person_id,
            body="And my road is broken.",
            channel="web",
            send_key=new_id(),
        )


def test_the_second_gets_its_own_reference_and_the_day_the_words_came(desk: Desk) -> None:
    first = desk.made(days_ago=5, words=WORDS)
    before = desk.owed(first)
    second_id = parted(desk, first)
    with desk.database.session() as db:
        one, two = db.get_one(Complaint, first.complaint_id), db.get_one(Complaint, second_id)
        assert (one.words, two.words) == (WORDS, TAX)
        assert two.received_at == one.received_at
        assert (two.service, two.state) == ("council-tax", "open")
        number = db.scalars(select(Reference.number).where(Reference.complaint_id == second_id)).one()
        assert number != first.number
        assert find_by_reference(db, number=first.number) == first.complaint_id
        grant = db.scalars(select(Grant).where(Grant.complaint_id == second_id)).one()
        assert (grant.person_id, grant.code_hmac) == (first.person_id, None)
    assert desk.owed(first) == before
    assert desk.owed_by(second_id)["reply"] == before["reply"]
    (letter,) = desk.letters(first, "split")
    assert f"{number[:4]} {number[4:8]} {number[8:]}" in letter


def test_sent_twice_it_is_split_once(desk: Desk) -> None:
    first, key = desk.made(words=WORDS), new_id()
    assert parted(desk, first, send_key=key) == parted(desk, first, send_key=key)
    assert len(desk.letters(first, "split")) == 1


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"excerpt": " "}, "excerpt_missing"),
        ({"excerpt": "My council tax is wrong."}, "not_word_for_word"),
        ({"excerpt": WORDS}, "nothing_left"),
        ({"service": "no-such-service"}, "unknown_service"),
    ],
)
def test_what_cannot_be_split_is_refused(desk: Desk, given: dict[str, Any], code: str) -> None:
    first = desk.made(words=WORDS)
    assert refused(lambda: parted(desk, first, **given)) == code


def test_an_answered_complaint_is_not_split(desk: Desk) -> None:
    first = desk.made(words=WORDS)
    with desk.database.changes() as db:
        db.execute(update(Complaint).where(Complaint.id == first.complaint_id).values(state="answered"))
    assert refused(lambda: parted(desk, first)) == "split_not_now"


def test_undone_the_second_reference_leads_to_the_first(desk: Desk) -> None:
    first = desk.made(words=WORDS)
    second_id = parted(desk, first)
    undone(desk, second_id)
    undone(desk, second_id)
    with desk.database.session() as db:
        number = db.scalars(select(Reference.number).where(Reference.complaint_id == second_id)).one()
        assert find_by_reference(db, number=number) == first.complaint_id
        assert db.get_one(Complaint, second_id).state == "merged"
    assert desk.owed_by(second_id) == {}


def test_once_answered_they_stay_apart(desk: Desk) -> None:
    first = desk.made(words=WORDS)
    second_id = parted(desk, first)
    with desk.database.changes() as db:
        db.execute(update(Stage).where(Stage.complaint_id == second_id).values(answered_at=desk.now))
    assert refused(lambda: undone(desk, second_id)) == "answered"


def test_new_points_join_unless_an_officer_says_in_time_that_they_delay(desk: Desk) -> None:
    first = desk.made(days_ago=14, words=WORDS)
    old, new = wrote(desk, first, days_ago=6), wrote(desk, first, days_ago=1)
    with desk.database.session() as db:
        points = split.new_points(
            db, complaint_id=first.complaint_id, today=clock.london_date(desk.now), calendar=desk.rulebook.calendar
        )
    assert [one.id for one in points] == [new]
    assert refused(lambda: parted(desk, first, message_id=old)) == "message_is_too_old"
    second_id = parted(desk, first, message_id=new, service="highways")
    with desk.database.session() as db:
        second, message = db.get_one(Complaint, second_id), db.get_one(Message, new)
        assert (second.words, second.received_at) == (message.body, message.at)
        assert message.complaint_id == first.complaint_id
    assert refused(lambda: parted(desk, first, message_id=new)) == "already_split"
    with pytest.raises(NotFound):
        parted(desk, desk.made(words=WORDS), message_id=new)


def test_the_second_opens_along_with_the_first_and_not_for_others(desk: Desk) -> None:
    first, stranger = desk.made(words=WORDS), desk.made(words=WORDS)
    sessions = {matter: desk.session() for matter in (first, stranger)}
    for matter, session_hash in sessions.items():
        desk.unlock(matter, session_hash)
    second_id = parted(desk, first)
    with desk.database.session() as db:
        opened = {
            matter: {one.complaint_id for one in desk.opened(db, session_hash)}
            for matter, session_hash in sessions.items()
        }
    assert opened == {first: {first.complaint_id, second_id}, stranger: {stranger.complaint_id}}
