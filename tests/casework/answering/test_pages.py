"""The forms of the acts: their errors keep the words, and nothing is sent twice or to somebody else."""

from __future__ import annotations

import pytest
from flask import Flask

from portal import clock
from portal.accounts.officers import Activation
from portal.casework.answering.acknowledge import acknowledge
from portal.casework.answering.reply import reply
from portal.complaints.follow_up import escalate
from portal.complaints.matter.act import by_officer, by_person
from portal.complaints.matter.models import Message
from tests.casework.cases import ACKNOWLEDGEMENT, ANSWER, REPLY, UNDERSTOOD, Casework, at, sign_in
from tests.inspecting_client import InspectingClient


@pytest.fixture
def casework(casework: Casework) -> Casework:
    """The pages ask the real clock, so the desk stands at this moment."""
    return casework.at(clock.now())


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
    casework.do(reply, made, grace, answer=ANSWER)
    with casework.database.changes() as db:
        request = escalate.ask(
            db,
            by_person(made.person_id, **casework.basics),
            complaint_id=made.complaint_id,
            person_id=made.person_id,
            reason="",
        )
        escalate.decide(
            db, by_officer(grace.officer_id, **casework.basics), request_id=request, outcome="accepted", reason=""
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


def test_wordless_acknowledgement_of_somebody_faster_keeps_all_five(
    casework: Casework, grace: Activation, app: Flask
) -> None:
    made = casework.matter()
    tom = sign_in(casework, app, casework.officer("Tom Whitfield"))
    tom.get(at(made, "acknowledge"))
    casework.do(acknowledge, made, grace, words=UNDERSTOOD)
    tom.post_form({**ACKNOWLEDGEMENT, "handler": "Tom"})
    assert tom.errors == ["Somebody else has just acknowledged this. Your words are still here."]
    assert tom.page.values()["understood"] == ACKNOWLEDGEMENT["understood"]
