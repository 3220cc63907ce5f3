"""The queue: what stands in it, in which order, and for whom."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import clock
from portal.accounts.officers import Activation
from portal.casework.answering.reply import reply
from portal.casework.desk.models import UrgentWatch
from portal.complaints.drafts.register import Registered
from portal.complaints.follow_up import messages
from portal.complaints.matter.act import by_person
from portal.complaints.matter.models import Event, Message
from portal.complaints.matter.reference import with_check_digits
from portal.db import ComplaintId, GrantId, PersonId, new_id
from portal.letters.outgoing.models import Letter
from tests.casework.cases import ANSWER, Casework, at, sign_in
from tests.inspecting_client import InspectingClient


@pytest.fixture
def casework(casework: Casework) -> Casework:
    """The pages ask the real clock, so the desk stands at this moment."""
    return casework.at(clock.now())


def test_signing_in_leads_to_the_queue_of_ones_own_team(casework: Casework, app: Flask) -> None:
    own, other = casework.matter(), casework.matter(service="parking")
    tom = sign_in(casework, app, casework.officer("Tom Whitfield", role="officer", team="waste"))
    assert tom.page.h1 == "Complaints to deal with"
    links = {str(link["href"]) for link in tom.select("tbody a")}
    assert links == {at(own)}
    assert at(other) not in tom.page.html


def test_queue_says_in_words_what_the_colours_say(casework: Casework, browser: InspectingClient) -> None:
    late = casework.at(casework.now - timedelta(days=60)).matter()
    fresh = casework.matter()
    page = browser.get("/desk")
    rows = {str(row.select("a")[0]["href"]): row.get_text(" ") for row in page.select("tbody tr")}
    assert list(rows) == [at(late), at(fresh)]
    assert "Overdue" in rows[at(late)]
    assert "In time" in rows[at(fresh)]


def test_urgent_matters_stand_first_and_say_that_nobody_opened_them(
    casework: Casework, browser: InspectingClient
) -> None:
    casework.at(casework.now - timedelta(days=60)).matter()
    urgent = casework.matter(urgent=True)
    page = browser.get("/desk")
    first = page.select("tbody tr")[0]
    assert first.select("a")[0]["href"] == at(urgent)
    assert "Nobody has opened it" in first.get_text(" ")
    assert "Nobody has opened it" in browser.get("/desk/urgent").text


def test_urgent_team_sees_urgent_matters_of_every_team(casework: Casework, app: Flask) -> None:
    urgent, other = casework.matter(urgent=True), casework.matter()
    duty = sign_in(casework, app, casework.officer("Dee Duty", role="officer", team="duty"))
    assert {str(link["href"]) for link in duty.select("tbody a")} == {at(urgent)}
    duty.get(at(urgent))
    duty.get(at(other), status=404)


def test_reference_opens_the_matter_in_any_spelling(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter()
    browser.get("/desk")
    browser.post_form(reference=f" ref: {made.number[:4]}-{made.number[4:8]} {made.number[8:]}")
    assert browser.page.path == at(made)


def test_somebody_elses_matter_and_none_at_all_get_the_same_answer(casework: Casework, app: Flask) -> None:
    other = casework.matter(service="parking", words="MARKER")
    tom = sign_in(casework, app, casework.officer("Tom Whitfield", role="officer", team="waste"))
    answers = []
    for number in (other.number, with_check_digits("0000000001")):
        tom.get("/desk")
        page = tom.post_form(reference=number)
        answers.append(re.sub(r'value="[^"]*"', "", page.html))
        assert page.errors == ["You have no complaint with this reference."]
    assert answers[0] == answers[1]
    for act in ("", "acknowledge", "reply", "extend", "message", "note", "contact", "assign", "decide"):
        theirs = tom.get(at(other, act), status=404).html
        nothing = tom.get(at(Registered(ComplaintId("f" * 32), GrantId(""), PersonId(""), ""), act), status=404).html
        assert theirs == nothing
    assert "MARKER" not in tom.page.html


def test_wrong_reference_is_told_at_once(browser: InspectingClient) -> None:
    browser.get("/desk")
    assert browser.post_form(reference="1234").errors == ["Check the number. A reference has 12 digits."]


def test_withdrawn_matter_says_so(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter()
    with casework.database.changes() as db:
        messages.withdraw(
            db,
            by_person(made.person_id, **casework.basics),
            complaint_id=made.complaint_id,
            person_id=made.person_id,
            reason="",
        )
    assert "They withdrew this complaint" in browser.get(at(made)).text
    assert at(made) not in browser.get("/desk").html
    assert at(made) in browser.get("/desk?state=withdrawn").html


def test_words_added_to_an_answered_matter_are_work(
    casework: Casework, grace: Activation, browser: InspectingClient
) -> None:
    made = casework.matter()
    casework.do(reply, made, grace, answer=ANSWER)
    assert at(made) not in browser.get("/desk").html
    with casework.database.changes() as db:
        messages.add_message(
            db,
            by_person(made.person_id, **casework.basics),
            complaint_id=made.complaint_id,
            person_id=made.person_id,
            body="You have not come.",
            channel="web",
            send_key=new_id(),
        )
    assert at(made) in browser.get("/desk").html
    assert "New words" in browser.text


def test_opening_pages_writes_nothing(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter(urgent=True)

    def rows() -> list[int]:
        with casework.database.session() as db:
            return [
                db.scalar(select(func.count()).select_from(table)) or 0
                for table in (Event, Letter, UrgentWatch, Message)
            ]

    before = rows()
    for path in (
        "/desk",
        "/desk/urgent",
        "/desk/tray",
        *(at(made, act) for act in ("", "acknowledge", "reply", "note")),
    ):
        browser.get(path)
    assert rows() == before


def test_a_contact_centre_agent_opens_no_complaint(casework: Casework, app: Flask) -> None:
    made = casework.matter()
    agent = sign_in(casework, app, casework.officer("Cass Centre", role="contact_centre", team="contact"))
    agent.get("/desk", status=404)
    agent.get(at(made), status=404)
