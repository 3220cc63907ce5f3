"""One complaint under one reference: told on a phone, answered twice, taken further, to the ombudsman's door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open
from tests.journeys.officer import Officer
from tests.journeys.resident import WORDS, Resident

pytestmark = pytest.mark.browser

FIRST_ANSWER = "The crew missed your street twice."
SECOND_ANSWER = "We looked again. Our first answer was too short."
Move = Callable[[timedelta], None]
Picture = Callable[[Page, str], None]


def test_a_complaint_is_followed_from_paper_to_the_ombudsman(
    open_browser: Open, officer: Officer, move_clock: Move, scripts: bool, picture: Picture
) -> None:
    resident = Resident(open_browser(scripts=scripts))
    resident.to_check()
    picture(resident.page, "check")
    paper = resident.send()
    picture(resident.page, "sent")

    officer.sign_in()
    picture(officer.page, "queue")
    officer.open(paper.reference)
    expect(officer.page.locator(".portal-words", has_text="Nobody rang me back").first).to_have_text(WORDS)
    picture(officer.page, "complaint")
    officer.acknowledge()
    officer.answer(FIRST_ANSWER)
    picture(officer.page, "answered")

    # The next day, with nothing but the paper.
    move_clock(timedelta(days=1))
    later = Resident(open_browser(scripts=scripts))
    later.follow_up(paper)
    expect(later.page.get_by_text(FIRST_ANSWER)).to_be_visible()
    expect(later.page.locator(".portal-words", has_text="Nobody rang me back").first).to_have_text(WORDS)
    picture(later.page, "answer-read")
    later.page.get_by_role("button", name="Take it further").click()
    later.fill(reason="It happened again on Monday.")
    picture(later.page, "further")
    later.go_on()
    expect(later.page.get_by_text("You have asked us to take it further.")).to_be_visible()
    picture(later.page, "asked")

    officer.sign_in()
    officer.open(paper.reference)
    officer.accept_request()
    officer.acknowledge()
    officer.answer(SECOND_ANSWER)

    move_clock(timedelta(days=2))
    last = Resident(open_browser(scripts=scripts))
    last.follow_up(paper)
    expect(last.page.get_by_text(SECOND_ANSWER)).to_be_visible()
    picture(last.page, "second-answer")
    last.page.get_by_role("link", name="Ask an ombudsman").click()
    expect(last.page.locator("main")).to_contain_text("Local Government and Social Care Ombudsman")
    expect(last.page.locator("main")).to_contain_text(paper.reference)
    expect(last.page.locator(".portal-words", has_text="Nobody rang me back").first).to_have_text(WORDS)
    picture(last.page, "ombudsman")
