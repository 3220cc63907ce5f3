"""Working days in England are counted as GOV.UK lists its bank holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.i18n import use_locale
from portal.procedures import words
from portal.procedures.calendar import ClosedDay, WorkingCalendar, england

DAYS = st.dates(date(2019, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        date(2020, 5, 8),  # the early May holiday moved to VE day
        date(2021, 12, 27),  # Christmas Day was a Saturday
        date(2021, 12, 28),  # Boxing Day was a Sunday
        date(2022, 1, 3),
        date(2022, 6, 2),  # the spring holiday moved for the jubilee
        date(2022, 6, 3),
        date(2022, 9, 19),  # the state funeral
        date(2022, 12, 26),
        date(2022, 12, 27),  # Christmas Day was a Sunday
        date(2023, 1, 2),
        date(2023, 5, 8),  # the coronation
        date(2024, 3, 29),
        date(2024, 4, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 8, 31),
        date(2026, 12, 25),
        date(2026, 12, 28),  # Boxing Day is a Saturday
        date(2027, 12, 27),
        date(2027, 12, 28),
        date(2028, 1, 3),
    ],
)
def test_bank_holiday_is_closed(day: date) -> None:
    assert day.weekday() < 5
    assert not england().is_working(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2020, 5, 4),  # the holiday had moved to the 8th
        date(2022, 5, 30),  # the holiday had moved to 2 June
        date(2023, 5, 9),
        date(2024, 2, 29),
        date(2026, 12, 24),
        date(2026, 12, 29),
        date(2026, 1, 2),  # a holiday in Scotland
        date(2026, 3, 17),  # a holiday in Northern Ireland
        date(2026, 8, 3),  # a holiday in Scotland
        date(2026, 11, 30),  # St Andrew's Day
    ],
)
def test_other_weekday_is_open(day: date) -> None:
    assert england().is_working(day)


@pytest.mark.parametrize("year", range(2019, 2029))
def test_eight_bank_holidays_a_year_and_the_extra_ones(year: int) -> None:
    extra = {2022: 2, 2023: 1}
    closed = england().closed_between(date(year - 1, 12, 31), date(year, 12, 31))
    assert len(closed) == 8 + extra.get(year, 0)


@pytest.mark.parametrize("year", range(2006, 2031))
def test_boxing_day_never_counts(year: int) -> None:
    """SI 2006/1738 names it beside the bank holidays."""
    assert not england().is_working(date(year, 12, 26))


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),  # a Saturday stays day 0
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 22), 5, date(2026, 11, 27)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # over Easter
        (date(2021, 12, 24), 1, date(2021, 12, 29)),
        (date(2021, 12, 24), 4, date(2022, 1, 4)),
        (date(2022, 12, 23), 1, date(2022, 12, 28)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2023, 5, 5), 1, date(2023, 5, 9)),
        (date(2024, 2, 28), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 1, date(2024, 3, 1)),
        (date(2026, 12, 29), -1, date(2026, 12, 24)),
        (date(2026, 11, 23), -3, date(2026, 11, 18)),
    ],
)
def test_adding_working_days(start: date, n: int, end: date) -> None:
    assert england().add_working_days(start, n) == end


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 11, 20), 6, date(2027, 5, 20)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_adding_months_keeps_the_day_or_takes_the_last(start: date, n: int, end: date) -> None:
    assert england().add_months(start, n) == end


@given(DAYS, st.integers(1, 70))
def test_counting_back_what_was_added(start: date, n: int) -> None:
    calendar = england()
    end = calendar.add_working_days(start, n)
    assert calendar.is_working(end)
    assert calendar.working_days_between(start, end) == n
    assert calendar.working_days_between(end, start) == -n
    assert calendar.working_days_between(start, end - timedelta(days=1)) == n - 1


def test_a_council_closes_and_opens_days_of_its_own() -> None:
    eve, may_day = date(2026, 12, 24), date(2026, 5, 4)
    calendar = england(extra_closed=[eve], extra_open=[may_day])
    assert not calendar.is_working(eve)
    assert calendar.is_working(may_day)
    assert calendar.add_working_days(date(2026, 12, 23), 1) == date(2026, 12, 29)
    assert england().is_working(eve)
    named = england(extra_closed={eve: "Christmas Eve"})
    assert named.closed_between(date(2026, 12, 23), eve) == (ClosedDay(eve, "Christmas Eve"),)


def test_a_closed_day_has_a_name_for_people() -> None:
    closed = england().closed_between(date(2026, 12, 24), date(2027, 1, 1))
    assert [words.holiday(day.name) for day in closed] == [
        "Christmas Day",
        "Boxing Day (substitute day)",
        "New Year’s Day",
    ]
    bare = WorkingCalendar(frozenset({date(2026, 11, 23)}))
    assert [day.name for day in bare.closed_between(date(2026, 11, 20), date(2026, 11, 30))] == ["Council closed"]
    assert words.holiday("A day nobody has heard of") == "A day nobody has heard of"


def test_every_name_of_the_library_is_known_to_the_translators() -> None:
    with use_locale("en"):
        assert {day.name for day in england().closed_between(date(2009, 1, 1), date(2060, 12, 31))} <= set(
            words.HOLIDAYS
        )


def test_the_same_arguments_give_the_same_calendar() -> None:
    assert england([2026], [date(2026, 12, 24)]) is england(range(2026, 2027), {date(2026, 12, 24): "Council closed"})
    assert england([2070]).is_working(date(2070, 12, 25)) is False
