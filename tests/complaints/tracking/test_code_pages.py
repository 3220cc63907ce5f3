"""The ways in without the private code: a one-time code, and a lost reference."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal import clock
from portal.complaints.matter import reference
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from portal.letters.outgoing.models import Letter
from portal.people import one_time_codes
from portal.people.models import ContactPoint, OneTimeCode
from tests.complaints import matters
from tests.complaints.matters import Matter
from tests.complaints.tracking.test_pages import TOKEN, traffic
from tests.inspecting_client import InspectingClient

UNKNOWN = reference.with_check_digits("0000000017")
Made = Callable[..., Matter]


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock themselves."""
    return clock.now()


@pytest.fixture
def made(app: Flask, database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Made:
    """Register matters."""
    return lambda **more: matters.made(database, rulebook=rulebook, settings=settings, at=now, **more)


def digits_sent(database: Database, settings: Settings) -> str | None:
    """Return the digits the worker would send now for the last code asked for; None when it sends nothing."""
    with database.changes() as db:
        code_id = db.scalars(select(OneTimeCode.id).order_by(OneTimeCode.asked_at.desc())).first() or ""
        return one_time_codes.make_digits(db, code_id=code_id, now=clock.now(), settings=settings)


def ask(client: InspectingClient, number: str, address: str) -> None:
    """Ask for a one-time code."""
    client.get("/track/code")
    client.post_form(reference=number, address=address)
    assert client.page.path == "/track/code/enter"


@pytest.mark.parametrize("contact", [{"email": "ama@example.com"}, {"email": "", "phone": "07700 900123"}])
def test_a_one_time_code_opens_the_complaint_once_in_the_browser_that_asked(
    client: InspectingClient, app: Flask, made: Made, database: Database, settings: Settings, contact: dict[str, str]
) -> None:
    matter = made(**contact)
    ask(client, matter.number, next(value for value in contact.values() if value))
    digits = digits_sent(database, settings) or ""
    stranger = InspectingClient(app)
    ask(stranger, UNKNOWN, "bo@example.com")
    stranger.post_form(digits=digits)
    assert stranger.errors
    client.post_form(digits=f"{digits[:3]} {digits[3:]}")
    assert client.page.path == f"/complaint/{matter.grant_id}"
    client.get("/track/code/enter")
    client.post_form(digits=digits)
    assert "That code is not right" in client.errors[0]


@pytest.mark.database
def test_asking_looks_and_costs_the_same_whether_anything_is_sent(
    app: Flask, made: Made, database: Database, settings: Settings
) -> None:
    matter, unproven = made(), made(email="cy@example.com", proven=False)
    answers, sent = [], []
    for number, address in (
        (matter.number, "ama@example.com"),
        (UNKNOWN, "ama@example.com"),
        (matter.number, "bo@example.com"),
        (unproven.number, "cy@example.com"),
    ):
        client = InspectingClient(app)
        client.get("/track/code")
        statements = traffic(app, lambda c=client, n=number, a=address: c.post_form(reference=n, address=a))  # type: ignore[misc]
        answers.append((client.page.status, client.page.path, TOKEN.sub(r"\1", client.page.html), statements))
        sent.append(digits_sent(database, settings) is not None)
    assert all(answer == answers[0] for answer in answers[1:])
    assert sent == [True, False, False, False]


def test_wrong_digits_of_others_in_the_same_network_do_not_keep_a_right_one_out(
    client: InspectingClient, app: Flask, made: Made, database: Database, settings: Settings
) -> None:
    matter = made()
    ask(client, matter.number, "ama@example.com")
    digits = digits_sent(database, settings) or ""
    for _stranger in range(7):
        stranger = InspectingClient(app)
        ask(stranger, UNKNOWN, "bo@example.com")
        for _try in range(settings.limits.free_tries):
            stranger.post_form(digits="000000")
        stranger.post_form(digits="000000", status=429)
    client.post_form(digits=digits)
    assert client.page.path == f"/complaint/{matter.grant_id}"


def test_an_old_code_and_five_wrong_tries_end_it(
    client: InspectingClient, made: Made, database: Database, settings: Settings
) -> None:
    matter = made()
    ask(client, matter.number, "ama@example.com")
    digits = digits_sent(database, settings) or ""
    with database.changes() as db:
        db.execute(update(OneTimeCode).values(expires_at=clock.now() - timedelta(seconds=1)))
    client.post_form(digits=digits)
    assert "too old" in client.errors[0]
    ask(client, matter.number, "ama@example.com")
    digits = digits_sent(database, settings) or ""
    with database.changes() as db:
        db.execute(update(OneTimeCode).values(tries=settings.limits.code_tries))
    client.post_form(digits=digits)
    assert client.errors


@pytest.mark.parametrize(
    ("number", "address", "said"),
    [
        ("{}", "{}", "That looks like your reference"),
        ("{}", "nobody", "Enter an email address such as"),
        ("{}", "", "Enter the email address or phone number"),
        ("ama@example.com", "ama@example.com", "That looks like an email address"),
    ],
)
def test_what_cannot_be_right_is_said_at_once(
    client: InspectingClient, made: Made, number: str, address: str, said: str
) -> None:
    matter = made()
    client.get("/track/code")
    client.post_form(reference=number.format(matter.number), address=address.format(matter.number))
    assert said in client.errors[0]


@pytest.mark.database
def test_a_lost_reference_goes_to_a_proven_contact_and_onto_no_page(app: Flask, made: Made, database: Database) -> None:
    first, second = made(), made(words="Another matter.")
    made(email="shared@example.com", shared="yes")
    made(email="new@example.com", proven=False)
    answers = []
    client = InspectingClient(app)
    for email in ("ama@example.com", "shared@example.com", "new@example.com", "nobody@example.com"):
        client = InspectingClient(app)
        client.get("/track/lost")
        statements = traffic(app, lambda c=client, e=email: c.post_form(email=e))  # type: ignore[misc]
        answers.append((client.page.status, client.page.html, statements))
    assert all(answer == answers[0] for answer in answers[1:])
    assert not re.search(r"\d{4} \d{4} \d{4}", client.text)
    with database.session() as db:
        letters = {one.address: one for one in db.scalars(select(Letter).where(Letter.kind == "lost_reference"))}
    assert [address for address, letter in letters.items() if letter.cancelled_at is None] == ["ama@example.com"]
    assert all(reference.grouped(one.number) in letters["ama@example.com"].body for one in (first, second))


def test_a_contact_that_was_replaced_opens_nothing_any_more(
    client: InspectingClient, made: Made, database: Database, settings: Settings, now: datetime
) -> None:
    matter = made()
    with database.changes() as db:
        db.execute(update(ContactPoint).values(ended_at=now))
    ask(client, matter.number, "ama@example.com")
    assert digits_sent(database, settings) is None
