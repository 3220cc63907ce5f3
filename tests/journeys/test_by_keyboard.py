"""A whole complaint by keyboard alone: the focus is always to be seen, and goes where something is wrong."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open
from tests.journeys.resident import WORDS, Resident

pytestmark = pytest.mark.browser

MOST_TABS = 60


class Keys:
    """Presses keys, and knows what has the focus."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def to(self, css: str) -> None:
        """Press Tab until this element has the focus."""
        for _key in range(MOST_TABS):
            self.press("Tab")
            if self.page.locator(f"{css}:focus").count():
                return
        raise AssertionError(f"{css} is not reached by Tab on {self.page.url}")

    def arrive(self, part: str) -> None:
        """See that Enter led to this question."""
        self.page.wait_for_url(re.compile(rf"/{part}([?#]|$)"))

    def enter(self, css: str, part: str) -> None:
        """Go to a link or button, press Enter and see where it leads."""
        self.to(css)
        self.press("Enter")
        self.arrive(part)

    def choose(self, name: str, value: str) -> None:
        """Go to a question and choose an answer with the arrows."""
        self.to(f'[name="{name}"]')
        if not self.page.locator(f'[name="{name}"]:checked').count():
            self.press("Space")
        for _key in range(MOST_TABS):
            if self.page.locator(f'[name="{name}"][value="{value}"]:checked').count():
                return
            self.press("ArrowDown")
        raise AssertionError(f"{value} is not among the answers of {name}")

    def type(self, name: str, words: str) -> None:
        """Go to a box and type."""
        self.to(f'[name="{name}"]')
        self.page.keyboard.insert_text(words)


BUTTON = "main form button"


def test_the_skip_link_comes_first_and_skips(open_browser: Open, scripts: bool) -> None:
    page = open_browser(scripts=scripts)
    page.goto("/how-we-deal-with-complaints")
    keys = Keys(page)
    keys.press("Tab")
    skip = page.locator(".govuk-skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    keys.press("Enter")
    keys.press("Tab")
    assert page.locator("main :focus, .portal-footer :focus").count() == 1


def test_a_complaint_by_keyboard_alone(open_browser: Open, scripts: bool) -> None:
    page = open_browser(scripts=scripts)
    page.goto("/")
    keys = Keys(page)
    keys.to("main a.govuk-button")
    # With scripts it acts as the button it is said to be.
    keys.press("Space" if scripts else "Enter")
    keys.arrive("complain")

    keys.to(BUTTON)
    keys.press("Enter")
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    keys.to(".govuk-error-summary a")
    keys.press("Enter")
    expect(page.locator("[name=about]").first).to_be_focused()
    keys.press("Space")
    keys.enter(BUTTON, "what-happened")
    keys.type("words", WORDS)
    keys.enter(BUTTON, "urgent")
    keys.choose("urgent", "no")
    keys.enter(BUTTON, "service")
    keys.choose("service", "missed-collection")
    keys.enter(BUTTON, "when")
    for following in ("where", "put-right", "photos-and-documents", "name", "contact"):
        keys.enter(BUTTON, following)
    keys.choose("contact", "none")
    keys.enter(BUTTON, "language-and-help")
    keys.enter(BUTTON, "check")
    keys.enter(BUTTON, "sent")
    assert re.fullmatch(r"\d{4} \d{4} \d{4}", Resident(page).paper().reference)
