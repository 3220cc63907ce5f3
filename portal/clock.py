"""The only place that asks the time: UTC instants and London dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_offset_file: Path | None = None


def use_offset_file(path: Path | None) -> None:
    """Read a whole number of seconds from this file at every call and add it to the time.

    Demo mode only: Settings refuses the setting elsewhere, so that nobody can move a real clock.
    """
    global _offset_file
    _offset_file = path


def _offset() -> timedelta:
    if _offset_file is None:
        return timedelta(0)
    try:
        return timedelta(seconds=int(_offset_file.read_text("ascii").strip() or "0"))
    except FileNotFoundError:
        return timedelta(0)


def now() -> datetime:
    """Return this instant in UTC, aware."""
    return datetime.now(UTC) + _offset()


def london_date(at: datetime) -> date:
    """Return the calendar day in London at an aware instant."""
    return at.astimezone(LONDON).date()


def today() -> date:
    """Return today's date in London."""
    return london_date(now())
