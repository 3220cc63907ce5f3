"""What was promised counts as kept only when the letter that tells it may go, whatever strangers ask for."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import update

from portal import clock
from portal.accounts.officers import Activation
from portal.casework.answering.reply import reply
from portal.complaints.matter import reference
from portal.letters.outgoing.models import Letter
from portal.people.models import ContactPoint
from tests.casework.cases import ACKNOWLEDGEMENT, ANSWER, Casework, at
from tests.delivered import deliver_all
from tests.inspecting_client import InspectingClient

VICTIM = "victim@home.example"
UNKNOWN = reference.with_check_digits("0000000017")


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock themselves."""
    return clock.now()


@pytest.mark.database
@pytest.mark.parametrize("proven", [True, False])
def test_strangers_who_ask_for_codes_cancel_no_letter_that_is_owed(
    proven: bool, casework: Casework, app: Flask, browser: InspectingClient
) -> None:
    made = casework.matter(address=VICTIM, proven=proven)
    for number in range(13):
        stranger = InspectingClient(app)
        stranger.client.environ_base["REMOTE_ADDR"] = f"198.51.100.{number + 1}"
        stranger.get("/track/code")
        stranger.post_form(reference=UNKNOWN, address=VICTIM)
        stranger.get("/track/lost")
        stranger.post_form(email=VICTIM)
    browser.get(at(made, "acknowledge"))
    browser.post_form(ACKNOWLEDGEMENT)
    (letter,) = casework.letters(made, "acknowledgement")
    assert (letter.cancelled_at, letter.not_before, letter.goes_with) == (None, None, None)
    (promise,) = casework.promised(made, "acknowledge")
    assert promise.kept_at is not None
    deliver_all(casework.database, casework.settings, clock.now())
    (letter,) = casework.letters(made, "acknowledgement")
    assert letter.sent_at is not None


@pytest.mark.database
def test_what_cannot_be_sent_is_done_and_not_kept_until_they_were_told(
    casework: Casework, grace: Activation, browser: InspectingClient, caplog: pytest.LogCaptureFixture
) -> None:
    made = casework.matter()
    with casework.database.changes() as db:
        db.execute(update(ContactPoint).values(address="ama@example.com, x@y.example"))
    casework.do(reply, made, grace, answer=ANSWER)
    (letter,) = casework.letters(made, "reply")
    assert letter.cancelled_at is not None
    assert f"ALARM letter {letter.id}" in caplog.text
    (promise,) = casework.promised(made)
    assert (promise.done_at, promise.kept_at) == (casework.now, None)
    assert casework.complaint(made).due is not None
    browser.get(at(made))
    assert "Done, but they have not been reached" in browser.text
    browser.get(at(made, "reach"))
    assert "Done, but they were not told" in browser.text
    browser.post_form(form='form[action$="/reached"]')
    (promise,) = casework.promised(made)
    assert promise.kept_at is not None


@pytest.mark.parametrize("contact", ["none", "phone"])
def test_who_gave_no_address_to_write_to_is_told_on_their_page(
    contact: str, casework: Casework, grace: Activation
) -> None:
    made = casework.matter(contact=contact, address="07700 900123")
    casework.do(reply, made, grace, answer=ANSWER)
    (promise,) = casework.promised(made)
    assert promise.kept_at is not None


def test_letters_of_officers_go_first_and_each_by_itself(casework: Casework, grace: Activation) -> None:
    matters = [casework.matter(address=VICTIM, proven=False, words=f"Bin {number}") for number in range(15)]
    for one in matters:
        casework.do(reply, one, grace, answer=ANSWER)
    deliver_all(casework.database, casework.settings, casework.now)
    with casework.database.session() as db:
        sent = [one for one in db.query(Letter) if one.sent_at]
    assert sum(one.kind == "reply" for one in sent) == 15
    assert sum(one.kind == "receipt" for one in sent) == casework.settings.limits.messages_per_address_per_day
