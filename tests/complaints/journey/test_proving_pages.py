"""Proving an address by six digits, now or later."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from portal import clock
from portal.config import Settings
from portal.db import Database
from portal.letters.outgoing.models import Letter
from portal.people import one_time_codes
from portal.people.models import ContactPoint, OneTimeCode
from tests.complaints.walking import to_contact
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database


def to_prove(client: InspectingClient, **contact: str) -> str:
    draft_id = to_contact(client)
    client.post_form({"contact": "email", "email": "ama@example.com", **contact})
    client.post_form()
    client.post_form()
    return draft_id


def digits(database: Database, settings: Settings) -> str:
    """The digits the worker would put into the newest message."""
    with database.changes() as db:
        code_id = db.scalars(select(OneTimeCode.id).order_by(OneTimeCode.asked_at.desc())).first()
        made = one_time_codes.make_digits(db, code_id=str(code_id), now=clock.now(), settings=settings)
    assert made is not None
    return made


def test_both_ways_are_offered_alike(client: InspectingClient) -> None:
    to_prove(client)
    assert "Both ways are fine" in client.text
    assert [str(radio["value"]) for radio in client.select("input[name=how]")] == ["now", "later"]
    client.post_form()
    assert client.errors == ["Choose if you want a code now"]


def test_the_right_digits_prove_the_address(client: InspectingClient, database: Database, settings: Settings) -> None:
    to_prove(client)
    client.post_form(how="now")
    client.post_form({"digits": f" {' '.join(digits(database, settings))} "}, button="Continue")
    assert client.page.h1 == "Check your answers"
    assert "You have shown that we can reach you there" in client.text
    client.post_form()
    with database.session() as db:
        assert db.scalars(select(ContactPoint.proven_at)).one() is not None


def test_later_proves_nothing_and_loses_nothing(client: InspectingClient, database: Database) -> None:
    to_prove(client)
    client.post_form(how="later")
    client.post_form()
    with database.session() as db:
        assert db.scalars(select(ContactPoint.proven_at)).one() is None
        assert db.scalars(select(Letter.kind)).all() == ["receipt"]


def test_wrong_and_old_digits_say_what_to_do(client: InspectingClient, database: Database, settings: Settings) -> None:
    to_prove(client)
    client.post_form(how="now")
    right = digits(database, settings)
    wrong = "000000" if right != "000000" else "111111"
    client.post_form({"digits": wrong}, button="Continue")
    assert client.errors == ["That code is not right, or it is too old. Check it, or ask for a new one"]
    with database.changes() as db:
        db.execute(update(OneTimeCode).values(expires_at=clock.now() - timedelta(minutes=1)))
    client.post_form({"digits": right}, button="Continue")
    assert client.errors == ["That code is not right, or it is too old. Check it, or ask for a new one"]
    client.post_form(button="Send a new code", form='form[action$="/again"]')
    client.post_form({"digits": digits(database, settings)}, button="Continue")
    assert client.page.h1 == "Check your answers"


def test_digits_sent_to_one_address_do_not_prove_another(
    client: InspectingClient, database: Database, settings: Settings
) -> None:
    draft_id = to_prove(client)
    client.post_form(how="now")
    right = digits(database, settings)
    entering = client.page
    client.get(f"/complain/{draft_id}/contact")
    client.post_form(contact="email", email="somebody.else@example.com")
    sent = entering.values(entering.select("main form")[0]) | {"digits": right}
    client.post(f"/complain/{draft_id}/prove/code", sent)
    assert client.errors


def test_an_address_changed_after_proving_is_not_proven(
    client: InspectingClient, database: Database, settings: Settings
) -> None:
    to_prove(client)
    client.post_form(how="now")
    client.post_form({"digits": digits(database, settings)}, button="Continue")
    client.click("Change Email address")
    client.post_form(contact="email", email="somebody.else@example.com")
    assert client.page.path.endswith("/prove")


def test_digits_work_only_in_the_browser_that_asked(
    client: InspectingClient, app: Flask, database: Database, settings: Settings
) -> None:
    draft_id = to_prove(client)
    client.post_form(how="now")
    right = digits(database, settings)
    client.get(f"/complain/{draft_id}/later")
    code = client.page.one(".portal-code").get_text()
    other = InspectingClient(app)
    other.get("/complain/return")
    other.post_form(code=code)
    other.get(f"/complain/{draft_id}/prove/code")
    other.post_form({"digits": right}, button="Continue")
    assert other.errors


def test_too_many_tries_have_to_wait(client: InspectingClient, settings: Settings) -> None:
    to_prove(client)
    client.post_form(how="now")
    for _try in range(settings.limits.free_tries):
        client.post_form({"digits": "123456"}, button="Continue")
    client.post_form({"digits": "123456"}, button="Continue", status=429)
    assert "too many tries" in client.errors[0]


def test_a_phone_gets_its_digits_as_a_text(client: InspectingClient, database: Database) -> None:
    to_prove(client, contact="phone", email="", phone="07700 900123")
    client.post_form(how="now")
    assert "07700 900123" in client.text
    with database.session() as db:
        assert db.scalars(select(Letter.channel)).all() == ["sms"]


def test_who_is_reached_by_post_is_not_asked_for_a_code(client: InspectingClient, database: Database) -> None:
    draft_id = to_contact(client)
    client.post_form(contact="post", post="1 Mill Lane")
    client.post_form()
    client.post_form()
    assert client.page.h1 == "Check your answers"
    client.get(f"/complain/{draft_id}/prove/code")
    assert client.page.h1 == "Check your answers"
    with database.session() as db:
        assert db.scalar(select(func.count()).select_from(OneTimeCode)) == 0
