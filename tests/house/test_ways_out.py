"""After each way out no cookie that the browser ever had shows anything personal, at any address (T35, T40)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal import clock
from portal.complaints.drafts.models import Draft
from portal.complaints.grants import private_code
from portal.complaints.matter import reference
from portal.complaints.matter.models import Grant
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from portal.web.models import WebSession
from tests.accounts.conftest import Desk, desk
from tests.complaints import matters, represented
from tests.complaints.mailed_code import digits_mailed
from tests.complaints.matters import Matter
from tests.complaints.walking import code_shown, reference_shown, to_check, to_when
from tests.house.test_routes import rules
from tests.inspecting_client import InspectingClient

__all__ = ["desk"]

pytestmark = pytest.mark.database

YES, NO = "Yes, I am the same person or act for both", "No, close the other one first"
END = "End your visit"
MARK = "quokka"
OFFICE = "robin.sample.mp@parliament.example"


class Browser(InspectingClient):
    """A browser on a shared computer: somebody writes down every cookie that it was ever given."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self.ever: set[tuple[str, str]] = set()
        keep, opens = self.ever, self.client.open

        def opened(*args: Any, **more: Any) -> Any:
            answer = opens(*args, **more)
            for line in answer.headers.getlist("Set-Cookie"):
                name, _equals, value = line.partition(";")[0].partition("=")
                if value:
                    keep.add((name, value))
            return answer

        self.client.open = opened  # type: ignore[method-assign]


class Library:
    """One computer, on which somebody does all that a resident can do."""

    def __init__(self, app: Flask, database: Database, rulebook: Rulebook, settings: Settings) -> None:
        self.app, self.database, self.settings = app, database, settings
        self.browser = Browser(app)
        self.given: dict[str, Any] = {"at": clock.now(), "rulebook": rulebook, "settings": settings}
        self.secrets = [MARK]
        self.ids: dict[str, list[str]] = {"draft_id": [], "grant_id": [], "authority_id": []}

    def matter(self, **known: Any) -> Matter:
        """A matter of Ama's that was sent before, from another place."""
        made = matters.made(self.database, words=f"A {MARK} on the roof.", name="Ama Mensah", **known, **self.given)
        self.ids["grant_id"].append(made.grant_id)
        self.secrets += [reference.grouped(made.number), made.number, private_code.grouped(made.code)]
        return made

    def write(self) -> str:
        """Begin a complaint and do not send it; return its id."""
        draft_id = to_when(self.browser, words=f"A {MARK} in the bin.")
        self.browser.click("Save and come back later")
        self.secrets.append(code_shown(self.browser))
        self.ids["draft_id"].append(draft_id)
        return draft_id

    def send(self) -> str:
        """Send a complaint and return the draft's id."""
        draft_id = to_check(self.browser, words=f"A {MARK} in the lane.")
        self.browser.post_form(form='form[action$="/send"]')
        self.secrets += [reference_shown(self.browser), code_shown(self.browser)]
        self.ids["draft_id"].append(draft_id)
        with self.database.session() as db:
            (grant_id,) = db.scalars(select_grant(draft_id))
        self.ids["grant_id"].append(grant_id)
        return draft_id

    def track(self, matter: Matter, *, answer: str | None = None) -> None:
        """Open a matter by its reference and private code; ``answer`` is to "Is this still you?"."""
        self.browser.get("/track")
        self.browser.post_form(reference=matter.number, code=matter.code)
        if answer is not None:
            self.browser.post_form(button=answer)
        assert self.browser.page.path == f"/complaint/{matter.grant_id}"

    def digits(self, *, answer: str | None = None) -> None:
        """Type the digits that were mailed last."""
        self.browser.post_form(digits=digits_mailed(self.database, self.settings) or "", button=answer)

    def shown(self, cookies: list[tuple[str, str]]) -> list[str]:
        """Return the addresses that show something of the person to a browser with these cookies only."""
        thief = self.app.test_client()
        for name, value in cookies:
            thief.set_cookie(name, value)
        found = []
        for address in self.addresses():
            text = thief.get(address, follow_redirects=True).get_data(as_text=True)
            if any(secret in text for secret in self.secrets):
                found.append(address)
            for name, value in cookies:
                thief.set_cookie(name, value)
        return found

    def addresses(self) -> list[str]:
        """Return every resident address of the route table, with each id that is known in its place."""
        found = []
        for rule in rules(self.app):
            if "GET" not in (rule.methods or set()) or rule.rule.startswith(("/desk", "/static", "/demo", "/language")):
                continue
            first = next((name for name in self.ids if name in rule.arguments), None)
            for known in self.ids[first] if first else [""]:
                values = {name: self.place(rule, name) for name in rule.arguments}
                values |= {first: known} if first else {}
                found.append(str(self.app.url_map.bind("localhost").build(rule.endpoint, values)))
        return found

    def place(self, rule: Any, name: str) -> Any:
        """Return what stands in a place of an address."""
        items = getattr(rule._converters[name], "items", None)
        known = self.ids.get(name)
        return min(items) if items else known[0] if known else "0" * 32

    def nothing_is_left(self) -> None:
        """No visit that this browser ever had shows anything, with its drafts or without; nor do the drafts."""
        assert self.shown(self.held()) == []
        drafts = [one for one in self.browser.ever if one[0].startswith("draft-")]
        assert len(drafts) > 1
        assert self.shown(drafts) == []
        visits = self.visits()
        assert len(visits) > 1
        for value in visits:
            assert self.shown([("resident", value), *drafts]) == []

    def held(self) -> list[tuple[str, str]]:
        """Return the cookies that the browser has now."""
        return [(cookie.key, cookie.value) for cookie in (self.browser.client._cookies or {}).values()]

    def visits(self) -> list[str]:
        """Return one cookie of each visit that the browser ever had."""
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        found = {}
        for name, value in self.browser.ever:
            if name == "resident":
                found[signer.loads(value).get("sid")] = value
        return list(found.values())


