"""One complaint's whole life through the pages, with words of one's choosing in every box of every form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import select, update

from portal import clock
from portal.accounts import second_factor
from portal.accounts.models import Officer
from portal.accounts.officers import Activation, NewOfficer, make_officer
from portal.complaints.matter import rulebook
from portal.complaints.matter.models import PromisedDate, Reference
from portal.config import Settings
from portal.db import ComplaintId, Database
from tests.delivered import deliver_all
from tests.inspecting_client import InspectingClient
from tests.page import Page

# A service whose complaints are sensitive, so that every question is asked.
SENSITIVE = "childrens-social-care"
_BOXES = "textarea[name], input[type=text][name], input[type=email][name], input[type=tel][name]"
_CHOICES = {
    "about": "other",
    "acting_as": "relative",
    "part": "both",
    "their_contact": "email",
    "urgent": "yes",
    "service": SENSITIVE,
    "contact": "email",
    "shared": "no",
    "wants_call": "yes",
    "how": "later",
    "finding": "upheld",
    "kind": "call",
    "outcome": "accepted",
    "root_cause": "contractor",
}


@dataclass
class Walk:
    """``words`` gives what is typed into a box, by its name; ``fixed`` what a box takes instead (a time, a date)."""

    app: Flask
    database: Database
    settings: Settings
    words: Callable[[str], str]
    email: str = "ama@example.com"
    fixed: Mapping[str, str] = field(default_factory=dict)
    browser: Callable[[Flask], InspectingClient] = InspectingClient
    browsers: list[InspectingClient] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.resident, self.desk = self.new_browser(), self.new_browser()
        self._fixed = {
            "email": self.email, "phone": "07700 900123", "their_email": "ben@example.com", "their_phone": "",
            "time": "", "digits": "123456", "received_time": "",
            **self.fixed,
        }  # fmt: skip

    def new_browser(self) -> InspectingClient:
        """Return a browser that knows nothing yet."""
        self.browsers.append(self.browser(self.app))
        return self.browsers[-1]

    def fill(
        self, browser: InspectingClient, *, form: str = "main form", button: str | None = None, **more: str
    ) -> Page:
        """Fill every box and every known choice of the page's form, and send it."""
        shown = browser.page.one(form)
        boxes = [str(box["name"]) for box in shown.select(_BOXES)]
        given = {name: self._fixed.get(name, self.words(name)) for name in boxes if not _is_day(name)}
        given |= {
            name: value
            for name, value in _CHOICES.items()
            if shown.select(f'[name="{name}"][value="{value}"], select[name="{name}"] option[value="{value}"]')
        }
        return browser.post_form({**given, **more}, form=form, button=button)

    def complain(self) -> str:
        """Answer every question with its box full, send, and return the reference."""
        browser = self.resident
        browser.get("/complain")
        self.fill(browser)
        draft = browser.page.path.split("/")[2]
        for _first in ("role", "part", "person", "words", "urgent"):
            self.fill(browser)
        browser.get(f"/complain/{draft}/service/all")
        for _question in range(14):
            if browser.page.path.endswith("/check"):
                break
            if browser.select("input[type=file]"):
                self.choose(browser)
            else:
                self.fill(browser)
        assert browser.page.path.endswith("/check"), browser.page.path
        # For somebody else nothing is shown before they agree: every question was asked, now it is about the writer.
        browser.get(f"/complain/{draft}/your-part?back=check")
        browser.post_form(part="me")
        assert browser.page.path.endswith("/check"), browser.page.path
        browser.post_form()
        self.code = browser.page.one(".portal-code").get_text()
        return browser.page.one(".portal-reference").get_text().replace(" ", "")

    def choose(self, browser: InspectingClient) -> None:
        """Choose a file with a name of one's choosing, and go on."""
        named = f"{self.words('file')}.txt"
        browser.post_form(form='form[enctype="multipart/form-data"]', files=[(named, b"Words.")])
        assert not browser.errors, browser.errors
        browser.click("Continue")

    def follow(self, reference: str) -> None:
        """Open the complaint in another browser by what stands on paper, and use every form on its way."""
        self.resident = browser = self.new_browser()
        for address in ("/track", "/track/code", "/track/lost", "/complain/return"):
            browser.get(address)
            self.fill(browser)
        browser.get("/add")
        self.fill(browser, reference=reference)
        browser.get("/add")
        self.fill(browser, reference="000000000098")
        browser.get("/track")
        browser.post_form(reference=reference, code=self.code)
        self.home = browser.page.path
        self.fill(browser, form='form[action$="/message"]')
        browser.get(f"{self.home}/contact/details")
        self.fill(browser)
        browser.get(f"{self.home}/withdraw")
        self.fill(browser)
        browser.post_form(form='form[action$="/undo"]')

    def officer(self) -> Activation:
        """Make an officer who may do everything a case needs, and sign them in."""
        with self.database.changes() as db:
            made = make_officer(
                db,
                self.settings,
                NewOfficer(name="Grace Adeyemi", email="grace@council.example", team="complaints", role="central"),
                issuer="Example Borough",
                lasting=True,
                now=clock.now(),
            )
            db.execute(update(Officer).values(totp_step=0))
        self.desk.get("/desk/sign-in")
        code = second_factor.code_at(made.totp_secret, clock.now())
        self.desk.post_form(email=made.email, password=made.password, code=code)
        return made

    def work(self, reference: str) -> ComplaintId:
        """Do every act of the desk on the complaint up to its second stage, and return its id."""
        with self.database.session() as db:
            matter = db.scalars(select(Reference.complaint_id).where(Reference.number == reference)).one()
            stage_1 = select(PromisedDate.due).where(
                PromisedDate.complaint_id == matter, PromisedDate.kind == "reply", PromisedDate.replaced_at.is_(None)
            )
            due = db.scalars(stage_1).one()
        here = f"/desk/complaint/{matter}"
        later = rulebook.read().calendar.add_working_days(due, 1)
        self.desk.get(here)
        self.desk.post_form(form='form[action$="/accept"]')
        self.act(f"{here}/acknowledge")
        self.act(f"{here}/note")
        self.act(f"{here}/message")
        self.act(f"{here}/contact")
        day = {"new_date-day": str(later.day), "new_date-month": str(later.month), "new_date-year": str(later.year)}
        self.act(f"{here}/extend", **day)
        self.act(f"{here}/reply")
        self.resident.get(f"{self.home}/further")
        self.fill(self.resident)
        self.act(f"{here}/decide")
        return matter

    def act(self, address: str, **more: str) -> None:
        """Open one of the desk's forms, fill it, send it, and see that it was done."""
        self.desk.get(address)
        self.fill(self.desk, **more)
        assert not self.desk.errors, f"{address}: {self.desk.errors}"

    def call(self, matter: ComplaintId) -> None:
        """Log a call to its end, and take a caller's words on a complaint."""
        self.desk.get("/desk/calls")
        self.desk.post_form(form='form[action$="/new"]')
        # Names of a group do not go with somebody who speaks for another.
        self.fill(self.desk, button="Read back", service="unsure", others="")
        assert self.desk.page.path.endswith("/read-back"), self.desk.errors
        self.desk.post_form(form='form[action$="/register"]')
        self.desk.get(f"/desk/complaint/{matter}/caller")
        self.fill(self.desk, form='form[action$="/words"]')

    def send_letters(self) -> None:
        """Let everything leave that is owed."""
        deliver_all(self.database, self.settings, clock.now())

    def look_everywhere(self, matter: ComplaintId) -> None:
        """Open every page that shows what was typed, in both browsers."""
        for page in ("", "/contact", "/contact/details", "/withdraw", "/ombudsman"):
            self.resident.get(f"{self.home}{page}")
        here = f"/desk/complaint/{matter}"
        acts = ("", "/caller", "/acknowledge", "/reply", "/message", "/note", "/contact", "/assign", "/extend")
        for page in ("/desk", "/desk/urgent", "/desk/tray", "/desk/calls", *(f"{here}{act}" for act in acts)):
            self.desk.get(page)
        self.desk.get("/desk/tray")
        for link in [str(one["href"]) for one in self.desk.select('main a[href^="/desk/tray/"]')]:
            self.desk.get(link)
        self.desk.get("/demo/mail")
        for link in [str(one["href"]) for one in self.desk.select('main a[href^="/demo/mail/"]')]:
            self.desk.get(link)

    def whole(self) -> ComplaintId:
        """Walk all of it and return the complaint's id."""
        reference = self.complain()
        self.follow(reference)
        self.officer()
        matter = self.work(reference)
        self.call(matter)
        self.send_letters()
        self.look_everywhere(matter)
        return matter


def _is_day(name: str) -> bool:
    return name.endswith(("-day", "-month", "-year"))
