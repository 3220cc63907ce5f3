"""An officer at the desk, in a browser of their own, or without one for what was seen in one already."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping

from playwright.sync_api import Page, expect

from portal import clock
from portal.accounts import second_factor
from portal.accounts.officers import Activation, NewOfficer, make_officer
from portal.db import new_id
from tests.inspecting_client import InspectingClient
from tests.journeys.resident import Look
from tests.live import LivePortal


class AtDesk(ABC):
    """Signs in with password and authenticator, and acts on one complaint after the other."""

    account: Activation

    @abstractmethod
    def sign_in(self) -> None:
        """Sign in from the desk's door."""

    @abstractmethod
    def open(self, reference: str) -> None:
        """Open a complaint by its reference."""

    @abstractmethod
    def act(self, name: str, fields: Mapping[str, str], button: str) -> None:
        """Do one thing that the page offers: follow the link that begins so, fill its form, press its button."""

    def code(self) -> str:
        """Return what the authenticator shows."""
        return second_factor.code_at(self.account.totp_secret, clock.now())

    def acknowledge(self) -> None:
        """Tell the person what was understood."""
        fields = {
            "understood": "The bins were not emptied.",
            "outcome": "They want them emptied.",
            "phone": "020 7946 0100",
        }
        self.act("Acknowledge", fields, "Send the acknowledgement")

    def answer(self, reasons: str) -> None:
        """Answer the running stage."""
        self.act(
            "Answer", {"finding": "upheld", "reasons": reasons, "remedy": "We have emptied them."}, "Send the answer"
        )

    def accept_request(self) -> None:
        """Open the next stage."""
        self.act("Decide the request to go further", {"outcome": "accepted"}, "Decide")


class Officer(AtDesk):
    """An officer in a browser; ``look`` is shown each page that they come to."""

    def __init__(self, page: Page, portal: LivePortal, look: Look) -> None:
        self.page, self.look = page, look
        with portal.app.extensions["portal.database"].changes() as db:
            self.account = make_officer(
                db,
                portal.settings,
                NewOfficer(
                    name="Grace Adeyemi", email=f"{new_id()}@council.example", team="complaints", role="central"
                ),
                issuer="Example Borough",
                lasting=True,
                now=clock.now(),
            )

    def sign_in(self) -> None:
        """Sign in from the desk's door."""
        self.page.goto("/desk")
        self.page.get_by_label("Email address").fill(self.account.email)
        self.page.get_by_label("Password").fill(self.account.password)
        self.page.get_by_label("Six-digit code").fill(self.code())
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Complaints to deal with")
        self.look(self.page)

    def open(self, reference: str) -> None:
        """Open a complaint by its reference."""
        self.page.goto("/desk")
        self.page.locator("[name=reference]").fill(reference)
        self.page.get_by_role("button", name="Open", exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(f"Complaint {reference}")
        self.look(self.page)

    def act(self, name: str, fields: Mapping[str, str], button: str) -> None:
        """Do one thing that the page offers: follow the link that begins so, fill its form, press its button."""
        self.follow(name)
        for field, value in fields.items():
            control = self.page.locator(f'main [name="{field}"]')
            if control.first.get_attribute("type") == "radio":
                self.page.locator(f'main [name="{field}"][value="{value}"]').check()
            else:
                control.fill(value)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).click()
        expect(self.page.locator(".govuk-error-summary")).to_have_count(0)
        self.look(self.page)

    def follow(self, name: str) -> None:
        """Follow the link that begins so."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=re.compile(rf"^{name}( |$)")).click()
        self.look(self.page)

    def confirm(self, how: str) -> None:
        """Confirm that the writer may act, by a form, a document or an official address that was checked."""
        self.follow("Who may act for whom")
        fields = {"how": how, "scope": "everything", "evidence": "Seen at the desk on Monday."}
        self.act("Confirm", fields, "They may act")

    def ask_person(self, address: str) -> None:
        """Ask the person affected at an address that the writer did not give."""
        self.follow("Who may act for whom")
        fields = {"way": "email", "address": address, "found": "The council tax account."}
        self.act("Ask the person", fields, "Ask them")


class OfficerWithoutBrowser(AtDesk):
    """The same pages and forms without a browser: several times as fast."""

    def __init__(self, account: Activation, portal: LivePortal) -> None:
        self.account, self.client = account, InspectingClient(portal.app)

    def sign_in(self) -> None:
        """Sign in from the desk's door."""
        self.client.get("/desk")
        self.client.post_form(email=self.account.email, password=self.account.password, code=self.code())

    def open(self, reference: str) -> None:
        """Open a complaint by its reference."""
        self.client.get("/desk")
        self.client.post_form(form="form:has([name=reference])", reference=reference)
        assert self.client.page.h1 == f"Complaint {reference}"

    def act(self, name: str, fields: Mapping[str, str], button: str) -> None:
        """Do one thing that the page offers: follow its link, fill its form, press its button."""
        self.client.click(name)
        self.client.post_form(fields, button=button)
        assert not self.client.errors
