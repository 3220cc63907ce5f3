"""A desk with its rules, at a moment the test knows."""

from __future__ import annotations

from datetime import datetime

import pytest

from portal.complaints.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from tests.casework.cases import Casework


@pytest.fixture
def casework(database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Casework:
    return Casework(database, rulebook, settings, now)
