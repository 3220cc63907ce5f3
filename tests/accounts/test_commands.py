"""What an administrator types: closing an account, ending sessions, and a new password for who lost theirs."""

from __future__ import annotations

import re

import pytest
from click.testing import Result
from sqlalchemy import func, select

from portal.web.models import WebSession
from tests.accounts.conftest import Desk
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database


def typed(desk: Desk, *words: str) -> Result:
    with desk.app.app_context():
        return desk.app.test_cli_runner().invoke(args=words)


def let_in(browser: InspectingClient) -> bool:
    return browser.get("/desk/account").path == "/desk/account"


def test_a_closed_account_is_out_at_once(desk: Desk) -> None:
    grace = desk.officer()
    browser = desk.signed_in(grace)
    done = typed(desk, "disable-officer", "--email", grace.email.upper())
    assert done.exit_code == 0, done.output
    assert not let_in(browser)
    assert desk.sign_in(InspectingClient(desk.app), grace).errors


def test_one_officers_sessions_end_and_nobody_elses(desk: Desk) -> None:
    grace, tom = desk.officer(), desk.officer("Tom Whitfield")
    browsers = [desk.signed_in(grace), desk.signed_in(grace), desk.signed_in(tom)]
    assert typed(desk, "end-sessions", "--email", grace.email).output == "2 sessions ended\n"
    assert [let_in(browser) for browser in browsers] == [False, False, True]


def test_everybodys_sessions_end(desk: Desk) -> None:
    browsers = [desk.signed_in(desk.officer()), desk.signed_in(desk.officer("Tom Whitfield"))]
    assert typed(desk, "end-sessions").output == "2 sessions ended\n"
    assert not any(let_in(browser) for browser in browsers)
    with desk.database.session() as db:
        assert db.scalar(select(func.count()).where(WebSession.ended_at.is_(None))) == 0


def test_a_renewed_account_has_another_password_and_second_factor_that_open_the_change_only(desk: Desk) -> None:
    grace = desk.officer()
    browser = desk.signed_in(grace)
    done = typed(desk, "renew-officer", "--email", grace.email)
    password, secret = re.findall(r": (\S.*)$", done.output, re.MULTILINE)
    assert (password == grace.password, secret == grace.totp_secret) == (False, False)
    assert not let_in(browser)
    assert desk.sign_in(InspectingClient(desk.app), grace).errors
    new = type(grace)(grace.officer_id, grace.email, password, secret, "", None)
    again = desk.signed_in(new)
    assert again.page.h1 == "Choose your own password"
    again.post_form(old=password, new="kettle orange window")
    assert again.page.path == "/desk/account"


@pytest.mark.parametrize("command", ["disable-officer", "end-sessions", "renew-officer"])
def test_an_address_that_nobody_has_is_said(desk: Desk, command: str) -> None:
    done = typed(desk, command, "--email", "nobody@council.example")
    assert (done.exit_code, done.output) == (1, "Error: No open account has this e-mail address.\n")
