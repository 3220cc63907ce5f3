"""A matter's page: what it shows, what it warns of and what it offers."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts.officers import Activation
from portal.casework.answering.reply import reply
from portal.casework.desk.models import UrgentWatch
from portal.casework.queue import sweeps
from portal.complaints.follow_up import escalate
from portal.complaints.matter.act import by_person, by_portal
from portal.letters.outgoing.models import Letter
from tests.casework.cases import ANSWER, WORDS, Casework, at, sign_in
from tests.inspecting_client import InspectingClient

WANTED = "Empty it."


@pytest.fixture
def casework(casework: Casework) -> Casework:
    """The pages ask the real clock, so the desk stands at this moment."""
    return casework.at(clock.now())


def test_looking_is_an_act_and_opening_the_page_is_none(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter(urgent=True)
    sweeps.watch_urgent(casework.database, by_portal(**casework.basics))
    browser.get(at(made))
    assert "urgent_opened" not in casework.kinds(made)
    browser.post_form(form=f'form[action="{at(made, "look")}"]')
    assert casework.kinds(made).count("urgent_opened") == 1
    assert "The alarm is off" in browser.text
    with casework.database.session() as db:
        assert db.get_one(UrgentWatch, made.complaint_id).opened_at is not None


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


def test_note_looks_different_and_reaches_no_resident(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter()
    browser.get(at(made, "note"))
    browser.post_form(body="MARKER: ask the depot")
    assert "MARKER" in browser.page.one(".portal-timeline .portal-note").get_text()
    with casework.database.session() as db:
        assert not any("MARKER" in letter.body for letter in db.scalars(select(Letter)))


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
    casework.do(reply, made, grace, answer=ANSWER)
    with casework.database.changes() as db:
        escalate.ask(
            db,
            by_person(made.person_id, **casework.basics),
            complaint_id=made.complaint_id,
            person_id=made.person_id,
            reason="Not so.",
        )
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
    casework.do(reply, made, grace, answer=ANSWER)
    browser.get(at(made))
    assert {"Answer", "Acknowledge", "Take more time"}.isdisjoint(
        link.get_text(strip=True) for link in browser.select("nav a")
    )
    for act in ("reply", "acknowledge", "extend"):
        browser.get(at(made, act), status=409)


def test_somebody_with_a_phone_only_is_to_be_called(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter(contact="phone", address="020 7946 0999")
    assert "Call them if you can" in browser.get(at(made)).text
    assert "They gave no address for letters" in browser.get(at(made, "message")).text
