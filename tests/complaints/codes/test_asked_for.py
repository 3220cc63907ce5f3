"""What strangers ask for keeps nothing from an address's owner: codes and references arrive, and mail has an end."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.complaints.matter import reference
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from portal.letters.outgoing import gathering
from portal.letters.outgoing.leaving import Outgoing
from portal.letters.outgoing.models import Letter
from portal.web.models import Attempt
from tests.complaints import matters
from tests.complaints.matters import Matter
from tests.complaints.walking import to_contact
from tests.delivered import deliver_all
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database

UNKNOWN = reference.with_check_digits("0000000017")
OWNER = "ama@example.com"
_LINE = re.compile(r"^(?:([A-Z]{4}): )?(\d{6})$", re.MULTILINE)
Sent = Callable[..., list[Outgoing]]


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock themselves."""
    return clock.now()


@pytest.fixture
def matter(app: Flask, database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Matter:
    """A matter whose writer has proven their address."""
    return matters.made(database, rulebook=rulebook, settings=settings, at=now)


@pytest.fixture
def sent(database: Database, settings: Settings) -> Sent:
    """Let the worker send what is owed by so many minutes from now, and return it."""

    def by(minutes: int = 0) -> list[Outgoing]:
        left: list[Outgoing] = []
        at = clock.now() + timedelta(minutes=minutes, seconds=1)
        deliver_all(database, settings, at, send=lambda letter, _settings: left.append(letter))
        with database.changes() as db:
            gathering.settle(db)
        return left

    return by


def browser(app: Flask, network: str) -> InspectingClient:
    """A new browser at this address."""
    client = InspectingClient(app)
    client.client.environ_base["REMOTE_ADDR"] = network
    return client


def ask(client: InspectingClient, number: str, address: str = OWNER) -> None:
    client.get("/track/code")
    client.post_form(reference=number, address=address)
    assert client.page.path == "/track/code/enter"


def flood(app: Flask, number: str, *, networks: int, times: int = 1) -> None:
    """Ask for codes from so many networks, in a new browser each time."""
    for at in range(networks):
        for _time in range(times):
            ask(browser(app, f"198.51.{at // 250}.{at % 250 + 1}"), number)


def use(client: InspectingClient, message: Outgoing) -> None:
    """Read which of the message's codes is this browser's, and type it."""
    client.get("/track/code/several")
    own = next(digits for label, digits in _LINE.findall(message.body) if not label or label in client.text)
    client.get("/track/code/enter")
    asked_who = client.page.soup.select_one("button[name=still_you][value=yes]")
    client.post_form(digits=own, button=asked_who.get_text(strip=True) if asked_who else None)


def test_requests_that_lead_to_nothing_use_nothing_up(app: Flask, matter: Matter, sent: Sent) -> None:
    flood(app, UNKNOWN, networks=1, times=30)
    flood(app, UNKNOWN, networks=30)
    assert len(sent()) == 1, "the receipt"
    owner = browser(app, "198.51.0.1")
    ask(owner, matter.number)
    (message,) = sent()
    use(owner, message)
    assert owner.page.path == f"/complaint/{matter.grant_id}"


@pytest.mark.parametrize(("networks", "times"), [(1, 20), (20, 1)])
def test_a_code_reaches_its_owner_whatever_strangers_ask_for(
    networks: int, times: int, app: Flask, matter: Matter, sent: Sent, settings: Settings
) -> None:
    sent()
    flood(app, matter.number, networks=networks, times=times)
    at_once = len(sent())
    assert at_once <= settings.limits.messages_per_address_per_day
    owner = browser(app, "198.51.0.1")
    ask(owner, matter.number)
    assert sent() == []
    (message,) = sent(settings.limits.gathering_minutes)
    assert len(_LINE.findall(message.body)) == networks * times - at_once + 1
    use(owner, message)
    assert owner.page.path == f"/complaint/{matter.grant_id}"
    assert sent(24 * 60) == []


def test_another_network_is_not_kept_waiting_by_one(app: Flask, matter: Matter, sent: Sent) -> None:
    flood(app, matter.number, networks=1, times=30)
    sent()
    owner = browser(app, "192.0.2.1")
    ask(owner, matter.number)
    (message,) = sent()
    assert _LINE.search(message.body)


def test_what_anybody_can_ask_for_who_knows_the_address_uses_up_no_code(app: Flask, matter: Matter, sent: Sent) -> None:
    for at in range(40):
        stranger = browser(app, f"198.51.100.{at + 1}")
        stranger.get("/track/lost")
        stranger.post_form(email=OWNER)
    sent()
    owner = browser(app, "192.0.2.1")
    ask(owner, matter.number)
    (message,) = sent()
    use(owner, message)
    assert owner.page.path == f"/complaint/{matter.grant_id}"


@pytest.mark.parametrize("how", ["private code", "one-time code"])
def test_a_browser_that_opened_the_complaint_before_never_waits(
    how: str, app: Flask, matter: Matter, sent: Sent
) -> None:
    owner = browser(app, "192.0.2.1")
    if how == "private code":
        owner.get("/track")
        owner.post_form(reference=matter.number, code=matter.code)
    else:
        ask(owner, matter.number)
        use(owner, sent()[-1])
    assert owner.page.path == f"/complaint/{matter.grant_id}"
    flood(app, matter.number, networks=30)
    sent()
    ask(owner, matter.number)
    (message,) = sent()
    use(owner, message)
    assert owner.page.path == f"/complaint/{matter.grant_id}"
    # It is known for its own address only.
    ask(owner, UNKNOWN)
    ask(owner, matter.number, "other@example.com")
    assert sent() == []


def test_a_cookie_that_somebody_made_up_is_not_known(app: Flask, matter: Matter, sent: Sent) -> None:
    flood(app, matter.number, networks=30)
    sent()
    forger = browser(app, "192.0.2.1")
    ask(forger, matter.number)
    visit = forger.client.get_cookie("resident")
    assert visit is not None
    # The cookie of a visit is signed with the same key.
    for value in ("WyJhIl0.x.y", "[]", "x" * 2000, visit.value):
        forger.client.set_cookie("known", value)
        ask(forger, matter.number)
        assert sent() == []


def test_lost_references_reach_their_owner_once_for_all_who_asked(
    app: Flask, matter: Matter, sent: Sent, settings: Settings
) -> None:
    sent()
    for at in range(20):
        client = browser(app, f"198.51.100.{at + 1}")
        client.get("/track/lost")
        client.post_form(email=OWNER)
    assert len(sent()) == settings.limits.messages_per_address_per_day
    (message,) = sent(settings.limits.gathering_minutes)
    assert reference.grouped(matter.number) in message.body
    assert sent(24 * 60) == []


def test_a_day_of_asking_from_everywhere_makes_so_much_mail_and_no_more(
    app: Flask, matter: Matter, sent: Sent, settings: Settings
) -> None:
    sent()
    flood(app, matter.number, networks=60)
    rounds = [len(sent(minutes)) for minutes in range(0, 24 * 60, 60)]
    assert sum(rounds) == settings.limits.messages_per_address_per_day + 1


def test_asking_looks_and_costs_the_same_when_it_waits(
    app: Flask, matter: Matter, database: Database, sent: Sent
) -> None:
    pages, written = [], []
    for number in (matter.number, UNKNOWN):
        flood(app, number, networks=20)
        client = browser(app, "192.0.2.1")
        before = rows(database)
        ask(client, number)
        pages.append(client.text)
        written.append([after - had for after, had in zip(rows(database), before, strict=True)])
    assert pages[0] == pages[1]
    assert written[0] == written[1]


def rows(database: Database) -> list[int]:
    with database.session() as db:
        return [len(db.scalars(select(table.id)).all()) for table in (Letter, Attempt)]


def test_proving_somebody_elses_address_in_drafts_fills_nobodys_mailbox(
    app: Flask, matter: Matter, sent: Sent, settings: Settings
) -> None:
    sent()
    client = browser(app, "198.51.100.1")
    to_contact(client)
    client.post_form(contact="email", email=f"Ama+1@{OWNER.partition('@')[2].upper()}")
    client.post_form()
    client.post_form()
    client.post_form(how="now")
    at_once = len(sent())
    for _again in range(15):
        client.post_form(form='form[action*="/again"]')
        at_once += len(sent())
    assert at_once == settings.limits.asked_per_network_per_day
    assert len(sent(24 * 60)) == 1
    # The owner's own letters have lost nothing by it.
    ask(browser(app, "192.0.2.1"), matter.number)
    assert len(sent()) == 1