def select_grant(draft_id: str) -> Any:
    return (
        select(Grant.id)
        .join(Draft, Draft.complaint_id == Grant.complaint_id)
        .where(Draft.id == draft_id, Grant.code_hmac == Draft.code_hmac)
    )


@pytest.fixture
def library(app: Flask, database: Database, rulebook: Rulebook, settings: Settings) -> Library:
    return Library(app, database, rulebook, settings)


def live(library: Library) -> str:
    """Do all that a resident can do and that sets cookies, and return the id of a draft that is not sent."""
    browser, ama = library.browser, library.matter()
    library.track(ama)
    browser.get("/track/code")
    browser.post_form(reference=ama.number, address="ama@example.com")
    library.digits(answer=YES)
    browser.get("/track/yours")
    browser.post_form(name="Ama Mensah", address="ama@example.com")
    library.digits(answer=YES)
    assert browser.page.path == "/track/yours/list"
    client = represented.made(
        library.database, name="Ama Mensah", email="ama@example.com", affected_name=f"Ida {MARK}", **library.given
    )
    library.ids["grant_id"].append(represented.grant_of(library.database, client).id)
    library.ids["authority_id"].append(client.authority_id)
    browser.get("/track/clients")
    browser.post_form(form=f"form[action$='{client.grant_id}/open']")
    library.ids["grant_id"].append(client.grant_id)
    library.send()
    return library.write()


def end_visit(library: Library) -> None:
    library.browser.get(f"/complaint/{library.ids['grant_id'][0]}")
    library.browser.post_form(form='form[action="/track/end"]')
    library.browser.post_form(button=END)
    assert library.browser.page.path == "/track/ended"


def exit_page(library: Library) -> None:
    library.browser.get("/leave")
    library.browser.post_form(form="form[data-exit]", follow=False)


def exit_page_too_old(library: Library) -> None:
    """The token on it was another visit's; the browser says that the button was our own."""
    library.browser.post("/leave", {"csrf_token": "stale"}, follow=False)


def end_of_members(library: Library) -> None:
    browser = library.browser
    browser.get("/members")
    browser.post_form(email=OFFICE)
    library.digits()
    browser.get("/members/enquiries")
    browser.post_form(form='form[action="/members/end"]')
    browser.post_form(button=END)


