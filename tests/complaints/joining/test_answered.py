"""A complaint joined into one that was answered before: its clock never just stops, and undo leaves both standing."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from sqlalchemy import select

from portal.complaints.follow_up import chases
from portal.complaints.joining.answered import Meaning
from portal.complaints.matter import correspondence
from portal.complaints.matter.models import EscalationRequest
from tests.complaints import matters
from tests.complaints.joined import Desk, refused
from tests.complaints.matters import Matter

pytestmark = pytest.mark.database


def answered(desk: Desk, **given: Any) -> Matter:
    made = desk.made(days_ago=9, **given)
    matters.answer(desk.database, made, at=desk.now, by=desk.officer_id, rulebook=desk.rulebook, settings=desk.settings)
    return made


def test_what_the_person_wants_must_be_said(desk: Desk) -> None:
    first, second = answered(desk), desk.made()
    assert refused(lambda: desk.merge(first, second)) == "meaning_missing"
    assert refused(lambda: desk.merge(first, second, meaning="nothing")) == "meaning_missing"
    assert desk.state(second) == "open"
    assert "reply" in desk.owed(second)


def test_a_disagreement_becomes_a_request_to_go_further_in_their_words(desk: Desk) -> None:
    first, second = answered(desk), desk.made()
    desk.merge(first, second, meaning="disagree")
    with desk.database.session() as db:
        asked = db.scalars(select(EscalationRequest)).one()
    assert (asked.complaint_id, asked.reason, asked.outcome) == (first.complaint_id, matters.WORDS, None)
    assert "request" in desk.owed(first)
    assert (desk.state(first), desk.state(second)) == ("open", "merged")


def test_disagreeing_is_no_choice_after_the_last_stage(desk: Desk) -> None:
    first, second = answered(desk, service="social-work"), desk.made(service="social-work")
    assert refused(lambda: desk.merge(first, second, meaning="disagree")) == "meaning_missing"
    assert desk.state(second) == "open"


def test_a_promise_not_kept_starts_its_clock_and_no_stage(desk: Desk) -> None:
    first, second = answered(desk), desk.made()
    desk.merge(first, second, meaning="not_done")
    with desk.database.session() as db:
        running = chases.find_open(db, complaint_id=first.complaint_id, kind="remedy")
    assert running is not None
    assert desk.owed(first) == {"remedy": running.answer_by}
    assert desk.state(first) == "answered"


def test_what_the_answer_covers_is_told_so(desk: Desk) -> None:
    first, second = answered(desk), desk.made()
    desk.merge(first, second, meaning="covered")
    (told,) = desk.letters(first, "merged") + desk.letters(second, "merged")
    assert "You find our answer on the page of your complaint" in " ".join(told.split())
    assert desk.owed(first) == desk.owed(second) == {}


@pytest.mark.parametrize("meaning", [one for one in get_args(Meaning) if one != "not_done"])
def test_undone_the_second_owes_its_answer_again(desk: Desk, meaning: Meaning) -> None:
    first, second = answered(desk), desk.made()
    owed = desk.owed(second)
    desk.undo(desk.merge(first, second, meaning=meaning))
    assert desk.owed(second) == owed
    assert desk.state(second) == "open"
    with desk.database.session() as db:
        assert correspondence.writer_of(db, complaint_id=second.complaint_id).id == second.person_id
