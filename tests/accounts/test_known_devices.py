"""Slowing who guesses at the desk, and not the officer whose address they know."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from werkzeug.wrappers import Response

from portal import clock
from portal.accounts import device_guards, known_devices, officers, sign_in
from portal.accounts.models import Officer
from portal.accounts.officers import Activation
from portal.config import Settings
from portal.db import OfficerId
from portal.errors import Refusal
from portal.web import attempts
from portal.web.models import Attempt
from tests.accounts.conftest import Desk
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database
WRONG = "The email address, the password or the code is not right. Try again."
COOKIE = "desk-device"


def at(desk: Desk, address: str = "127.0.0.1") -> InspectingClient:
    """A device that nobody has signed in on, in a network."""
    browser = InspectingClient(desk.app)
    browser.client.environ_base["REMOTE_ADDR"] = address
    return browser


def signed_out(desk: Desk, officer: Activation, address: str = "127.0.0.1") -> InspectingClient:
    """A device that this officer has signed in on, and signed out again by the button."""
    browser = at(desk, address)
    assert desk.sign_in(browser, officer).path == "/desk"
    browser.get("/desk/account")
    browser.post_form(form="header ~ * form[action$='/sign-out'], form[action$='/sign-out']")
    return browser


def flooded(desk: Desk, officer: Activation, address: str = "127.0.0.1", *, tries: int = 60) -> None:
    """Wrong tries at an officer's address, as many as are let in, the last of them just now."""
    with desk.database.changes() as db:
        counted = sign_in.counted_under(db, desk.settings, email=officer.email, network=address, cookie="")
        for number in range(tries):
            with suppress(Refusal):
                attempts.take(db, desk.settings, counted, now=clock.now() - timedelta(seconds=tries - number))


def wrong(browser: InspectingClient, officer: Activation, *, password: str = "not this one") -> str:
    browser.get("/desk/sign-in")
    browser.post_form(email=officer.email, password=password, code="000000")
    return browser.errors[0]


def waits(desk: Desk, browser: InspectingClient, officer: Activation) -> bool:
    """Whether the right password and code have to wait on this device."""
    page = desk.sign_in(browser, officer)
    return bool(page.errors) and page.errors[0].startswith("There have been too many tries.")


def test_an_officer_signs_in_on_a_known_device_while_a_stranger_floods_their_address(desk: Desk) -> None:
    grace = desk.officer()
    own = signed_out(desk, grace)
    flooded(desk, grace)
    assert wrong(at(desk), grace).startswith("There have been too many tries.")
    assert waits(desk, at(desk), grace)
    assert desk.sign_in(own, grace).path == "/desk"


def test_an_officer_on_a_new_device_waits_only_in_the_network_that_the_tries_come_from(desk: Desk) -> None:
    grace = desk.officer()
    for number in range(200):
        flooded(desk, grace, f"198.51.100.{number}", tries=6)
    flooded(desk, grace, "198.51.100.7")
    assert waits(desk, at(desk, "198.51.100.7"), grace)
    assert desk.sign_in(at(desk, "203.0.113.9"), grace).path == "/desk"


def test_a_known_device_has_its_own_few_tries_and_no_more(desk: Desk) -> None:
    """Somebody who stole it from the browser comes no further than its five tries, and keeps nobody else out."""
    grace = desk.officer()
    stolen, another = signed_out(desk, grace), signed_out(desk, grace)
    said = [wrong(stolen, grace) for _try in range(desk.settings.limits.free_tries + 1)]
    assert said[:-1] == [WRONG] * desk.settings.limits.free_tries
    assert said[-1].startswith("There have been too many tries.")
    assert waits(desk, stolen, grace)
    assert desk.sign_in(another, grace).path == "/desk"
    assert desk.sign_in(at(desk), grace).path == "/desk"


def test_a_device_is_known_for_its_officers_only(desk: Desk) -> None:
    """Desks are shared: a device remembers who has signed in on it, and nobody else."""
    grace, tom, ines = desk.officer(), desk.officer("Tom Whitfield"), desk.officer("Ines Okoro")
    shared = signed_out(desk, grace)
    desk.sign_in(shared, tom)
    shared.get("/desk/account")
    shared.post_form(form="header ~ * form[action$='/sign-out'], form[action$='/sign-out']")
    for officer in (grace, tom, ines):
        flooded(desk, officer)
    assert waits(desk, shared, ines)
    assert desk.sign_in(shared, grace).path == "/desk"


def test_another_password_ends_every_device_but_the_one_it_was_chosen_on(desk: Desk) -> None:
    grace = desk.officer()
    elsewhere, here = signed_out(desk, grace), at(desk)
    desk.sign_in(here, grace)
    here.get("/desk/account/password")
    here.post_form(old=grace.password, new="kettle orange window")
    assert here.page.path == "/desk/account"
    here.post_form(form="header ~ * form[action$='/sign-out'], form[action$='/sign-out']")
    changed = replace(grace, password="kettle orange window")
    flooded(desk, changed)
    assert waits(desk, elsewhere, changed)
    assert desk.sign_in(here, changed).path == "/desk"


