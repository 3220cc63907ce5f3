"""When a complaint reached the council: a day and a time of day as an officer types them."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from portal.clock import LONDON

# Where only the day is known. Deadlines count whole London days, so the time moves none of them.
NOON = time(12)
_TIME = re.compile(r"(\d{1,2})(?:[:.h]?([0-5]\d))?(am|pm)?")


def read_time(typed: str) -> time | None:
    """Return the time of day in any usual writing (9:30, 0930, 9.30am, 2pm), or None when it is none."""
    found = _TIME.fullmatch(re.sub(r"[\s]", "", typed).lower().replace("a.m.", "am").replace("p.m.", "pm"))
    if found is None or not (found[2] or found[3]):
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 else None


def instant(day: date, at: time | None, *, started_at: datetime) -> datetime:
    """Return when it was received.

    Without a time, a complaint of the day the call began came then, one of another day at noon.
    """
    started = started_at.astimezone(LONDON)
    if at is None:
        return started_at if day == started.date() else datetime.combine(day, NOON, LONDON)
    if (day, at.hour, at.minute) == (started.date(), started.hour, started.minute):
        return started_at
    return datetime.combine(day, at, LONDON)


def shown_time(at: datetime) -> str:
    """Return an instant's time of day in London as it is typed: 09:30."""
    return at.astimezone(LONDON).strftime("%H:%M")
