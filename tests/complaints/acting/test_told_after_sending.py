"""The confirmation tells somebody who complains for another person that we check first that they may."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from sqlalchemy import select

from portal import clock
from portal.complaints.acting import authority
from portal.complaints.matter.act import by_officer
from portal.complaints.matter.authority_models import Authority
from portal.config import Settings
from portal.db import Database, OfficerId
from portal.letters.outgoing.models import Letter
from tests.complaints.walking import all_the_way
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database

HEADING = "Before you see our answer"
ALWAYS = {"words": "Nobody came.", "urgent": "no", "service": "unsure", "contact": "post", "post": "1 High Street"}
OTHER = {"about": "other", "affected_name": "Efua Mensah"}
CONSENT = "We ask the person it is about if they agree"


@pytest.mark.parametrize(
    ("answers", "first"),
    [
        ({"acting_as": "relative", "part": "both"}, CONSENT),
        ({"acting_as": "solicitor"}, CONSENT),
        ({"acting_as": "parent", "part": "other"}, "We check that you are the parent"),
        ({"acting_as": "mp"}, "We check that you write from the office"),
        (
            {"acting_as": "carer", "part": "other", "affected_died": "y"},
            "We check that you may complain for the person who has died",
        ),
    ],
)
def test_who_acts_for_somebody_hears_what_is_checked(
    client: InspectingClient, database: Database, answers: Mapping[str, str], first: str
) -> None:
    all_the_way(client, {**ALWAYS, **OTHER, **answers})
    with database.session() as db:
        (receipt,) = db.scalars(select(Letter))
    assert "First we check that you may act" in receipt.body
    for told in (HEADING, first, "your own words and the dates, but not our answer", "The clock runs already"):
        assert told in client.text


@pytest.mark.parametrize(
    "answers",
    [
        {"about": "me"},
        {"about": "child"},
        {"about": "together", "others": "Ben"},
        {"about": "anonymous"},
        {"about": "other", "acting_as": "relative", "part": "me"},
    ],
)
def test_who_speaks_for_themselves_hears_nothing_of_it(client: InspectingClient, answers: Mapping[str, str]) -> None:
    all_the_way(client, {**ALWAYS, **answers})
    assert HEADING not in client.text


def test_once_it_is_settled_the_confirmation_says_it_no_more(
    client: InspectingClient, database: Database, settings: Settings
) -> None:
    draft_id = all_the_way(client, {**ALWAYS, **OTHER, "acting_as": "advocate"})
    with database.changes() as db:
        authority.confirm(
            db,
            by_officer(OfficerId(""), now=clock.now(), settings=settings),
            db.scalars(select(Authority)).one(),
            how="form",
            scope="everything",
        )
    client.get(f"/complain/{draft_id}/sent")
    assert HEADING not in client.text
