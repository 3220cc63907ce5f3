"""An office follows up under the reference it has: added to, asked again, answered again, put off, never twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import clock
from portal.accounts.officers import Activation
from portal.casework.queue import queue
from portal.casework.queue.queue import Chosen
from portal.complaints.matter.act import by_officer, by_person, by_portal
from portal.complaints.matter.models import Complaint
from portal.db import new_id
from portal.enquiries import answer, follow_up, lateness
from portal.enquiries.exchanges import Sent
from portal.enquiries.models import Enquiry, EnquiryExchange
from portal.errors import NotFound, Refusal
from portal.i18n import format_date
from portal.letters.outgoing.models import Letter
from tests.casework.cases import Casework
from tests.enquiries.test_enquiries import COUNCILLOR, received, sign_in
from tests.inspecting_client import InspectingClient

OFFICE = "mp-example-central"
ANSWER = 'form:has([name="signed_by"])'


def enquiry_of(casework: Casework, enquiry_id: str) -> Enquiry:
    with casework.database.session() as db:
        return db.get_one(Enquiry, enquiry_id)


def said(casework: Casework, enquiry_id: str) -> list[EnquiryExchange]:
    """What was said about an enquiry, in order."""
    rows = select(EnquiryExchange).where(EnquiryExchange.enquiry_id == enquiry_id).order_by(EnquiryExchange.seq)
    with casework.database.session() as db:
        return list(db.scalars(rows))


def letters(casework: Casework, kind: str) -> list[Letter]:
    with casework.database.session() as db:
        return list(db.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.id)))


def enquiries(casework: Casework) -> int:
    with casework.database.session() as db:
        return db.scalar(select(func.count()).select_from(Enquiry)) or 0


def add(casework: Casework, enquiry_id: str, words: str = "Any news?", **more: Any) -> None:
    given: dict[str, Any] = {"office": OFFICE, "send_key": new_id(), **more}
    with casework.database.changes() as db:
        follow_up.add(
            db,
            by_person(None, **casework.basics),
            Sent(words=words, **given),
            enquiry_id=enquiry_id,
        )


def answered(casework: Casework, enquiry_id: str, by: Activation, body: str = "The crew missed it.") -> None:
    seen = len(said(casework, enquiry_id))
    with casework.database.changes() as db:
        answer.answer(
            db,
            by_officer(by.officer_id, **casework.basics),
            answer.Answer(body, "Grace Adeyemi", seen),
            enquiry_id=enquiry_id,
            send_key=new_id(),
        )


def typed(field: str, day: date) -> dict[str, str]:
    """A day as it is typed in three fields."""
    return {f"{field}-day": str(day.day), f"{field}-month": str(day.month), f"{field}-year": str(day.year)}


def put_off(casework: Casework, enquiry_id: str, by: Activation, to: date, **more: Any) -> None:
    given: dict[str, Any] = {"reason": "The depot is closed.", "send_key": new_id(), **more}
    with casework.database.changes() as db:
        answer.put_off(
            db,
            by_officer(by.officer_id, **casework.basics),
            enquiry_id=enquiry_id,
            new_date=to,
            **given,
        )


@pytest.mark.database
def test_office_asks_again_before_and_after_the_answer_under_one_reference(
    casework: Casework, app: Flask, browser: InspectingClient
) -> None:
    enquiry_id = received(casework)
    office = sign_in(casework, app)
    mine, ours = f"/members/enquiries/{enquiry_id}", f"/desk/enquiries/{enquiry_id}"
    office.get(mine)
    office.post_form(form="form:has([name=words])", words="We still need an answer.")
    assert "We have what you sent." in office.page.text
    assert "They wrote again" in browser.get("/desk/enquiries").text
    browser.get(ours)
    browser.post_form(form=ANSWER, body="The crew missed it.", signed_by="Grace Adeyemi")
    assert "They wrote again" not in browser.get("/desk/enquiries").text
    office.get(mine)
    office.post_form(form="form:has([name=words])", words="And this week?")
    assert "We answer by" in office.page.text
    assert "They wrote again" in browser.get("/desk/enquiries").text
    browser.get(ours)
    browser.post_form(form=ANSWER, body="It was emptied today.", signed_by="Grace Adeyemi")
    page = office.get(mine)
    told = ["Why was the bin", "We still need", "The crew missed it.", "And this week?", "It was emptied today."]
    assert sorted(page.text.index(one) for one in told) == [page.text.index(one) for one in told]
    assert [one.kind for one in said(casework, enquiry_id)] == ["asked", "added", "answered", "asked", "answered"]
    assert enquiries(casework) == 1
    assert len(letters(casework, "enquiry_new")) == 3
    assert len(letters(casework, "enquiry_answered")) == 2
    assert not any("news" in one.body or "week" in one.body for one in letters(casework, "enquiry_new"))


def test_clock_runs_anew_from_a_further_question_only(casework: Casework, grace: Activation) -> None:
    enquiry_id = received(casework)
    first = enquiry_of(casework, enquiry_id).due
    later = casework.at(casework.now + timedelta(days=3))
    add(later, enquiry_id)
    assert enquiry_of(casework, enquiry_id).due == first
    answered(later, enquiry_id, grace)
    last = casework.at(casework.now + timedelta(days=9))
    add(last, enquiry_id, "And this week?")
    found = enquiry_of(casework, enquiry_id)
    assert found.answered_at is None
    assert found.due == casework.rulebook.calendar.add_working_days(clock.london_date(last.now), 10)
    assert [one.due for one in said(casework, enquiry_id)] == [first, None, None, found.due]
    assert [one.body.count("answer by") for one in letters(casework, "enquiry_received")] == [1, 1]


@pytest.mark.database
def test_clicked_twice_is_one_message_and_other_words_are_not_lost(casework: Casework) -> None:
    enquiry_id, key = received(casework), new_id()
    for words in ("Any news?", "Any news?", "Any news since?", "Any news since?"):
        add(casework, enquiry_id, words, send_key=key)
    assert [one.body for one in said(casework, enquiry_id)][1:] == ["Any news?", "Any news since?"]


def test_another_office_adds_nothing(casework: Casework, app: Flask) -> None:
    enquiry_id = received(casework)
    with pytest.raises(NotFound):
        add(casework, enquiry_id, office="mayor")
    assert len(said(casework, enquiry_id)) == 1


def test_answer_to_what_the_officer_has_not_read_waits_with_its_words(
    casework: Casework, browser: InspectingClient, grace: Activation
) -> None:
    enquiry_id = received(casework)
    browser.get(f"/desk/enquiries/{enquiry_id}")
    add(casework, enquiry_id, "It is worse now.")
    browser.post_form(form=ANSWER, body="The crew missed it.", signed_by="Grace Adeyemi")
    assert "Read it first" in browser.page.text
    assert "It is worse now." in browser.page.text
    assert browser.select("textarea[name=body]")[0].text.strip() == "The crew missed it."
    browser.post_form(form=ANSWER)
    assert "on its way to the office" in browser.page.text
    assert [one.kind for one in said(casework, enquiry_id)] == ["asked", "added", "answered"]


@pytest.mark.parametrize("given", [{"constituent": "  ama MENSÁH"}, {"quoted": "the-number"}, {"quoted": "own"}])
def test_new_enquiry_about_the_same_is_added_to_the_one_there_is(
    casework: Casework, app: Flask, given: dict[str, str]
) -> None:
    made = casework.matter()
    enquiry_id = received(casework, quoted=made.number)
    numbers = {
        "the-number": f"ref: {made.number[:4]}-{made.number[4:]}",
        "own": enquiry_of(casework, enquiry_id).number,
    }
    given = {name: numbers.get(value, value) for name, value in given.items()}
    office = sign_in(casework, app)
    office.get("/members/enquiries/new")
    office.post_form({"words": "Has anything happened?", **given})
    assert office.page.h1 == "You have asked us about this before"
    assert enquiries(casework) == 1
    office.post_form()
    assert "Choose where it belongs." in office.errors[0]
    office.post_form(which=enquiry_id)
    assert office.page.path == f"/members/enquiries/{enquiry_id}"
    assert "Has anything happened?" in office.page.text
    assert enquiries(casework) == 1


def test_something_else_about_the_same_person_is_an_enquiry_of_its_own(casework: Casework, app: Flask) -> None:
    received(casework)
    office = sign_in(casework, app)
    office.get("/members/enquiries/new")
    office.post_form(constituent="Ama Mensah", words="Who mends the lamp?")
    office.post_form(which="new")
    assert "Who mends the lamp?" in office.page.text
    assert enquiries(casework) == 2


def test_only_the_offices_own_and_recent_enquiries_are_offered(
    casework: Casework, app: Flask, grace: Activation
) -> None:
    long_ago = casework.at(casework.now - timedelta(days=90))
    answered(casework.at(casework.now - timedelta(days=61)), received(long_ago), grace)
    received(casework, constituent="Kofi Example")
    councillor = sign_in(casework, app, COUNCILLOR)
    councillor.get("/members/enquiries/new")
    councillor.post_form(constituent="Kofi Example", words="Why?")
    assert councillor.page.h1 == "Your enquiry"
    office = sign_in(casework, app)
    office.get("/members/enquiries/new")
    office.post_form(constituent="Ama Mensah", words="Why?")
    assert office.page.h1 == "Your enquiry"


def test_form_of_a_new_enquiry_sent_again(casework: Casework, app: Flask) -> None:
    office = sign_in(casework, app)
    form = office.get("/members/enquiries/new").values()
    office.post_form(words="Why?")
    first = office.page.path
    again = {**form, "words": "Why?"}
    office.post("/members/enquiries/new", data=again)
    assert office.page.path == first
    office.post("/members/enquiries/new", data={**form, "words": "Why not?"})
    assert office.page.h1 == "You have asked us about this before"
    assert "Why not?" in office.page.html
    assert enquiries(casework) == 1


@pytest.mark.database
def test_later_day_is_told_with_both_dates_and_the_reason(
    casework: Casework, app: Flask, browser: InspectingClient
) -> None:
    enquiry_id = received(casework)
    due = enquiry_of(casework, enquiry_id).due
    new_date = casework.rulebook.calendar.add_working_days(due, 5)
    browser.get(f"/desk/enquiries/{enquiry_id}")
    browser.click("Take more time")
    browser.post_form({**typed("new_date", date(2020, 1, 2)), "reason": "The depot."})
    assert "Choose a day" in browser.errors[0]
    browser.post_form({**typed("new_date", new_date), "reason": "The depot is closed."})
    assert "letter with the new date" in browser.page.text
    page = sign_in(casework, app).get(f"/members/enquiries/{enquiry_id}")
    assert "The depot is closed." in page.text
    assert format_date(due) in page.text
    assert page.text.count(format_date(new_date)) == 2
    (letter,) = letters(casework, "enquiry_later")
    assert format_date(due) in letter.body
    assert format_date(new_date) in letter.body
    assert "depot" not in letter.body


def test_day_is_put_off_only_to_a_later_working_day_of_one_that_waits(casework: Casework, grace: Activation) -> None:
    enquiry_id, key = received(casework), new_id()
    due = enquiry_of(casework, enquiry_id).due
    calendar = casework.rulebook.calendar
    later = calendar.add_working_days(due, 5)
    saturday = later + timedelta(days=(5 - later.weekday()) % 7)
    for day, code in ((due, "new_date_not_later"), (saturday, "new_date_not_working_day")):
        with pytest.raises(Refusal) as refused:
            put_off(casework, enquiry_id, grace, day)
        assert refused.value.code == code
    for _click in range(2):
        put_off(casework, enquiry_id, grace, later, send_key=key)
    assert [one.due for one in said(casework, enquiry_id)] == [due, later]
    answered(casework, enquiry_id, grace)
    with pytest.raises(Refusal) as refused:
        put_off(casework, enquiry_id, grace, calendar.add_working_days(later, 1))
    assert refused.value.code == "answered"


def log(browser: InspectingClient, day: datetime, **more: str) -> None:
    """Fill and send the desk's page of an enquiry that came by phone."""
    browser.get("/desk/enquiries/new")
    browser.post_form({"office": OFFICE, "words": "They rang: why?", **typed("received_on", day), **more})


