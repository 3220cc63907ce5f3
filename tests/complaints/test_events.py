"""The chain of events: it holds when it is read again, whatever clock the moment came from."""

from __future__ import annotations

from datetime import datetime

import pytest

from portal.clock import LONDON
from portal.complaints import events
from portal.complaints.events import Happened, Kind
from portal.complaints.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from tests.complaints.matters import made

pytestmark = pytest.mark.database


def test_a_moment_of_london_summer_time_holds_when_it_is_read_again(
    database: Database, settings: Settings, rulebook: Rulebook
) -> None:
    summer = datetime(2026, 7, 1, 9, 30, tzinfo=LONDON)
    matter = made(database, rulebook=rulebook, settings=settings, at=summer)
    asked = Happened(Kind.UPDATE_ASKED, "person", matter.person_id)
    with database.changes() as db:
        events.record(db, matter.complaint_id, asked, key=settings.event_key, now=summer)
    with database.session() as db:
        assert events.first_broken(db, matter.complaint_id, key=settings.event_key) is None
