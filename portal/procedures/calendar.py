"""Which days are working days in England, and how to count them."""

import calendar as months
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

import holidays

_ALWAYS = range(2000, 2061)
_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A weekday that does not count, by name in English; `portal.procedures.words.holiday` translates it."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Weekends and these closed days do not count; every other day does.

    `names` says what the closed days are; a day without one is "Council closed".
    """

    closed: frozenset[date]
    names: Mapping[date, str] = field(default_factory=lambda: MappingProxyType({}), compare=False)

    def is_working(self, d: date) -> bool:
        """Say whether the day counts."""
        return d.weekday() < _SATURDAY and d not in self.closed

    def add_working_days(self, d: date, n: int) -> date:
        """Return the nth working day after `d`, or before it when `n` is negative; `d` itself is day 0.

        With n = 0 the day comes back as it is, working or not: a receipt on a Sunday is day 0.
        """
        step = _DAY if n >= 0 else -_DAY
        left = abs(n)
        while left:
            d += step
            if self.is_working(d):
                left -= 1
        return d

    def add_months(self, d: date, n: int) -> date:
        """Return the same day of the month `n` calendar months later, or that month's last day.

        The result may be a day that is not a working day.
        """
        year, month = divmod(d.year * 12 + d.month - 1 + n, 12)
        return date(year, month + 1, min(d.day, months.monthrange(year, month + 1)[1]))

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and with `end`; negative when `end` is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working(start + _DAY * n) for n in range(1, (end - start).days + 1))

    def closed_between(self, start: date, end: date) -> tuple[ClosedDay, ...]:
        """Return the closed weekdays after `start` up to and with `end`, in order; weekends are not named."""
        days = sorted(day for day in self.closed if start < day <= end and day.weekday() < _SATURDAY)
        return tuple(ClosedDay(day, self.names.get(day, "Council closed")) for day in days)


def england(
    years: Iterable[int] = (),
    extra_closed: Iterable[date] = (),
    extra_open: Iterable[date] = (),
) -> WorkingCalendar:
    """Return the calendar of England: bank holidays with their substitute days, and the council's own changes.

    2000 to 2060 are always there, `years` adds others; beyond them only weekends are closed. `extra_closed` are
    the council's own closed days (a mapping gives them names), `extra_open` are bank holidays it works on;
    weekends stay closed. The same arguments give the same object.
    """
    closed = dict(extra_closed) if isinstance(extra_closed, Mapping) else dict.fromkeys(extra_closed, "Council closed")
    return _england(frozenset(years), frozenset(closed.items()), frozenset(extra_open))


@lru_cache(maxsize=64)
def _england(
    years: frozenset[int], extra_closed: frozenset[tuple[date, str]], extra_open: frozenset[date]
) -> WorkingCalendar:
    names = {day: name for day, name in _bank_holidays(years | frozenset(_ALWAYS)).items() if day not in extra_open}
    names.update(extra_closed)
    return WorkingCalendar(frozenset(names), MappingProxyType(names))


@lru_cache(maxsize=4)
def _bank_holidays(years: frozenset[int]) -> Mapping[date, str]:
    found = holidays.country_holidays("GB", subdiv="ENG", years=sorted(years), language="en_GB")
    return MappingProxyType({day: name for day, name in found.items() if day.weekday() < _SATURDAY})
