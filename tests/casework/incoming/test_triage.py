"""Words that came with a reference and no code: held, accepted, kept apart or placed, and nothing disclosed."""

from __future__ import annotations

import pytest
from flask import Flask

from portal import clock
from portal.complaints.incoming import letterbox
from portal.complaints.matter.models import Message
from portal.db import new_id
from tests.casework.cases import Casework, at, sign_in
from tests.inspecting_client import InspectingClient

HELD = "I am the neighbour.\nIt is still not empty."


@pytest.fixture
def casework(casework: Casework) -> Casework:
    return casework.at(clock.now())


def post(casework: Casework, reference: str) -> str:
    key = new_id()
    with casework.database.changes() as db:
        letterbox.post_words(
            db, typed_reference=reference, words=HELD, contact="020 7946 0555", send_key=key, now=casework.now
        )
    return key


def test_held_words_stand_on_the_matter_until_an_officer_accepts(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter()
    key = post(casework, made.number)
    assert "Sender not proven" in browser.get("/desk").text
    browser.get(at(made))
    assert HELD in browser.page.words
    assert casework.count(Message, made) == 0
    accept = f'form[action="{at(made, f"held/{key}/accept")}"]'
    token = browser.page.values(browser.page.one(accept))
    browser.post_form(form=accept)
    browser.post(at(made, f"held/{key}/accept"), token)
    assert casework.count(Message, made) == 1
    assert "The sender is not proven" in browser.text


def test_words_kept_apart_are_a_note_for_officers(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter()
    key = post(casework, made.number)
    browser.get(at(made))
    browser.post_form(form=f'form[action="{at(made, f"held/{key}/apart")}"]')
    assert casework.count(Message, made) == 0
    assert HELD in browser.page.one(".portal-timeline .portal-note").get_text()
    assert casework.letters(made, "letterbox_accepted") == []


def test_words_of_another_matter_cannot_be_accepted_here(casework: Casework, browser: InspectingClient) -> None:
    first, second = casework.matter(), casework.matter()
    key = post(casework, first.number)
    browser.get(at(first))
    token = browser.page.values(browser.page.one(f'form[action="{at(first, f"held/{key}/accept")}"]'))
    browser.post(at(second, f"held/{key}/accept"), token, status=404)
    assert casework.count(Message, second) == 0


def test_words_in_the_tray_are_placed_by_reference(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter()
    key = post(casework, "no idea")
    browser.get("/desk/tray")
    assert HELD in browser.page.words
    browser.get(f"/desk/tray/{key}")
    browser.post_form(reference="0000 0000 0197")
    assert browser.errors == ["There is no complaint with this reference. Check the number."]
    browser.post_form(reference=made.number)
    assert browser.page.path == at(made)
    assert casework.count(Message, made) == 1
    assert "There is nothing here." in browser.get("/desk/tray").text
    browser.get(f"/desk/tray/{key}", status=404)


def test_words_that_belong_nowhere_leave_the_tray(casework: Casework, browser: InspectingClient) -> None:
    key = post(casework, "")
    browser.get(f"/desk/tray/{key}")
    browser.post_form(form='form[action$="/aside"]')
    assert browser.page.path == "/desk/tray"
    assert "There is nothing here." in browser.text


def test_only_the_central_team_reads_the_tray(casework: Casework, app: Flask) -> None:
    key = post(casework, "")
    tom = sign_in(casework, app, casework.officer("Tom Whitfield", role="officer", team="waste"))
    tom.get("/desk/tray", status=404)
    tom.get(f"/desk/tray/{key}", status=404)
