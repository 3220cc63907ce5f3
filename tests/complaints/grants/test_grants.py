"""A grant that was revoked, has ended or has not begun opens nothing, by any way in (T5, T38)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.complaints.grants import grants
from portal.complaints.matter.models import Grant
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from portal.letters.outgoing.models import Letter
from portal.people import one_time_codes
from portal.people.models import OneTimeCode
from portal.web.models import WebSession
from tests.complaints import matters
from tests.complaints.matters import Matter
from tests.delivered import deliver_all
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock themselves."""
    return clock.now()


@pytest.fixture
def matter(database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Matter:
    return matters.made(database, rulebook=rulebook, settings=settings, at=now)


@pytest.mark.parametrize(
    "column", [{"revoked_at": -1}, {"ends_at": -1}, {"begins_at": +1}], ids=["revoked", "ended", "not begun"]
)
def test_it_opens_nothing_from_the_next_request_on(
    client: InspectingClient,
    matter: Matter,
    database: Database,
    settings: Settings,
    now: datetime,
    column: dict[str, int],
) -> None:
    client.get("/track")
    client.post_form(reference=matter.number, code=matter.code)
    home = client.page.path
    assert home == f"/complaint/{matter.grant_id}"
    with database.changes() as db:
        db.execute(update(Grant).values({name: now + timedelta(minutes=by) for name, by in column.items()}))
    for page in ("", "/withdraw", "/further", "/contact", "/contact/details", "/ombudsman"):
        client.get(f"{home}{page}")
        assert client.page.path == "/track"
        assert not client.page.words
    client.get("/track")
    client.post_form(reference=matter.number, code=matter.code)
    assert client.page.path == "/track"
    assert client.errors
    client.get("/track/code")
    client.post_form(reference=matter.number, address="ama@example.com")
    with database.changes() as db:
        code_id = db.scalars(select(OneTimeCode.id)).one()
        assert one_time_codes.make_digits(db, code_id=code_id, now=clock.now(), settings=settings) is None


def test_a_clock_that_is_put_back_closes_nobodys_matter(
    client: InspectingClient, matter: Matter, database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/track")
    client.post_form(reference=matter.number, code=matter.code)
    home = client.page.path
    yesterday = datetime.now(UTC) - timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: yesterday)
    client.get(home)
    assert client.page.path == home
    other = InspectingClient(client.app)
    other.get("/track")
    other.post_form(reference=matter.number, code=matter.code)
    assert other.page.path == home
    # The other ways in and letters hold, too.
    with database.session() as db:
        assert db.scalars(select(Grant.id).where(grants.in_force(yesterday))).all() == [matter.grant_id]


def test_revoking_ends_every_open_visit(client: InspectingClient, matter: Matter, database: Database) -> None:
    client.get("/track")
    client.post_form(reference=matter.number, code=matter.code)
    with database.changes() as db:
        grants.revoke(db, grant_id=matter.grant_id, now=clock.now())
        db.execute(update(Grant).values(revoked_at=None))
    client.get(f"/complaint/{matter.grant_id}")
    assert client.page.path == "/track"


def test_letters_that_wait_do_not_leave_any_more(
    matter: Matter, database: Database, settings: Settings, now: datetime
) -> None:
    with database.changes() as db:
        db.execute(update(Grant).values(revoked_at=now))
    assert deliver_all(database, settings, now) == 0
    with database.session() as db:
        (letter,) = db.scalars(select(Letter))
    assert (letter.sent_at, letter.cancelled_at) == (None, now)


@pytest.mark.parametrize("limit", ["idle", "absolute"])
def test_a_visit_ends_by_itself(
    client: InspectingClient, matter: Matter, database: Database, settings: Settings, now: datetime, limit: str
) -> None:
    client.get("/track")
    client.post_form(reference=matter.number, code=matter.code)
    idle = timedelta(minutes=settings.limits.resident_idle, seconds=1)
    absolute = timedelta(minutes=settings.limits.resident_absolute, seconds=1)
    past = {"seen_at": now - idle} if limit == "idle" else {"begun_at": now - absolute}
    with database.changes() as db:
        db.execute(update(WebSession).values(past))
    client.get(f"/complaint/{matter.grant_id}")
    assert client.page.path == "/track"
    assert "This complaint is not open in this browser now" in client.text
