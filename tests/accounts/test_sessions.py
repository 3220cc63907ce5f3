"""Desk sessions: checked on the server at every request, with a new id at each sign-in, ended by time and by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts import officers
from portal.web.models import WebSession
from tests.accounts.conftest import Desk
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database


def cookie(browser: InspectingClient) -> str:
    found = browser.client.get_cookie("desk", domain="localhost")
    return found.value if found else ""


def put(browser: InspectingClient, value: str) -> None:
    browser.client.set_cookie("desk", value, domain="localhost")


def let_in(browser: InspectingClient) -> bool:
    return browser.get("/desk/account").path == "/desk/account"


def rows(desk: Desk) -> list[WebSession]:
    with desk.database.session() as db:
        return list(db.scalars(select(WebSession).order_by(WebSession.begun_at)))


def test_a_changed_cookie_is_refused(desk: Desk) -> None:
    browser = desk.signed_in(desk.officer())
    value = cookie(browser)
    put(browser, ("A" if value[5] != "A" else "B").join((value[:5], value[6:])))
    assert not let_in(browser)


def test_a_session_that_the_database_does_not_know_is_refused(desk: Desk) -> None:
    browser = desk.signed_in(desk.officer())
    with desk.database.changes() as db:
        db.delete(db.scalars(select(WebSession)).one())
    assert not let_in(browser)


def test_signing_in_gives_a_new_id_and_ends_the_old_one(desk: Desk) -> None:
    grace = desk.officer()
    browser = desk.signed_in(grace)
    before, other = cookie(browser), InspectingClient(desk.app)
    # A sign-in page that was still open in another tab.
    browser.post("/desk/sign-in", {"email": grace.email})
    browser.post_form(email=grace.email, password=grace.password, code=desk.fresh_code(grace))
    assert cookie(browser) != before
    assert let_in(browser)
    put(other, before)
    assert not let_in(other)


def test_changing_the_password_gives_a_new_id_and_ends_every_other_session(desk: Desk) -> None:
    grace = desk.officer()
    here, elsewhere = desk.signed_in(grace), desk.signed_in(grace)
    old = cookie(here)
    here.get("/desk/account/password")
    here.post_form(old=grace.password, new="kettle orange window")
    assert let_in(here)
    assert not let_in(elsewhere)
    put(elsewhere, old)
    assert not let_in(elsewhere)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("wrong", "kettle orange window", "This is not your password. Try again."),
        ("", "kettle orange window", "Enter the password you use now"),
        ("right", "GraceAdeyemi2026!", "This password is easy to guess."),
        ("right", "short", "Use 12 characters or more."),
    ],
)
def test_the_password_is_not_changed_without_the_old_one_or_to_an_easy_one(
    desk: Desk, old: str, new: str, said: str
) -> None:
    grace = desk.officer()
    browser = desk.signed_in(grace)
    browser.get("/desk/account/password")
    browser.post_form(old=grace.password if old == "right" else old, new=new)
    assert browser.errors[0].startswith(said)
    assert desk.sign_in(InspectingClient(desk.app), grace).path == "/desk"


@pytest.mark.parametrize(("minutes", "steps"), [(31, 1), (25, 25)], ids=["idle", "absolute"])
def test_idle_and_absolute_limits_are_the_servers(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, minutes: int, steps: int
) -> None:
    browser = desk.signed_in(desk.officer())
    began = clock.now()
    for step in range(1, steps + 1):
        monkeypatch.setattr(clock, "now", lambda passed=step * minutes: began + timedelta(minutes=passed))
        if step * minutes < 600 and minutes < 30:
            assert let_in(browser)
    assert not let_in(browser)


def test_after_signing_out_the_old_cookie_gets_nothing_in_another_browser(desk: Desk) -> None:
    browser, other = desk.signed_in(desk.officer()), InspectingClient(desk.app)
    old = cookie(browser)
    browser.post_form(form="form[action$='/sign-out']", follow=False)
    assert browser.page.headers["Clear-Site-Data"] == '"cache", "storage"'
    put(other, old)
    assert not let_in(other)


def test_a_disabled_officer_is_out_at_once_everywhere(desk: Desk) -> None:
    grace = desk.officer()
    browsers = [desk.signed_in(grace), desk.signed_in(grace)]
    with desk.database.changes() as db:
        officers.disable(db, officer_id=grace.officer_id, now=clock.now())
    assert not any(let_in(browser) for browser in browsers)
    assert all(row.ended_at for row in rows(desk))
    assert desk.sign_in(browsers[0], grace).errors


def test_officers_see_and_end_their_own_sessions(desk: Desk) -> None:
    grace = desk.officer()
    here, phone, library = (desk.signed_in(grace) for _ in range(3))
    here.get("/desk/account")
    assert len(here.select("tbody tr")) == 3
    assert here.text.count("This browser") == 1
    forms = [str(form["action"]) for form in here.select("main td form")]
    here.post_form(form=f"form[action='{forms[0]}']")
    assert [let_in(browser) for browser in (here, phone, library)].count(True) == 2
    here.get("/desk/account")
    here.post_form(form="form[action$='/sessions/end']")
    assert [let_in(browser) for browser in (here, phone, library)] == [True, False, False]


def test_nobody_ends_somebody_elses_session(desk: Desk) -> None:
    grace = desk.signed_in(desk.officer())
    tom = desk.signed_in(desk.officer("Tom Whitfield"))
    graces = rows(desk)[0].id_hash[:16]
    tom.get("/desk/account")
    token = str(tom.select("input[name=csrf_token]")[0]["value"])
    tom.post(f"/desk/account/sessions/{graces}/end", {"csrf_token": token}, status=404)
    assert let_in(grace)


def test_a_form_without_its_token_changes_nothing(desk: Desk) -> None:
    browser = desk.signed_in(desk.officer())
    other = desk.signed_in(desk.officer("Tom Whitfield"))
    other.get("/desk/account")
    token = str(other.select("input[name=csrf_token]")[0]["value"])
    for sent in ({"x": "y"}, {"csrf_token": "nonsense"}, {"csrf_token": token}):
        for path in ("/desk/sign-out", "/desk/account/sessions/end", "/desk/account/password"):
            assert browser.post(path, sent).errors
    assert let_in(browser)
    browser.post("/desk/sign-out", {"x": "y"}, headers={"Origin": "https://evil.example"}, status=403)
    browser.get("/desk/sign-out", status=405)
    assert let_in(browser)


def test_signing_out_can_be_seen_on_every_page_of_the_desk(desk: Desk) -> None:
    browser = desk.signed_in(desk.officer())
    for path in ("/desk/account", "/desk/account/password"):
        browser.get(path)
        assert browser.select("form[action='/desk/sign-out'] button")


def test_the_session_id_stands_in_no_page_and_the_cookie_is_kept_from_scripts(desk: Desk) -> None:
    grace = desk.officer()
    browser = InspectingClient(desk.app)
    browser.get("/desk/sign-in")
    browser.post_form(email=grace.email, password=grace.password, code=desk.fresh_code(grace), follow=False)
    header = browser.page.headers["Set-Cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert cookie(browser) not in browser.get("/desk/account").html


def test_a_residents_cookie_opens_no_desk(desk: Desk) -> None:
    browser, other = desk.signed_in(desk.officer()), InspectingClient(desk.app)
    other.client.set_cookie("resident", cookie(browser), domain="localhost")
    assert not let_in(other)


def test_a_get_writes_nothing_but_when_it_was_last_seen(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = desk.signed_in(desk.officer())
    before = rows(desk)
    later = clock.now() + timedelta(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: later)
    browser.get("/desk/account")
    after = rows(desk)
    assert [row.seen_at for row in after] == [later]
    assert [(row.id_hash, row.begun_at, row.ended_at) for row in after] == [
        (row.id_hash, row.begun_at, row.ended_at) for row in before
    ]
