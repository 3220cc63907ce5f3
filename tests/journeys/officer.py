"""An officer at the desk, in a browser of their own."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import Page, expect

from portal import clock
from portal.accounts import second_factor
from portal.accounts.officers import make_officer
from portal.db import new_id
from tests.live import LivePortal


class Officer:
    """Signs in with password and authenticator, and acts on one complaint after the other."""

    def __init__(self, page: Page, portal: LivePortal) -> None:
        self.page = page
        with portal.app.extensions["portal.database"].changes() as db:
            self.account = make_officer(
                db,
                portal.settings,
                name="Grace Adeyemi",
                email=f"{new_id()}@council.example",
                team="complaints",
                role="central",
                issuer="Example Borough",
                lasting=True,
                now=clock.now(),
            )

    def sign_in(self) -> None:
        """Sign in from the desk's door."""
        self.page.goto("/desk")
        self.page.get_by_label("Email address").fill(self.account.email)
        self.page.get_by_label("Password").fill(self.account.password)
        self.page.get_by_label("Six-digit code").fill(second_factor.code_at(self.account.totp_secret, clock.now()))
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Complaints to deal with")

    def open(self, reference: str) -> None:
        """Open a complaint by its reference."""
        self.page.goto("/desk")
        self.page.locator("[name=reference]").fill(reference)
        self.page.get_by_role("button", name="Open", exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(f"Complaint {reference}")

    def act(self, name: str, fields: Mapping[str, str], button: str) -> None:
        """Do one thing that the complaint's page offers: follow its link, fill its form, press its button."""
        self.page.get_by_role("link", name=name, exact=True).click()
        for field, value in fields.items():
            control = self.page.locator(f'main [name="{field}"]')
            if control.first.get_attribute("type") == "radio":
                self.page.locator(f'main [name="{field}"][value="{value}"]').check()
            else:
                control.fill(value)
        self.page.get_by_role("button", name=button, exact=True).click()
        expect(self.page.locator(".govuk-error-summary")).to_have_count(0)

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
