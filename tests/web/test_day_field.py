"""A date in three fields: months by number or name, and an error that names the part."""

from datetime import date

import pytest

from portal.i18n import use_locale
from portal.web.day_field import read_day


def typed(day: str, month: str, year: str) -> dict[str, str]:
    return {"day": day, "month": month, "year": year}


@pytest.mark.parametrize("month", ["5", "05", "May", "may", "MAY"])
def test_a_month_is_a_number_or_a_name(month: str) -> None:
    assert read_day(typed("3", month, "2026")) == (date(2026, 5, 3), None, ())


@pytest.mark.parametrize(("month", "number"), [("sept", 9), ("Sep.", 9), ("september", 9), ("Feb", 2), ("february", 2)])
def test_a_month_may_be_cut_short(month: str, number: int) -> None:
    assert read_day(typed("1", month, "2026"))[0] == date(2026, number, 1)


def test_months_of_the_page_s_language_and_its_digits() -> None:
    with use_locale("ar-XB"):
        assert read_day(typed("٣", "مايو", "٢٠٢٦"))[0] == date(2026, 5, 3)
        assert read_day(typed("3", "May", "2026"))[0] == date(2026, 5, 3)


@pytest.mark.parametrize(
    ("given", "message", "wrong"),
    [
        (typed("", "5", "2026"), "The date must include a day", ("day",)),
        (typed("3", "", "2026"), "The date must include a month", ("month",)),
        (typed("3", "5", ""), "The date must include a year", ("year",)),
        (typed("", "", "2026"), "The date must include a day and a month", ("day", "month")),
        (typed("3", "", ""), "The date must include a month and a year", ("month", "year")),
        (typed("", "5", ""), "The date must include a day and a year", ("day", "year")),
        (typed("3", "5", "26"), "The year must have 4 numbers", ("year",)),
        (typed("30", "2", "2026"), "Enter a real date, such as 27 3 2026", ("day", "month")),
        (typed("29", "2", "2026"), "Enter a real date, such as 27 3 2026", ("day", "month")),
        (typed("3", "13", "2026"), "Enter a real date, such as 27 3 2026", ("month",)),
        (typed("3", "Maybe", "2026"), "Enter a real date, such as 27 3 2026", ("month",)),
        (typed("x", "5", "2026"), "Enter a real date, such as 27 3 2026", ("day",)),
        (typed("9" * 5000, "5", "2026"), "Enter a real date, such as 27 3 2026", ("day",)),
        (typed("0", "5", "0000"), "Enter a real date, such as 27 3 2026", ("day", "month")),
        (typed("²", "5", "2026"), "Enter a real date, such as 27 3 2026", ("day",)),
    ],
)
def test_a_wrong_date_says_what_to_do(given: dict[str, str], message: str, wrong: tuple[str, ...]) -> None:
    day, fault, parts = read_day(given)
    assert (day, str(fault), parts) == (None, message, wrong)


def test_nothing_typed_is_not_wrong() -> None:
    assert read_day(typed("", "", "")) == (None, None, ())


def test_the_29th_of_february() -> None:
    assert read_day(typed("29", "2", "2028"))[0] == date(2028, 2, 29)
