"""When it happened, as one answer: a date, words, or a date and words."""

from __future__ import annotations

import re
from datetime import date

from portal.i18n import format_date

_DAY_FIRST = re.compile(r"(\d{4}-\d{2}-\d{2})(?: (.*))?", re.DOTALL)


def join(day: date | None, words: str) -> str:
    """Return the answer as it is kept: "2026-03-27", "last summer" or "2026-03-27 in the evening"."""
    parts = [day.isoformat() if day else "", words if words.strip() else ""]
    return " ".join(part for part in parts if part)


def split(happened: str) -> tuple[date | None, str]:
    """Return the day and the words of a kept answer."""
    found = _DAY_FIRST.fullmatch(happened)
    if found is None:
        return None, happened
    try:
        return date.fromisoformat(found[1]), found[2] or ""
    except ValueError:
        return None, happened


def shown(happened: str) -> str:
    """Return a kept answer for reading, its day in the current language; "" when there is none."""
    day, words = split(happened)
    return "\n".join(part for part in (format_date(day) if day else "", words) if part)
