"""A desk with an officer, whose acts are counted."""

from __future__ import annotations

from datetime import datetime

import pytest

from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from tests.complaints import matters
from tests.complaints.joined import Desk


@pytest.fixture
def desk(database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Desk:
    return Desk(database, rulebook, settings, now, matters.officer(database, at=now))
