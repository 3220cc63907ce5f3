"""Signing in: one way in, the same answer for whatever is wrong, and sessions that can be ended."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import event, func, select, update

from portal import clock
from portal.accounts import officers, second_factor, sign_in
from portal.accounts.models import Officer
from portal.config import Settings
from portal.db import Database
from portal.errors import Refusal
from portal.web.models import Attempt, WebSession
from tests.accounts.conftest import Desk, Make
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database
WRONG = "The email address, the password or the code is not right. Try again."


def test_an_officer_signs_in_and_out(desk: Desk) -> None:
    grace = desk.officer()
    browser = desk.signed_in(grace)
    assert browser.get("/desk/account").answer("Email address") == grace.email
    browser.post_form(form="header ~ * form[action$='/sign-out'], form[action$='/sign-out']")
    assert browser.page.path == "/desk/sign-in"
    assert browser.get("/desk/account").path == "/desk/sign-in"


@pytest.mark.parametrize("wrong", ["email", "password", "code"])
def test_whatever_is_wrong_the_answer_is_the_same(desk: Desk, wrong: str) -> None:
    grace = desk.officer()
    typed = {"email": grace.email, "password": grace.password, "code": desk.fresh_code(grace)}
    typed[wrong] = {"email": "nobody@council.example", "password": "not this one", "code": "000000"}[wrong]
    browser = InspectingClient(desk.app)
    browser.get("/desk/sign-in")
    browser.post_form(typed)
    assert browser.errors == [WRONG]
    with desk.database.session() as db:
        assert db.scalar(select(func.count()).select_from(WebSession)) == 0


def test_wrong_name_and_wrong_password_give_the_same_page_and_do_the_same_work(desk: Desk) -> None:
    grace, gone = desk.officer(), desk.officer("Tom Whitfield", team="waste", role="officer")
    with desk.database.changes() as db:
        officers.disable(db, officer_id=gone.officer_id, now=clock.now())
    engine = desk.app.extensions["portal.database"].engine
    seen = set()
    for email in (grace.email, "nobody@council.example", gone.email):
        browser, statements = InspectingClient(desk.app), list[str]()
        browser.get("/desk/sign-in")

        def note(_c: object, _k: object, statement: str, *_more: object, into: list[str] = statements) -> None:
            into.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        page = browser.post_form(email=email, password="not this one", code="000000")
        event.remove(engine, "before_cursor_execute", note)
        same = re.sub(r'value="[^"]*"', "", page.html)
        seen.add((page.status, same, tuple(statements)))
    assert len(seen) == 1


def test_a_code_opens_one_session_even_when_two_come_at_once(desk: Desk) -> None:
    grace = desk.officer()
    code, start = desk.fresh_code(grace), Barrier(2)
    browsers = [InspectingClient(desk.app) for _ in range(2)]
    for browser in browsers:
        browser.get("/desk/sign-in")

    def enter(browser: InspectingClient) -> str:
        start.wait(10)
        return browser.post_form(email=grace.email, password=grace.password, code=code).path

    with ThreadPoolExecutor(2) as both:
        ended = sorted(both.map(enter, browsers))
    assert ended == ["/desk", "/desk/sign-in"]


def test_an_empty_form_says_what_is_missing(desk: Desk) -> None:
    browser = InspectingClient(desk.app)
    browser.get("/desk/sign-in")
    browser.post_form()
    assert browser.errors == ["Enter your email address", "Enter your password", "Enter the code from your app"]


def test_password_managers_know_the_boxes_and_nothing_stops_pasting(desk: Desk) -> None:
    grace = desk.officer()
    browser = InspectingClient(desk.app)
    browser.get("/desk/sign-in")
    boxes = {str(box["name"]): str(box.get("autocomplete")) for box in browser.select("main input[autocomplete]")}
    assert boxes == {"email": "username", "password": "current-password", "code": "one-time-code"}
    desk.sign_in(browser, grace)
    browser.get("/desk/account/password")
    new = {str(box["name"]): str(box.get("autocomplete")) for box in browser.select("main input[autocomplete]")}
    assert new == {"old": "current-password", "new": "new-password"}
    assert not browser.select("input[maxlength], [onpaste]")


def test_a_password_is_not_taken_away_by_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    grace = desk.officer()
    years = clock.now() + timedelta(days=3_000)
    monkeypatch.setattr(clock, "now", lambda: years)
    assert desk.signed_in(grace).page.path == "/desk"


def test_the_password_never_comes_back_in_a_page(desk: Desk) -> None:
    browser = InspectingClient(desk.app)
    browser.get("/desk/sign-in")
    page = browser.post_form(email="nobody@council.example", password="kettle orange window", code="000000")
    assert "kettle" not in page.html
    assert page.values()["email"] == "nobody@council.example"


def test_guessing_is_slowed_and_the_right_password_works_after_the_wait(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    grace = desk.officer()
    browser = InspectingClient(desk.app)
    browser.get("/desk/sign-in")
    for _ in range(5):
        browser.post_form(email=grace.email, password="not this one", code="000000")
        assert browser.errors == [WRONG]
    for email in (grace.email, grace.email.upper()):
        browser.post_form(email=email, password=grace.password, code=desk.fresh_code(grace))
        assert browser.errors == ["There have been too many tries. Wait 2 seconds, then try again."]
    later = clock.now() + timedelta(minutes=20)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert desk.sign_in(browser, grace).path == "/desk"


def test_an_unknown_name_slows_down_like_a_known_one(desk: Desk) -> None:
    browser = InspectingClient(desk.app)
    browser.get("/desk/sign-in")
    said = [browser.post_form(email="x@y.example", password="p", code="1").errors[0] for _ in range(6)]
    assert said[:5] == [WRONG] * 5
    assert said[5].startswith("There have been too many tries.")


def test_tries_are_counted_though_the_request_is_refused_and_forgotten_when_right(desk: Desk) -> None:
    grace = desk.officer()

    def counted() -> list[str]:
        with desk.database.session() as db:
            return sorted(db.scalars(select(Attempt.kind)))

    browser = InspectingClient(desk.app)
    browser.get("/desk/sign-in")
    browser.post_form(email=grace.email, password="not this one", code="000000")
    assert counted() == ["desk", "desk-code", "desk-net"]
    desk.sign_in(browser, grace)
    assert counted() == ["desk", "desk-code", "desk-net"]


def test_what_was_typed_is_not_kept_in_the_count(desk: Desk) -> None:
    browser = InspectingClient(desk.app)
    browser.get("/desk/sign-in")
    browser.post_form(email="private@person.example", password="p", code="1")
    with desk.database.session() as db:
        assert all(re.fullmatch("[0-9a-f]{64}", row.key_hmac) for row in db.scalars(select(Attempt)))


def test_a_form_without_its_token_signs_nobody_in(desk: Desk) -> None:
    """Login CSRF: another site must not sign an officer in as somebody else."""
    grace = desk.officer()
    sent = {"email": grace.email, "password": grace.password, "code": desk.fresh_code(grace)}
    browser = InspectingClient(desk.app)
    assert browser.post("/desk/sign-in", sent).errors
    browser.post("/desk/sign-in", sent, headers={"Origin": "https://evil.example"}, status=403)
    with desk.database.session() as db:
        assert db.scalar(select(func.count()).select_from(WebSession)) == 0


def test_a_first_password_opens_only_the_page_that_changes_it(desk: Desk, make: Make) -> None:
    new = make(lasting=False)
    browser = desk.signed_in(new)
    assert browser.page.h1 == "Choose your own password"
    browser.post_form(old=new.password, new="kettle orange window")
    assert browser.page.path == "/desk/account"
    assert desk.sign_in(InspectingClient(desk.app), new, password="kettle orange window").path == "/desk"


def test_a_first_password_ends_by_itself(database: Database, settings: Settings, make: Make) -> None:
    new = make(lasting=False)

    def found(days: int) -> sign_in.Proof | None:
        now = clock.now() + timedelta(days=days)
        code = second_factor.code_at(new.totp_secret, now)
        with database.session() as db:
            return sign_in.find_proof(db, settings, email=new.email, password=new.password, code=code, now=now)

    assert found(6)
    assert found(7) is None


def test_a_password_changed_in_between_opens_nothing(database: Database, settings: Settings, make: Make) -> None:
    grace, now = make(), clock.now()
    code = second_factor.code_at(grace.totp_secret, now)
    with database.session() as db:
        proof = sign_in.find_proof(db, settings, email=grace.email, password=grace.password, code=code, now=now)
    assert proof
    for change in ({"password_hash": "another"}, {"password_hash": proof.password_hash, "disabled_at": now}):
        with database.changes() as db:
            db.execute(update(Officer).values(**change))
        with pytest.raises(Refusal), database.changes() as db:
            sign_in.open_session(db, proof=proof, tries=[], now=now, replaces=None)


def test_accounts_need_a_known_role_and_an_address_of_their_own(make: Make) -> None:
    make()
    with pytest.raises(Refusal, match="officer_exists"):
        make("GRACE@council.example ")
    with pytest.raises(Refusal, match="unknown_role"):
        make("other@council.example", role="root")


def test_no_account_exists_after_installation(database: Database) -> None:
    with database.session() as db:
        assert db.scalar(select(func.count()).select_from(Officer)) == 0


def test_hidden_things_do_not_show_in_a_printed_activation(make: Make) -> None:
    made = make()
    assert made.password not in repr(made)
    assert made.totp_secret not in repr(made)


def test_two_names_for_two_ways_of_running(settings: Settings) -> None:
    assert not settings.secure_cookies
    assert replace(settings, base_url="https://complaints.example").secure_cookies
