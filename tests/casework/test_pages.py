"""The desk's pages: what an officer sees and does, walked as a browser without scripts walks them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from portal import clock
from portal.accounts import second_factor
from portal.accounts.models import Officer
from portal.accounts.officers import Activation
from portal.casework import sweeps
from portal.casework.acknowledge import acknowledge
from portal.casework.models import UrgentWatch
from portal.casework.reply import reply
from portal.complaints import escalate, follow_up
from portal.complaints.models import Event, Message
from portal.complaints.reference import with_check_digits
from portal.complaints.submit import Registered
from portal.db import new_id
from portal.letters.models import Letter
from tests.casework.cases import ACKNOWLEDGEMENT, REPLY, WORDS, Casework
from tests.inspecting_client import InspectingClient

WANTED = "Empty it."


@pytest.fixture
def casework(casework: Casework) -> Casework:
    """The pages ask the real clock, so the desk stands at this moment."""
    return casework.at(clock.now())


def sign_in(casework: Casework, app: Flask, by: Activation) -> InspectingClient:
    browser = InspectingClient(app)
    with casework.database.changes() as db:
        db.execute(update(Officer).where(Officer.id == by.officer_id).values(totp_step=0))
    browser.get("/desk/sign-in")
    code = second_factor.code_at(by.totp_secret, clock.now())
    browser.post_form(email=by.email, password=by.password, code=code)
    return browser


@pytest.fixture
def grace(casework: Casework) -> Activation:
    return casework.officer()


@pytest.fixture
def browser(casework: Casework, app: Flask, grace: Activation) -> InspectingClient:
    return sign_in(casework, app, grace)


def at(made: Registered, act: str = "") -> str:
    return f"/desk/complaint/{made.complaint_id}" + (f"/{act}" if act else "")


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


def test_looking_is_an_act_and_opening_the_page_is_none(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter(urgent=True)
    sweeps.watch_urgent(casework.database, **casework.basics)
    browser.get(at(made))
    assert "urgent_opened" not in casework.kinds(made)
    browser.post_form(form=f'form[action="{at(made, "look")}"]')
    assert casework.kinds(made).count("urgent_opened") == 1
    assert "The alarm is off" in browser.text
    with casework.database.session() as db:
        assert db.get_one(UrgentWatch, made.complaint_id).opened_at is not None


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
        nothing = tom.get(at(Registered("f" * 32, "", "", ""), act), status=404).html
        assert theirs == nothing
    assert "MARKER" not in tom.page.html


def test_wrong_reference_is_told_at_once(browser: InspectingClient) -> None:
    browser.get("/desk")
    assert browser.post_form(reference="1234").errors == ["Check the number. A reference has 12 digits."]


def test_matter_shows_every_word_and_what_to_mind(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter(
        wanted=WANTED,
        about="other",
        affected_name="Kofi Mensah",
        shared="yes",
        safe_times="After 6pm",
        adjustments="Large print, please",
        not_to_tell="My landlord",
    )
    page = browser.get(at(made))
    assert WORDS in page.words
    assert WANTED in page.words
    assert all(element.get("dir") == "auto" for element in page.select(".portal-words"))
    for words in (
        "Check that they agree before you tell the writer anything about them",
        "Kofi Mensah",
        "Somebody else reads what is sent to this address",
        "After 6pm",
        "Large print, please",
        "My landlord",
    ):
        assert words in page.text


def test_acknowledge_page(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter()
    browser.get(at(made))
    browser.click("Acknowledge")
    assert browser.page.values()["handler"] == "Grace Adeyemi"
    browser.post_form({**ACKNOWLEDGEMENT, "understood": ""})
    assert browser.errors == ["Say what you understood the complaint to be"]
    assert browser.page.values()["outcome"] == ACKNOWLEDGEMENT["outcome"]
    browser.post_form(ACKNOWLEDGEMENT)
    assert "You acknowledged the complaint" in browser.text
    assert ACKNOWLEDGEMENT["understood"] in browser.page.words
    assert "Acknowledge" not in {link.get_text(strip=True) for link in browser.select("nav a")}


def test_reply_shows_the_next_step_as_it_will_be_sent(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter()
    page = browser.get(at(made, "reply"))
    assert "The next step is stage 2" in page.one(".portal-fixed").get_text()
    assert not page.select(".portal-fixed textarea, .portal-fixed input")
    browser.post_form(finding="upheld", reasons="")
    assert browser.errors == ["Give the reasons"]
    browser.post_form({**REPLY, "root_cause": "contractor"}, forged={"next_step": "Go away."})
    assert "You answered" in browser.text
    (letter,) = casework.letters(made, "reply")
    assert "Go away." not in letter.body
    assert "The next step is stage 2" in letter.body
    assert "The next step is stage 2" in browser.text


def test_somebody_was_faster_and_the_words_are_kept(casework: Casework, app: Flask, browser: InspectingClient) -> None:
    made = casework.matter()
    tom = sign_in(casework, app, casework.officer("Tom Whitfield"))
    for one in (browser, tom):
        one.get(at(made, "reply"))
    browser.post_form(REPLY)
    tom.post_form({**REPLY, "reasons": "My own reasons.\nThree of them."})
    assert tom.errors == ["Somebody else has just answered this. Your words are still here."]
    assert tom.page.values()["reasons"] == "My own reasons.\nThree of them."
    assert len(casework.letters(made, "reply")) == 1


def test_form_of_an_earlier_stage_answers_nothing(
    casework: Casework, grace: Activation, browser: InspectingClient
) -> None:
    made = casework.matter()
    browser.get(at(made, "reply"))
    casework.do(reply, made, grace, **REPLY)
    with casework.database.changes() as db:
        request = escalate.ask(
            db, complaint_id=made.complaint_id, person_id=made.person_id, reason="", **casework.basics
        )
        escalate.decide(
            db, request_id=request, outcome="accepted", officer_id=grace.officer_id, reason="", **casework.basics
        )
    browser.post_form({**REPLY, "reasons": "For stage 1."})
    assert browser.errors == ["This complaint has moved to another stage. Open it again before you go on."]
    assert browser.page.values()["reasons"] == "For stage 1."
    assert casework.complaint(made).state == "open"


def test_two_tabs_never_mix(casework: Casework, app: Flask, browser: InspectingClient) -> None:
    """A message written in the first tab goes to the first matter, whatever was opened since (threat T36)."""
    first = casework.matter(address="first@example.com")
    second = casework.matter(address="second@example.com")
    browser.get(at(first, "message"))
    one_tab = browser.page
    browser.get(at(second, "message"))
    key = one_tab.values()["send_key"]
    browser.post(at(first, "message"), {**one_tab.values(), "body": "Yours."})
    assert [letter.address for letter in casework.letters(first, "message")] == ["first@example.com"]
    assert casework.letters(second, "message") == []
    browser.post(at(second, "message"), {**one_tab.values(), "body": "Yours.", "send_key": key}, status=404)
    assert casework.letters(second, "message") == []


def test_send_pressed_twice_is_one_message(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter()
    browser.get(at(made, "message"))
    sent = {**browser.page.values(), "body": "Once."}
    for _press in range(2):
        browser.post(at(made, "message"), sent)
    assert casework.count(Message, made) == 1
    assert len(casework.letters(made, "message")) == 1


def test_extension_page_says_what_the_rules_call_it(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter()
    browser.get(at(made, "extend"))
    assert "consented" not in browser.page.values()
    day = casework.promised(made)[0].due
    browser.post_form({"new_date-day": "31", "new_date-month": "2", "new_date-year": "2027", "reason": "Waiting."})
    assert browser.errors == ["Enter a real date, such as 27 3 2026"]
    browser.post_form(
        {"new_date-day": str(day.day), "new_date-month": str(day.month), "new_date-year": str(day.year), "reason": "W"}
    )
    assert browser.errors == ["Choose a day after the date we have already given."]
    new = casework.rulebook.calendar.add_working_days(day, 60)
    browser.post_form({"new_date-day": str(new.day), "new_date-month": str(new.month), "new_date-year": str(new.year)})
    assert "late notice" in browser.text
    assert len(casework.letters(made, "late_notice")) == 1


def test_consent_is_asked_where_the_rules_need_it(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter(service="social-work")
    assert browser.get(at(made, "extend")).select('input[name="consented"]')


def test_note_looks_different_and_reaches_no_resident(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter()
    browser.get(at(made, "note"))
    browser.post_form(body="MARKER: ask the depot")
    assert "MARKER" in browser.page.one(".portal-timeline .portal-note").get_text()
    with casework.database.session() as db:
        assert not any("MARKER" in letter.body for letter in db.scalars(select(Letter)))


@pytest.mark.parametrize(
    ("typed", "error"),
    [("half two", "Enter a time, such as 2:30pm or 14:30"), ("25:00", "Enter a time, such as 2:30pm or 14:30")],
)
def test_call_with_a_strange_time_keeps_its_words(
    casework: Casework, browser: InspectingClient, typed: str, error: str
) -> None:
    made = casework.matter()
    browser.get(at(made, "contact"))
    browser.post_form(kind="call", time=typed, body="She wants a call.")
    assert browser.errors == [error]
    assert browser.page.values()["body"] == "She wants a call."
    browser.post_form(time="0:01")
    assert "The call or meeting is recorded" in browser.text


def test_given_away_it_is_out_of_sight(casework: Casework, app: Flask) -> None:
    made = casework.matter()
    tom = sign_in(casework, app, casework.officer("Tom Whitfield", role="officer", team="waste"))
    tom.get(at(made, "assign"))
    tom.post_form(to="parking")
    assert tom.page.path == "/desk"
    assert "given away" in tom.text
    tom.get(at(made), status=404)


def test_request_to_go_further_is_decided(casework: Casework, grace: Activation, browser: InspectingClient) -> None:
    made = casework.matter()
    casework.do(reply, made, grace, **REPLY)
    with casework.database.changes() as db:
        escalate.ask(db, complaint_id=made.complaint_id, person_id=made.person_id, reason="Not so.", **casework.basics)
    browser.get("/desk")
    assert "Asks to go further" in browser.text
    browser.get(at(made))
    browser.click("Decide the request to go further")
    assert "Not so." in browser.text
    browser.post_form(outcome="rejected")
    assert browser.errors == ["Write the reason. The person will read it."]
    browser.post_form(outcome="accepted")
    assert casework.complaint(made).stage == 2
    assert "Stage 2" in browser.page.answer("Stage")
    browser.get(at(made, "decide"), status=404)


def test_what_the_rules_do_not_allow_now_is_not_offered(
    casework: Casework, grace: Activation, browser: InspectingClient
) -> None:
    made = casework.matter()
    casework.do(reply, made, grace, **REPLY)
    browser.get(at(made))
    assert {"Answer", "Acknowledge", "Take more time"}.isdisjoint(
        link.get_text(strip=True) for link in browser.select("nav a")
    )
    for act in ("reply", "acknowledge", "extend"):
        browser.get(at(made, act), status=409)


def test_withdrawn_matter_says_so(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter()
    with casework.database.changes() as db:
        follow_up.withdraw(db, complaint_id=made.complaint_id, person_id=made.person_id, reason="", **casework.basics)
    assert "They withdrew this complaint" in browser.get(at(made)).text
    assert at(made) not in browser.get("/desk").html
    assert at(made) in browser.get("/desk?state=withdrawn").html


def test_words_added_to_an_answered_matter_are_work(
    casework: Casework, grace: Activation, browser: InspectingClient
) -> None:
    made = casework.matter()
    casework.do(reply, made, grace, **REPLY)
    assert at(made) not in browser.get("/desk").html
    with casework.database.changes() as db:
        follow_up.add_message(
            db,
            complaint_id=made.complaint_id,
            person_id=made.person_id,
            body="You have not come.",
            channel="web",
            send_key=new_id(),
            **casework.basics,
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


def test_somebody_with_a_phone_only_is_to_be_called(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter(contact="phone", address="020 7946 0999")
    assert "Call them if you can" in browser.get(at(made)).text
    assert "They gave no address for letters" in browser.get(at(made, "message")).text


def test_history_knows_every_kind_of_event() -> None:
    from portal.casework.history import _EVENTS, BY_ROWS
    from portal.complaints.events import Kind

    assert set(Kind) == set(_EVENTS) | BY_ROWS


def test_a_contact_centre_agent_opens_no_complaint(casework: Casework, app: Flask) -> None:
    made = casework.matter()
    agent = sign_in(casework, app, casework.officer("Cass Centre", role="contact_centre", team="contact"))
    agent.get("/desk", status=404)
    agent.get(at(made), status=404)


def test_wordless_acknowledgement_of_somebody_faster_keeps_all_five(
    casework: Casework, grace: Activation, app: Flask
) -> None:
    made = casework.matter()
    tom = sign_in(casework, app, casework.officer("Tom Whitfield"))
    tom.get(at(made, "acknowledge"))
    casework.do(acknowledge, made, grace, **ACKNOWLEDGEMENT)
    tom.post_form({**ACKNOWLEDGEMENT, "handler": "Tom"})
    assert tom.errors == ["Somebody else has just acknowledged this. Your words are still here."]
    assert tom.page.values()["understood"] == ACKNOWLEDGEMENT["understood"]
