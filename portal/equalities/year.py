"""Financial years: from 1 April to 31 March, named by the year they begin in."""

from __future__ import annotations

from datetime import date


def financial_year(day: date) -> int:
    """Return the year in which the financial year of a day begins."""
    return day.year if (day.month, day.day) >= (4, 1) else day.year - 1


def first_day(year: int) -> date:
    """Return the first day of a financial year."""
    return date(year, 4, 1)


def years_of_age(born_on: date, on: date) -> int:
    """Return how old somebody is on a day, in whole years; born on 29 February, on 1 March of other years."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
