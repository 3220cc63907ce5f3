"""What a grant allows is asked for by whole words."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select, update

from portal.complaints.matter.models import Grant
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from tests.complaints.matters import made

pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    ("may", "sees"),
    [
        ("see", True),
        ("see add withdraw", True),
        ("own see", True),
        ("own say contact", False),
        ("oversee add", False),
        ("seek", False),
        ("", False),
    ],
)
def test_a_word_is_not_found_inside_another(
    database: Database, settings: Settings, rulebook: Rulebook, now: datetime, may: str, sees: bool
) -> None:
    matter = made(database, rulebook=rulebook, settings=settings, at=now)
    with database.changes() as db:
        db.execute(update(Grant).where(Grant.id == matter.grant_id).values(may=may))
    with database.session() as db:
        found = db.scalars(select(Grant.id).where(Grant.id == matter.grant_id, Grant.allows("see"))).first()
    assert (found is not None) is sees