def test_enquiry_that_came_by_phone_is_in_the_offices_list_and_gets_a_letter(
    casework: Casework, app: Flask, browser: InspectingClient
) -> None:
    came = casework.now - timedelta(days=4)
    log(browser, came, constituent="Ama Mensah")
    assert "The office gets a letter" in browser.page.text
    (receipt,) = letters(casework, "enquiry_received")
    assert receipt.address == "robin.sample.mp@parliament.example"
    office = sign_in(casework, app)
    assert "Ama Mensah" in office.page.text
    with casework.database.session() as db:
        enquiry_id = db.scalars(select(Enquiry.id)).one()
    assert "They rang: why?" in office.get(f"/members/enquiries/{enquiry_id}").text
    found = enquiry_of(casework, enquiry_id)
    assert clock.london_date(found.received_at) == clock.london_date(came)
    assert found.due == casework.rulebook.calendar.add_working_days(clock.london_date(came), 10)
    log(browser, casework.now, constituent="Ama Mensah", words="They rang again.")
    assert "This office has asked about this before." in browser.page.text
    browser.post_form(which=enquiry_id)
    assert enquiries(casework) == 1
    assert [one.kind for one in said(casework, enquiry_id)] == ["asked", "added"]
    assert len(letters(casework, "enquiry_received")) == 2


