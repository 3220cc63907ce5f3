"""The clock: UTC instants, London days, and an offset that only demo mode may move."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from portal import clock


@pytest.fixture(autouse=True)
def _put_back() -> object:
    yield
    clock.use_offset_file(None)


def test_days_are_londons() -> None:
    assert clock.london_date(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)
    assert clock.london_date(datetime(2026, 12, 1, 23, 30, tzinfo=UTC)) == date(2026, 12, 1)


def test_an_offset_file_moves_the_time_at_every_call(tmp_path: Path) -> None:
    file = tmp_path / "offset"
    clock.use_offset_file(file)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    file.write_text(str(40 * 24 * 3600), "ascii")
    assert clock.now() - datetime.now(UTC) > timedelta(days=39)
