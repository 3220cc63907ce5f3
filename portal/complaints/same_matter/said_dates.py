"""Finds the days a text names: "on 3 March", "03/03/2026", "March 3rd", "yesterday", "last Tuesday"."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WRITTEN = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s*(?:of\s+)?({_MONTH})\b(?:[\s,]+(20\d\d)\b)?"
    rf"|\b({_MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*(?:{_MONTH}))(?:[\s,]+(20\d\d)\b)?",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})(?:\2(?:20)?(\d\d))?(?![\d/-])")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(r"\b(?:on|last)\s+(" + "|".join(_WEEKDAYS) + r")\b", re.IGNORECASE)
_YESTERDAY = re.compile(r"(?<!day before )\byesterday\b", re.IGNORECASE)
_LONGEST_BACK = timedelta(days=400)


def said_dates(text: str, written: date) -> frozenset[date]:
    """The days a text written on that day names; days to come and days more than 400 days back are left out."""
    return frozenset(day for day in _named(text, written) if written - _LONGEST_BACK <= day <= written)


def _named(text: str, written: date) -> Iterator[date]:
    for match in _WRITTEN.finditer(text):
        day, month, year = match.group(1, 2, 3) if match.group(1) else match.group(5, 4, 6)
        yield from _day(int(day), _MONTHS[month.casefold()], int(year) if year else None, written)
    for match in _SLASHED.finditer(text):
        # "3.5" and "10-15" are no days unless a year follows.
        if match.group(2) == "/" or match.group(4):
            year_said = 2000 + int(match.group(4)) if match.group(4) else None
            yield from _day(int(match.group(1)), int(match.group(3)), year_said, written)
    for match in _WEEKDAY.finditer(text):
        back = (written.weekday() - _WEEKDAYS.index(match.group(1).casefold())) % 7
        yield written - timedelta(days=back or 7)
    if _YESTERDAY.search(text):
        yield written - timedelta(days=1)


def _day(day: int, month: int, year: int | None, written: date) -> Iterator[date]:
    """That day, the last one before the text was written when no year is said; nothing when there is no such day."""
    try:
        exact = date(year or written.year, month, day)
        yield exact if year or exact <= written else date(written.year - 1, month, day)
    except ValueError:
        return