def test_day_to_come_and_an_office_that_is_not_listed_are_refused(
    casework: Casework, browser: InspectingClient
) -> None:
    log(browser, casework.now + timedelta(days=2))
    assert browser.errors == ["Enter today or an earlier day"]
    log(browser, casework.now, office="other")
    assert "Ask who keeps the file to add this one" in browser.errors[0]
    assert enquiries(casework) == 0


def test_nothing_of_it_is_a_complaint(casework: Casework, grace: Activation) -> None:
    enquiry_id = received(casework)
    answered(casework, enquiry_id, grace)
    add(casework, enquiry_id)
    with casework.database.session() as db:
        assert db.scalar(select(func.count()).select_from(Complaint)) == 0
        page = queue.page(
            db,
            officer=casework.officer_row(grace),
            chosen=Chosen(state="all"),
            council=casework.rulebook.council,
            today=clock.london_date(casework.now),
        )
        assert page.total == 0


@pytest.mark.database
def test_team_is_told_once_of_each_day_that_passed(casework: Casework, grace: Activation) -> None:
    enquiry_id = received(casework)

    def told(days: int) -> int:
        day = casework.at(casework.now + timedelta(days=days))
        return lateness.tell_the_late(day.database, by_portal(**day.basics))

    assert [told(10), told(40), told(41)] == [0, 1, 0]
    (letter,) = letters(casework, "enquiry_late")
    assert format_date(enquiry_of(casework, enquiry_id).due) in letter.body
    day = casework.rulebook.calendar.add_working_days(clock.london_date(casework.now), 40)
    put_off(casework, enquiry_id, grace, day)
    assert [told(41), told(90), told(91)] == [0, 1, 0]
    answered(casework.at(casework.now + timedelta(days=92)), enquiry_id, grace)
    assert told(200) == 0
