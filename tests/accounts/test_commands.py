"""What an administrator types: closing an account, ending sessions, and a new password for who lost theirs."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest
from click.testing import Result
from sqlalchemy import func, select

from portal.db import Database, PersonId
from portal.people import safe_contact
from portal.people.models import Person
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


def test_another_key_opens_what_was_sealed_before(
    desk: Desk, database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    grace, person_id, old = desk.officer(), PersonId("1" * 32), desk.settings.data_key
    with database.changes() as db:
        db.add(Person(id=person_id, name="Ama Mensah", created_at=now))
        db.flush()
        safe_contact.begin(
            db,
            person_id=person_id,
            instructions="Ring at noon.",
            officer_id=grace.officer_id,
            now=now,
            settings=desk.settings,
        )
    desk.app.extensions["portal.settings"] = desk.settings = replace(desk.settings, data_key="n9" * 20)
    monkeypatch.setenv("PORTAL_OLD_DATA_KEY", "w" * 40)
    refused = typed(desk, "rekey-data")
    assert (refused.exit_code, "Nothing was changed" in refused.output) == (1, True)
    monkeypatch.setenv("PORTAL_OLD_DATA_KEY", old)
    assert typed(desk, "rekey-data").output == "2 sealed values are under the new key\n"
    with database.session() as db:
        found = safe_contact.find(db, person_id=person_id, settings=desk.settings)
    assert found is not None
    assert found.instructions == "Ring at noon."
    assert desk.signed_in(grace).page.path == "/desk"


@pytest.mark.parametrize("command", ["disable-officer", "end-sessions", "renew-officer"])
def test_an_address_that_nobody_has_is_said(desk: Desk, command: str) -> None:
    done = typed(desk, command, "--email", "nobody@council.example")
    assert (done.exit_code, done.output) == (1, "Error: No open account has this e-mail address.\n")
