"""Updates and remedies past their day: the team and its managers hear once, the queue and the person's page say so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from portal import clock
from portal.casework.answering.message import send_message
from portal.casework.answering.reply import reply
from portal.casework.queue import sweeps
from portal.complaints.drafts.register import Registered
from portal.complaints.follow_up import chases, messages
from portal.complaints.matter.act import by_person
from portal.db import new_id
from tests.casework.cases import ANSWER, Casework, at, sign_in
from tests.casework.queue.test_sweeps import at_once, run
from tests.complaints import matters
from tests.complaints.tracking.test_pages import sign_in as open_page
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database

# Asked on Tuesday 17 November 2026: an update is promised by Thursday, news of a remedy by Tuesday.
UPDATE_DAY = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)
UPDATE_LATE = datetime(2026, 11, 20, 0, 1, tzinfo=UTC)
REMEDY_DAY = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
REMEDY_LATE = datetime(2026, 11, 25, 0, 1, tzinfo=UTC)


def ask(casework: Casework, made: Registered, *, not_done: bool = False) -> None:
    who: dict[str, Any] = {"complaint_id": made.complaint_id, "person_id": made.person_id, "channel": "web"}
    with casework.database.changes() as db:
        if not_done:
            act = by_person(made.person_id, **casework.basics)
            messages.add_message(db, act, body="Nobody came.", send_key=new_id(), **who)
        chases.ask(db, by_person(None, **casework.basics), "remedy" if not_done else "update", **who)


def test_of_a_late_update_the_team_and_its_manager_hear_once(casework: Casework) -> None:
    made = casework.matter()
    casework.officer("Mo Manager", role="team_manager", team="waste")
    casework.officer("Ann Manager", role="team_manager", team="housing")
    ask(casework, made)
    assert run(sweeps.tell_the_late, casework.at(UPDATE_DAY)) == 0
    assert sum(at_once(sweeps.tell_the_late, casework.at(UPDATE_LATE))) == 1
    assert run(sweeps.tell_the_late, casework.at(UPDATE_LATE)) == 0
    letters = casework.letters(made, "update_late")
    assert {letter.address for letter in letters} == {
        "waste@exampleborough.example", "mo.manager@council.example",
    }  # fmt: skip
    assert len(letters) == 2
    for letter in letters:
        assert "asked for an update" in letter.body
        assert "19 November 2026" in letter.body
        assert "Ama" not in letter.body
    assert casework.kinds(made)[-1] == "found_late"
    assert casework.letters(made, "late_notice") == []


def test_of_a_late_remedy_who_answered_hears_too_though_the_matter_is_answered(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    casework.do(reply, made, grace, answer=ANSWER)
    ask(casework, made, not_done=True)
    assert run(sweeps.tell_the_late, casework.at(REMEDY_DAY)) == 0
    assert run(sweeps.tell_the_late, casework.at(REMEDY_LATE)) == 1
    letters = casework.letters(made, "remedy_late")
    assert {letter.address for letter in letters} == {"waste@exampleborough.example", grace.email}
    assert "not done what we promised" in letters[0].body
    assert casework.complaint(made).stage == 1


def test_what_was_told_in_time_or_withdrawn_is_not_late(casework: Casework) -> None:
    told, withdrawn, grace = casework.matter(), casework.matter(), casework.officer()
    ask(casework, told)
    ask(casework, withdrawn)
    casework.do(send_message, told, grace, body="They come on Friday.", send_key=new_id())
    with casework.database.changes() as db:
        messages.withdraw(
            db,
            by_person(withdrawn.person_id, **casework.basics),
            complaint_id=withdrawn.complaint_id,
            person_id=withdrawn.person_id,
            reason="",
        )
    assert run(sweeps.tell_the_late, casework.at(UPDATE_LATE)) == 0


def test_a_late_reply_reaches_the_manager_as_the_person_is_told(casework: Casework) -> None:
    made = casework.matter()
    casework.officer("Mo Manager", role="team_manager", team="waste")
    assert run(sweeps.tell_the_late, casework.at(datetime(2026, 12, 9, 0, 1, tzinfo=UTC))) == 1
    assert "We have told the manager of the team" in casework.letters(made, "late_notice")[0].body
    assert "mo.manager@council.example" in {letter.address for letter in casework.letters(made, "staff_late")}


def test_the_queue_puts_what_is_late_first_and_says_so_of_answered_ones_too(casework: Casework, app: Flask) -> None:
    now = clock.now()
    grace = casework.at(now).officer()
    past = casework.at(now - timedelta(days=14))
    fresh, answered, asked = casework.at(now).matter(), past.matter(), past.matter()
    past.do(reply, answered, grace, answer=ANSWER)
    ask(past, answered, not_done=True)
    ask(past, asked)
    browser = sign_in(casework.at(now), app, grace)
    browser.get("/desk?state=to_do")
    rows = {str(row.select("a")[0]["href"]): row.get_text(" ") for row in browser.select("tbody tr")}
    assert list(rows) == [at(asked), at(answered), at(fresh)]
    assert "Overdue" in rows[at(asked)]
    assert "Wants an update" in rows[at(asked)]
    for said in ("Answered", "Overdue", "Says a promise was not kept"):
        assert said in rows[at(answered)]
    assert "Overdue" not in rows[at(fresh)]


@pytest.mark.parametrize("not_done", [False, True])
def test_the_persons_page_says_that_we_are_late_and_sorry(
    casework: Casework, client: InspectingClient, not_done: bool
) -> None:
    past = casework.at(clock.now() - timedelta(days=14))
    made = matters.made(past.database, rulebook=past.rulebook, settings=past.settings, at=past.now)
    if not_done:
        matters.answer(
            past.database,
            made,
            at=past.now,
            by=past.officer().officer_id,
            rulebook=past.rulebook,
            settings=past.settings,
        )
    ask(past, Registered(made.complaint_id, made.grant_id, made.person_id, made.number), not_done=not_done)
    open_page(client, made)
    said = client.text
    assert ("You told us on" if not_done else "You asked for an update on") in said
    assert "We promised to answer by" in said
    assert "We are late, and we are sorry." in said
    assert "Missed" in said
