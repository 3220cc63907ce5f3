"""A desk with its rules, at a moment the test knows."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from portal.accounts.officers import Activation
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from tests.casework.cases import Casework, sign_in
from tests.inspecting_client import InspectingClient


@pytest.fixture
def casework(database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Casework:
    return Casework(database, rulebook, settings, now)


@pytest.fixture
def grace(casework: Casework) -> Activation:
    """An officer of the central team, who may do everything."""
    return casework.officer()


@pytest.fixture
def browser(casework: Casework, app: Flask, grace: Activation) -> InspectingClient:
    """Grace's browser, signed in."""
    return sign_in(casework, app, grace)
