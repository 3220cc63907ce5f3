"""A time of day in any usual writing, and the instant it makes with a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from portal.casework.desk.received import instant, read_time

STARTED = datetime(2026, 7, 1, 9, 30, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("9:30", time(9, 30)),
        ("09.30", time(9, 30)),
        ("0930", time(9, 30)),
        ("9.30 a.m.", time(9, 30)),
        ("2pm", time(14)),
        ("2:05 PM", time(14, 5)),
        ("12am", time(0)),
        ("12:15pm", time(12, 15)),
        ("23:59", time(23, 59)),
        ("24:00", None),
        ("9", None),
        ("13pm", None),
        ("0am", None),
        ("9:75", None),
        ("soon", None),
        ("", None),
    ],
)
def test_times(typed: str, read: time | None) -> None:
    assert read_time(typed) == read


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2026, 7, 1), None, STARTED),
        (date(2026, 7, 1), time(10, 30), STARTED),
        (date(2026, 7, 1), time(9, 15), datetime(2026, 7, 1, 8, 15, tzinfo=UTC)),
        (date(2026, 6, 30), None, datetime(2026, 6, 30, 11, tzinfo=UTC)),
        (date(2026, 1, 5), time(23, 30), datetime(2026, 1, 5, 23, 30, tzinfo=UTC)),
    ],
)
def test_instants(day: date, at: time | None, expected: datetime) -> None:
    assert instant(day, at, started_at=STARTED) == expected
