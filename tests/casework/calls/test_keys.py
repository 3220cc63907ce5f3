"""Logging a call by keyboard in a real browser: few keys, saved while typing, nothing needed from scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from portal import clock
from portal.accounts import second_factor
from portal.accounts.officers import Activation, NewOfficer, make_officer
from portal.db import new_id
from tests.live import LivePortal

pytestmark = pytest.mark.browser

MOST_KEYS = 12
REGISTERED = re.compile(r"/registered$")
WORDS = "The bins were not emptied.\nNobody rang back."


class Keyboard:
    """Types into whatever has the focus, and counts every key that is not free text."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = 0

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def with_alt(self, key: str) -> None:
        """Press an access key, which Playwright's own keyboard does not know."""
        self.keys += 2
        browser = self.page.context.new_cdp_session(self.page)
        pressed = {"modifiers": 1, "key": key, "code": f"Key{key.upper()}", "windowsVirtualKeyCode": ord(key.upper())}
        browser.send("Input.dispatchKeyEvent", {**pressed, "type": "rawKeyDown"})
        browser.send("Input.dispatchKeyEvent", {**pressed, "type": "char", "text": key, "unmodifiedText": key})
        browser.send("Input.dispatchKeyEvent", {**pressed, "type": "keyUp"})
        browser.detach()

    def text(self, words: str) -> None:
        self.page.keyboard.insert_text(words)


def officer(portal: LivePortal) -> Activation:
    with portal.app.extensions["portal.database"].changes() as db:
        return make_officer(
            db,
            portal.settings,
            NewOfficer(
                name="Cat Cole", email=f"{new_id()}@council.example", team="contact-centre", role="contact_centre"
            ),
            issuer="Example Borough",
            lasting=True,
            now=clock.now(),
        )


def begin(page: Page, portal: LivePortal) -> None:
    somebody = officer(portal)
    page.goto("/desk/sign-in")
    page.get_by_label("Email address").fill(somebody.email)
    page.get_by_label("Password").fill(somebody.password)
    page.get_by_label("Six-digit code").fill(second_factor.code_at(somebody.totp_secret, clock.now()))
    page.get_by_role("button", name="Sign in").click()
    page.goto("/desk/calls")
    page.get_by_role("button", name="Log a call").click()


def routine_call(page: Page) -> int:
    """Log a call by keyboard alone and return how many keys it took besides the free text."""
    keyboard = Keyboard(page)
    expect(page.locator("#words")).to_be_focused()
    keyboard.text(WORDS)
    keyboard.with_alt("n")
    expect(page.locator("#name")).to_be_focused()
    keyboard.text("Bo Lee")
    keyboard.press("Tab")
    expect(page.locator("#phone")).to_be_focused()
    keyboard.text("020 7946 0000")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Read this back to the caller")
    expect(page.locator(".portal-words").first).to_have_text(WORDS)
    keyboard.with_alt("r")
    page.wait_for_url(REGISTERED)
    expect(page.locator(".portal-reference")).to_have_text(re.compile(r"^\d{4} \d{4} \d{4}$"))
    return keyboard.keys


def test_a_routine_call_takes_few_keys(page: Page, live_portal: LivePortal) -> None:
    begin(page, live_portal)
    assert routine_call(page) <= MOST_KEYS


def test_a_routine_call_takes_few_keys_without_scripts(plain_page: Page, live_portal: LivePortal) -> None:
    begin(plain_page, live_portal)
    assert routine_call(plain_page) <= MOST_KEYS


def test_what_is_typed_is_saved_by_itself(page: Page, live_portal: LivePortal) -> None:
    begin(page, live_portal)
    page.wait_for_load_state()
    page.locator("#words").fill(WORDS)
    expect(page.locator("[data-autosave-status]")).to_have_text("Saved.")
    page.goto(page.url)
    expect(page.locator("#words")).to_have_value(WORDS)
