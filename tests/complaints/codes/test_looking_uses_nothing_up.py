"""Mail scanners and impatient fingers open pages: a GET or HEAD never uses up what the person's press needs (T9)."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from portal import clock
from portal.complaints.acting import consent
from portal.complaints.matter.act import by_officer
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from portal.people import one_time_codes
from portal.people.models import OneTimeCode
from tests.complaints import matters, represented
from tests.complaints.matters import Matter
from tests.complaints.walking import to_contact
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database

TIMES = 5


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock themselves."""
    return clock.now()


@pytest.fixture
def matter(database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Matter:
    return matters.made(database, rulebook=rulebook, settings=settings, at=now)


def digits(database: Database, settings: Settings) -> str:
    """The digits the worker would send now."""
    with database.changes() as db:
        code_id = db.scalars(select(OneTimeCode.id).order_by(OneTimeCode.asked_at.desc())).first()
        made = one_time_codes.make_digits(db, code_id=str(code_id), now=clock.now(), settings=settings)
    assert made is not None
    return made


def look(client: InspectingClient, address: str, right: str = "") -> None:
    """Open the page again and again, also with the code in its address, as programs do that follow links."""
    for _time in range(TIMES):
        client.client.head(address, base_url=client.base_url)
        for given in ("", f"?digits={right}", f"?code={right}"):
            client.get(f"{address}{given}")
    client.get(address)


def test_a_code_to_open_a_complaint(
    client: InspectingClient, matter: Matter, database: Database, settings: Settings
) -> None:
    client.get("/track/code")
    client.post_form(reference=matter.number, address="ama@example.com")
    right = digits(database, settings)
    look(client, "/track/code/enter", right)
    client.post_form(digits=right)
    assert client.page.path == f"/complaint/{matter.grant_id}"


def test_a_code_to_prove_an_address(client: InspectingClient, database: Database, settings: Settings) -> None:
    draft = to_contact(client)
    client.post_form(contact="email", email="ama@example.com")
    client.post_form()
    client.post_form()
    client.post_form(how="now")
    right = digits(database, settings)
    look(client, f"/complain/{draft}/prove/code", right)
    client.post_form({"digits": right}, button="Continue")
    assert client.page.h1 == "Check your answers"


def test_a_code_to_change_a_contact(
    client: InspectingClient, matter: Matter, database: Database, settings: Settings
) -> None:
    client.get("/track")
    client.post_form(reference=matter.number, code=matter.code)
    home = client.page.path
    client.get(f"{home}/contact")
    client.post_form(form='form[action$="/code/change"]')
    right = digits(database, settings)
    look(client, f"{home}/contact/change", right)
    client.post_form(digits=right, contact="email", email="new@example.com", shared="no")
    assert client.page.path == f"{home}/contact/prove"


def test_the_private_code(client: InspectingClient, matter: Matter) -> None:
    look(client, "/track", matter.code)
    client.post_form(reference=matter.number, code=matter.code)
    assert client.page.path == f"/complaint/{matter.grant_id}"


def test_a_consent_link(
    client: InspectingClient, database: Database, rulebook: Rulebook, settings: Settings, now: datetime
) -> None:
    ida = represented.made(database, rulebook=rulebook, settings=settings, at=now)
    by = matters.officer(database, at=now)
    with database.changes() as db:
        consent.ask(
            db,
            by_officer(by, now=now, rulebook=rulebook, settings=settings),
            authority_id=ida.authority_id,
            complaint_id=ida.complaint_id,
            found=consent.FoundContact("email", "ida@example.com", "Her care record."),
        )
    link = f"/consent/{ida.authority_id}"
    look(client, link)
    client.post_form()
    right = digits(database, settings)
    look(client, f"{link}/code", right)
    client.post_form(digits=right)
    for answer in ("", "?answer=everything", "?answer=no"):
        look(client, f"{link}{answer}")
    assert represented.claim_of(database, ida).state == "asked"
    client.get(link)
    client.post_form(answer="everything")
    assert represented.claim_of(database, ida).state == "confirmed"
