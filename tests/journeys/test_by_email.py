"""A complaint with an e-mail address: proven by six digits, confirmed by letter, opened again by a code."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default

import pytest
from playwright.sync_api import expect

from portal import clock
from portal.db import new_id
from portal.letters.outgoing.mail import folder
from tests.delivered import deliver_all
from tests.journeys.conftest import Open
from tests.journeys.resident import Resident
from tests.live import LivePortal

pytestmark = pytest.mark.browser


def letters_to(portal: LivePortal, address: str) -> list[str]:
    """Send what is owed and return the letters to this address, the oldest first."""
    deliver_all(portal.app.extensions["portal.database"], portal.settings, clock.now())
    # A letter's file is named by its id, which sorts by when it was made; its date is only to the second.
    files = sorted(folder(portal.settings).glob("*.eml"))
    letters = [message_from_bytes(file.read_bytes(), policy=default) for file in files]
    return [str(letter.get_content()) for letter in letters if letter["To"] == address]


def digits_in(letter: str) -> str:
    """Return the six digits of a letter that brings a one-time code."""
    found = re.search(r"\b(\d{3}) ?(\d{3})\b", letter)
    assert found, letter
    return found[1] + found[2]


def test_an_address_is_proven_and_opens_the_complaint_again(
    open_browser: Open, live_portal: LivePortal, scripts: bool
) -> None:
    address = f"{new_id()}@resident.example"
    resident = Resident(open_browser(scripts=scripts))
    resident.to_check(email=address, prove=True)
    resident.fill(digits=digits_in(letters_to(live_portal, address)[-1]))
    resident.go_on("check")
    expect(resident.page.get_by_text("You have shown that we can reach you there.")).to_be_visible()
    paper = resident.send()

    receipt = letters_to(live_portal, address)[-1]
    assert paper.reference in receipt
    assert paper.code not in receipt

    elsewhere = Resident(open_browser(scripts=scripts))
    elsewhere.page.goto("/track")
    elsewhere.page.get_by_role("link", name="I have lost my private code").click()
    elsewhere.fill(reference=paper.reference, address=address)
    elsewhere.go_on("enter")
    elsewhere.fill(digits=digits_in(letters_to(live_portal, address)[-1]))
    elsewhere.go_on()
    expect(elsewhere.page.get_by_role("heading", level=1)).to_have_text("Your complaint")
    expect(elsewhere.page.locator(".portal-reference").first).to_have_text(paper.reference)
