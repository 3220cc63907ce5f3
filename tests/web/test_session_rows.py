"""A session's id: 128 random bits, of which the database keeps a hash; a new one at each unlocking."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from sqlalchemy import select

from portal import clock
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from portal.web import session_rows
from portal.web.models import WebSession
from tests.complaints import matters
from tests.complaints.tracking.test_pages import sign_in
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database


def test_an_id_has_128_random_bits_and_the_database_does_not_know_it(database: Database, now: datetime) -> None:
    with database.changes() as db:
        made = [session_rows.begin(db, kind="resident", now=now) for _number in range(500)]
    assert len(set(made)) == 500
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in made)
    # Each place takes each of the sixteen digits: nothing in it stands still or counts.
    assert all({one[place] for one in made} == set("0123456789abcdef") for place in range(32))
    with database.session() as db:
        kept = {value for row in db.scalars(select(WebSession)) for value in vars(row).values()}
    assert kept & set(made) == set()


def test_unlocking_gives_a_new_id_and_ends_the_old_one(
    client: InspectingClient, database: Database, rulebook: Rulebook, settings: Settings
) -> None:
    first, second = (
        matters.made(database, rulebook=rulebook, settings=settings, at=clock.now(), email=email)
        for email in ("ama@example.com", "ama@example.com")
    )
    sign_in(client, first)
    before = client.client.get_cookie("resident")
    sign_in(client, second)
    assert before is not None
    with database.session() as db:
        rows = list(db.scalars(select(WebSession).order_by(WebSession.begun_at)))
    assert [row.ended_at is None for row in rows] == [False, True]
    client.client.set_cookie("resident", before.value)
    client.get(f"/complaint/{first.grant_id}")
    assert client.page.path == "/track"
