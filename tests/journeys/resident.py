"""A resident in a browser: every step is a page opened, a form filled and a button pressed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from playwright.sync_api import Page, expect

WORDS = "The bins in our street were not emptied for three weeks.\nNobody rang me back. 🙁 شكرا"
_LAST_PART = re.compile(r"[^/?]+(?=$|\?)")
_ASKED = "all => Object.fromEntries(all.map(one => [one.name, one.type]))"

Look = Callable[[Page], None]


@dataclass(frozen=True)
class Paper:
    """What somebody has written down: all they need to come back."""

    reference: str
    code: str


class Resident:
    """Answers by the names of the fields, so that the language of the pages does not matter.

    ``look`` is shown each page that this person comes to.
    """

    def __init__(self, page: Page, look: Look = lambda _page: None) -> None:
        self.page, self.look = page, look

    def open(self, address: str) -> None:
        """Go to an address."""
        self.page.goto(address)
        self.look(self.page)

    @property
    def at(self) -> str:
        """The last part of the address: which question it is."""
        found = _LAST_PART.search(self.page.url)
        return found[0] if found else ""

    def choose(self, name: str, value: str) -> None:
        """Choose one of the answers."""
        self.page.locator(f'[name="{name}"][value="{value}"]').check()

    def fill(self, **fields: str) -> None:
        """Type into fields."""
        for name, value in fields.items():
            self.page.locator(f'[name="{name}"]').fill(value)

    def go_on(self, arriving: str = "") -> None:
        """Press the page's first button and see that it leads to another question."""
        with self.page.expect_navigation():
            self.page.locator("main form button:not([type=button])").first.click()
        if arriving:
            self.page.wait_for_url(re.compile(rf"/{arriving}([?#]|$)"))
        self.look(self.page)

    def follow(self, link: str) -> None:
        """Follow the link or the button with these words."""
        self.page.get_by_role("link", name=link).or_(self.page.get_by_role("button", name=link)).click()
        self.page.wait_for_load_state()
        self.look(self.page)

    def answer_all(self, answers: Mapping[str, str]) -> None:
        """Walk from the first question to the confirmation: answer what is known, leave the rest empty."""
        self.open("/complain")
        for _page in range(40):
            if self.at == "sent":
                return
            here, asked = self.page.url, self.page.locator("main form [name]").evaluate_all(_ASKED)
            # In the page's order: with scripts a box may come into sight only when its choice is made.
            for name in (one for one in asked if one in answers):
                if asked[name] in {"radio", "checkbox"}:
                    self.choose(name, answers[name])
                else:
                    self.fill(**{name: answers[name]})
            if asked:
                self.go_on()
            else:
                self.page.locator("main a.govuk-button").click()
                self.look(self.page)
            assert self.page.url != here, f"{here} does not lead on"

    def to_check(self, *, email: str = "", prove: bool = False) -> None:
        """Walk from the start page to "check your answers", or to the page that proves an e-mail address."""
        self.page.goto("/")
        self.page.locator("main a.govuk-button").first.click()
        self.choose("about", "me")
        self.go_on("what-happened")
        self.fill(words=WORDS)
        self.go_on("urgent")
        self.choose("urgent", "no")
        self.go_on("service")
        self.choose("service", "missed-collection")
        self.go_on("when")
        self.fill(happened_words="Since Monday three weeks ago")
        self.go_on("where")
        self.fill(postcode="ex1 4qq")
        self.go_on("put-right")
        self.fill(wanted="Empty them.")
        self.go_on("photos-and-documents")
        self.go_on("name")
        self.fill(name="Ama Mensah")
        self.go_on("contact")
        if not email:
            self.choose("contact", "none")
            self.go_on("language-and-help")
            self.go_on("check")
            return
        self.choose("contact", "email")
        self.fill(email=email)
        self.go_on("reaching-you")
        self.choose("shared", "no")
        self.go_on("language-and-help")
        self.go_on("prove")
        self.choose("how", "now" if prove else "later")
        self.go_on("code" if prove else "check")

    def send(self) -> Paper:
        """Send, and write down what the confirmation shows."""
        expect(self.page.locator(".portal-words", has_text="Nobody rang me back")).to_have_text(WORDS)
        self.go_on("sent")
        return self.paper()

    def paper(self) -> Paper:
        """Return what the confirmation shows."""
        reference = self.page.locator(".portal-reference").first.inner_text()
        assert re.fullmatch(r"\d{4} \d{4} \d{4}", reference)
        return Paper(reference, self.page.locator(".portal-code").inner_text())

    def follow_up(self, paper: Paper) -> None:
        """Open the complaint with what stands on paper."""
        self.open("/track")
        self.fill(reference=paper.reference, code=paper.code)
        self.go_on()
        expect(self.page.locator(".portal-reference").first).to_have_text(paper.reference)
