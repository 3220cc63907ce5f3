"""An officer at the desk: signs in with password and second factor, opens a complaint by its reference, answers it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import pyotp

from bench.browser import Browser
from bench.page import Answer, Page

_TRIES = 3
_STEP_SECONDS = 30
_FINDINGS = ("upheld", "partly_upheld", "not_upheld")


class NotDone(Exception):
    """The desk did not do what was asked; the message says at which page, without anybody's words."""


class Officer:
    """A signed-in officer."""

    def __init__(self, browser: Browser, account: Mapping[str, str], now: Callable[[], float] = time.time) -> None:
        """Sign in; a code that was used already is followed by the next one. Raises NotDone.

        ``now`` is the portal's time in seconds, where its clock is not ours.
        """
        self.browser = browser
        page = browser.get("/desk")
        for left in reversed(range(_TRIES)):
            form = page.form_with("email", "password", "code")
            code = pyotp.TOTP(account["totp_secret"]).at(int(now()))
            page = browser.send(form, {"email": account["email"], "password": account["password"], "code": code})
            if not page.path.endswith("/sign-in"):
                return
            if left:
                time.sleep(_STEP_SECONDS - now() % _STEP_SECONDS)
        raise NotDone(page.described())

    def open(self, reference: str) -> Page:
        """Type a reference into the desk's box and return the complaint's page. Raises NotDone."""
        queue = self.browser.get("/desk")
        page = self.browser.send(queue.form_with("reference"), {"reference": reference})
        if page.status != 200 or page.errors:
            raise NotDone(page.described())
        return page

    def acknowledge(self, page: Page, *, understood: str, outcome: str) -> Page:
        """Acknowledge, from the complaint's page; the handler and the phone stand there already."""
        return self.act(page, "/acknowledge", {"understood": understood, "outcome": outcome})

    def reply(self, page: Page, *, finding: int, reasons: str, remedy: str) -> Page:
        """Answer, from the complaint's page, with one of the usual findings in turn."""
        answers = {"finding": _FINDINGS[finding % len(_FINDINGS)], "reasons": reasons, "remedy": remedy}
        return self.act(page, "/reply", answers)

    def accept_further(self, page: Page) -> Page:
        """Accept the request to take the complaint further, from its page."""
        return self.act(page, "/decide", {"outcome": "accepted"})

    def act(self, page: Page, ending: str, answers: Mapping[str, Answer]) -> Page:
        """Follow the link to a page of one act, fill it in and send it. Raises NotDone."""
        link = next((one for one in page.links() if one.partition("?")[0].endswith(ending)), None)
        if link is None:
            raise NotDone(f"no way to “{ending}” on {page.described()}")
        asked = self.browser.get(link)
        done = self.browser.send(asked.form_with(*answers), answers)
        if done.status != 200 or done.errors or done.path == asked.path:
            raise NotDone(done.described())
        return done