def sign_in_over(library: Library) -> None:
    """Somebody else opens a matter of their own, and says that they are another person."""
    other = matters.made(library.database, name="Bo", email="bo@example.com", words="Paint.", **library.given)
    library.track(other, answer=NO)


WAYS: dict[str, Callable[[Library], None]] = {
    "End your visit": end_visit,
    "Exit this page": exit_page,
    "Exit this page, too old": exit_page_too_old,
    "the members' way out": end_of_members,
    "signing in over": sign_in_over,
}


@pytest.mark.parametrize("way", WAYS)
def test_after_a_way_out_no_cookie_shows_anything(library: Library, way: str) -> None:
    live(library)
    shown = library.shown(library.held())
    assert any(address.endswith("/sent") for address in shown)
    assert any(address.endswith("/later") for address in shown)
    assert "/track/clients" in shown
    WAYS[way](library)
    library.nothing_is_left()


@pytest.mark.parametrize("limit", ["idle", "absolute"])
def test_after_a_time_out_what_was_sent_is_closed_and_cleared(library: Library, settings: Settings, limit: str) -> None:
    """What is not sent stays: somebody without scripts may write for longer than a visit lasts."""
    unsent = live(library)
    idle = timedelta(minutes=settings.limits.resident_idle, seconds=1)
    absolute = timedelta(minutes=settings.limits.resident_absolute, seconds=1)
    past = {"seen_at": clock.now() - idle} if limit == "idle" else {"begun_at": clock.now() - absolute}
    with library.database.changes() as db:
        db.execute(update(WebSession).where(WebSession.kind == "resident").values(past))
    browser = library.browser
    answer = browser.client.get(f"/complaint/{library.ids['grant_id'][0]}", base_url=browser.base_url)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    library.ids["draft_id"].remove(unsent)
    drafts = [one for one in browser.ever if one[0].startswith("draft-") and unsent[:8] not in one[0]]
    for value in library.visits():
        assert library.shown([("resident", value), *drafts]) == []
    assert [name for name, _value in library.held() if name.startswith("draft-")] == [f"draft-{unsent[:8]}"]
    browser.get(f"/complain/{unsent}/what-happened")
    assert MARK in browser.page.values()["words"]


def test_what_is_not_sent_opens_with_its_code_after_the_way_out(library: Library, app: Flask) -> None:
    draft_id = library.write()
    library.browser.get("/track/end")
    code = code_shown(library.browser)
    library.browser.post_form(button="Go on with this complaint now")
    assert library.browser.page.path.startswith(f"/complain/{draft_id}/")
    library.browser.get("/track/end")
    library.browser.post_form(button=END)
    library.browser.get(f"/complain/{draft_id}/what-happened", status=404)
    library.browser.post_form(code=code)
    library.browser.get(f"/complain/{draft_id}/what-happened")
    assert MARK in library.browser.page.values()["words"]


def test_an_officers_cookies_open_nothing_after_signing_out_and_are_cleared_after_a_time_out(
    desk: Desk, settings: Settings
) -> None:
    browser, officer = Browser(desk.app), desk.officer()
    desk.sign_in(browser, officer)
    browser.get("/desk/account")
    browser.post_form(form='form[action="/desk/sign-out"]', follow=False)
    assert browser.page.headers["Clear-Site-Data"] == '"cache", "storage"'
    for name, value in browser.ever:
        thief = desk.app.test_client()
        thief.set_cookie(name, value)
        assert thief.get("/desk/account").status_code == 303
    desk.sign_in(browser, officer)
    with desk.database.changes() as db:
        db.execute(update(WebSession).values(seen_at=clock.now() - timedelta(minutes=settings.limits.desk_idle + 1)))
    answer = browser.client.get("/desk/account", base_url=browser.base_url)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_drafts_sent_or_not_are_closed_with_the_visit(library: Library) -> None:
    library.write()
    draft_id = library.send()
    before = library.held()
    assert f"/complain/{draft_id}/sent" in library.shown(before)
    library.browser.get("/track/end")
    library.browser.post_form(button=END)
    assert library.shown(before) == []
    assert library.shown([one for one in before if one[0] != "resident"]) == []
