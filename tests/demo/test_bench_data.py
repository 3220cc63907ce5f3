"""What the bench measures on is like what the services write, and its cookies open it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, func, select

from portal.complaints.drafts.models import Draft
from portal.complaints.matter import events
from portal.complaints.matter.models import Complaint
from portal.demo import bench_data
from portal.letters.outgoing.models import Letter
from portal.web.unit_of_work import reading, settings
from tests.conftest import NOW

pytestmark = pytest.mark.database


def _letters(which: ColumnElement[bool]) -> int:
    return reading().scalar(select(func.count()).select_from(Letter).where(which)) or 0


def test_copied_matters_hold_together_and_wake_nobody(app: Flask) -> None:
    with app.app_context():
        bench_data.load(matters=0, drafts=0, now=NOW)
        matters = reading().scalar(select(func.count()).select_from(Complaint)) or 0
        sent, owed = _letters(Letter.sent_at.is_not(None)), _letters(Letter.sent_at.is_(None))
    with app.app_context():
        loaded = bench_data.load(matters=3, drafts=2, now=NOW)
    with app.app_context():
        ids = reading().scalars(select(Complaint.id)).all()
        # Each loading plays the matter that is copied, too.
        assert len(ids) == matters + 1 + 3
        assert [one for one in ids if events.first_broken(reading(), one, key=settings().event_key) is not None] == []
        played = _letters(Letter.sent_at.is_(None)) - owed
        assert _letters(Letter.sent_at.is_not(None)) - sent == 3 * played > 0
        assert reading().scalar(select(func.count()).select_from(Draft)) == len(loaded["drafts"]) == 2
        assert len({one["grant_id"] for one in loaded["matters"]}) == 3
