"""A desk, and the door of the members' offices."""

from __future__ import annotations

import pytest

from portal import clock
from tests.casework.cases import Casework
from tests.casework.conftest import browser, grace
from tests.casework.conftest import casework as at_ten

__all__ = ["at_ten", "browser", "grace"]


@pytest.fixture
def casework(at_ten: Casework) -> Casework:
    """The pages ask the real clock, so the desk stands at this moment."""
    return at_ten.at(clock.now())