def test_a_disabled_officers_device_is_known_no_more(desk: Desk) -> None:
    grace = desk.officer()
    own = signed_out(desk, grace)
    with desk.database.changes() as db:
        officers.disable(db, officer_id=grace.officer_id, now=clock.now())
    for _try in range(desk.settings.limits.free_tries):
        assert wrong(own, grace) == WRONG
    with desk.database.session() as db:
        assert db.scalar(select(func.count()).where(Attempt.kind == "desk-device")) == 0


def test_the_cookie_is_for_the_server_alone_and_names_nobody(desk: Desk) -> None:
    grace = desk.officer()
    browser = at(desk)
    browser.get("/desk/sign-in")
    form = browser.page.values() | {"email": grace.email, "password": grace.password, "code": desk.fresh_code(grace)}
    answer = browser.client.post("/desk/sign-in", data=form, base_url=browser.base_url)
    (line,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith(COOKIE)]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in line.split(";")}
    for word in (grace.email, "grace", "Adeyemi", grace.officer_id):
        assert word not in line


def test_over_https_it_is_bound_to_the_host(settings: Settings) -> None:
    app, answer = Flask(__name__), Response()
    app.extensions["portal.settings"] = replace(settings, demo=False, base_url="https://complaints.council.example")
    with app.test_request_context("/desk/sign-in"):
        device_guards.remember(answer, officer_id=OfficerId("1" * 32), password_hash="hash")
    parts = {part.strip() for part in answer.headers["Set-Cookie"].split(";")}
    assert any(part.startswith(f"__Host-{COOKIE}=") for part in parts)
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= parts


def test_the_residents_way_out_leaves_it(desk: Desk) -> None:
    """A shared browser: somebody who exits a page there does not make the desk forget the device."""
    grace = desk.officer()
    own = signed_out(desk, grace)
    own.get("/leave")
    own.post("/leave", own.page.values(), follow=False)
    flooded(desk, grace)
    assert desk.sign_in(own, grace).path == "/desk"


def test_a_made_up_cookie_is_worth_nothing(desk: Desk) -> None:
    grace, tom = desk.officer(), desk.officer("Tom Whitfield")
    kept = signed_out(desk, tom).client.get_cookie(COOKIE)
    assert kept is not None
    for value in ("", ".", "a.b", "a" * 4_000, "." * 4_000, "é.é", kept.value, kept.value[:-1] + "0"):
        browser = at(desk)
        browser.client.set_cookie(COOKIE, value, domain="127.0.0.1")
        assert wrong(browser, grace) == WRONG
        with desk.database.changes() as db:
            assert not db.scalar(select(func.count()).where(Attempt.kind == "desk-device"))
            db.execute(update(Attempt).values(at=clock.now() - timedelta(days=2)))


def test_one_device_remembers_eight_officers(settings: Settings) -> None:
    cookie, all_of = "", [Officer(id=OfficerId(f"{number:032}"), password_hash="hash") for number in range(10)]
    for _round in range(2):
        for officer in all_of:
            cookie = known_devices.with_officer(
                settings, cookie, officer_id=officer.id, password_hash=officer.password_hash
            )
    known = [known_devices.find(settings, officer, cookie) is not None for officer in all_of]
    assert known == [False] * 2 + [True] * 8
    assert len(cookie) < 1_000


def test_codes_with_the_right_password_are_few_from_all_networks_together(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever has the password guesses twenty codes a day, and does not learn that the password is right."""
    grace = desk.officer()
    own = signed_out(desk, grace)
    most = desk.settings.limits.codes_per_day_with_password
    for number in range(most):
        assert wrong(at(desk, f"198.51.100.{number}"), grace, password=grace.password) == WRONG
    alarms = [one.getMessage() for one in caplog.records if "ALARM" in one.getMessage()]
    assert len(alarms) == 1
    assert grace.officer_id in alarms[0]
    assert grace.email not in alarms[0]
    thief = at(desk, "203.0.113.9")
    assert desk.sign_in(thief, grace).errors == [WRONG]
    assert desk.sign_in(own, grace).path == "/desk"


def test_who_does_not_have_the_password_spends_none_of_those_codes(desk: Desk) -> None:
    grace = desk.officer()
    with desk.database.changes() as db:
        for _try in range(desk.settings.limits.codes_per_day_with_password + 5):
            sign_in.note_wrong(db, desk.settings, email=grace.email, proof=None, now=clock.now())
    assert desk.sign_in(at(desk), grace).path == "/desk"


def test_a_stranger_does_not_keep_an_officer_from_changing_their_password(desk: Desk) -> None:
    grace = desk.officer()
    browser = desk.signed_in(grace)
    flooded(desk, grace)
    browser.get("/desk/account/password")
    browser.post_form(old=grace.password, new="kettle orange window")
    assert browser.page.path == "/desk/account"


def test_guessing_the_password_in_an_open_session_is_slowed(desk: Desk) -> None:
    browser = desk.signed_in(desk.officer())
    browser.get("/desk/account/password")
    for _try in range(desk.settings.limits.free_tries):
        browser.post_form(old="not this one", new="kettle orange window")
        assert browser.errors == ["This is not your password. Try again."]
    browser.post_form(old="not this one", new="kettle orange window")
    assert browser.errors[0].startswith("There have been too many tries.")
