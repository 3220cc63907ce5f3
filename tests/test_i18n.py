"""Words, dates and lists come in the language in force, with and without a request."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from portal.i18n import (
    current_language,
    find_language,
    format_date,
    format_datetime,
    format_list,
    format_time,
    gettext,
    languages,
    lazy,
    ngettext,
    npgettext,
    pgettext,
    set_locale,
    use_locale,
)

LATE_IN_SUMMER = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    with use_locale("en"):
        yield


def test_only_english_is_offered_to_residents() -> None:
    assert [language.code for language in languages()] == ["en"]
    assert [language.code for language in languages(pseudo=True)] == ["en", "en-XA", "ar-XB"]
    assert [language.direction for language in languages(pseudo=True)] == ["ltr", "ltr", "rtl"]
    assert find_language("tlh") is None


def test_a_language_holds_inside_its_block_and_not_after_it() -> None:
    with use_locale("ar-XB") as outer:
        assert current_language() is outer
        with use_locale("en-XA"):
            assert current_language().code == "en-XA"
        assert current_language().code == "ar-XB"
    assert current_language().code == "en"


def test_a_language_without_words_gives_english_and_not_an_error() -> None:
    with use_locale("pl"):
        assert current_language().code == "en"
        assert gettext("Your complaint") == "Your complaint"


def test_another_thread_is_not_touched() -> None:
    with use_locale("ar-XB"), ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: current_language().code).result() == "en"


def test_a_request_chooses_for_the_rest_of_its_work() -> None:
    set_locale("en-XA")
    assert current_language().code == "en-XA"


def test_places_are_filled_and_a_lone_percent_sign_is_left() -> None:
    assert gettext("100% of it") == "100% of it"
    assert gettext("Hello %(name)s", name="100% Ann") == "Hello 100% Ann"
    assert ngettext("%(num)s day", "%(num)s days", 1) == "1 day"
    assert ngettext("%(num)s day", "%(num)s days", 3) == "3 days"
    assert pgettext("noun", "Post") == "Post"
    assert npgettext("time", "%(num)s day", "%(num)s days", 0) == "0 days"


def test_lazy_words_are_translated_when_shown() -> None:
    words = lazy("%(date)s at %(time)s", date="today", time="noon")
    assert str(words) == "today at noon"
    with use_locale("en-XA"):
        assert str(words).startswith("today åţ noon")
    assert str(words) == "today at noon"


def test_dates_are_british_and_in_london() -> None:
    assert format_date(date(2026, 11, 20)) == "20 November 2026"
    assert format_date(date(2026, 11, 20), style="full") == "Friday 20 November 2026"
    assert format_date(LATE_IN_SUMMER) == "2 July 2026"
    assert format_time(LATE_IN_SUMMER) == "12:30am"
    assert format_datetime(LATE_IN_SUMMER) == "2 July 2026 at 12:30am"


def test_dates_follow_the_language() -> None:
    with use_locale("ar-XB"):
        assert "نوفمبر" in format_date(date(2026, 11, 20))


@pytest.mark.parametrize("show", [format_date, format_time, format_datetime])
def test_an_instant_without_a_zone_is_refused(show: Callable[[datetime], str]) -> None:
    with pytest.raises(ValueError, match="zone"):
        show(LATE_IN_SUMMER.replace(tzinfo=None))


def test_lists() -> None:
    assert format_list(["a", "b", "c"]) == "a, b and c"
    assert format_list(["a", "b"], style="or") == "a or b"
    assert format_list(["a"]) == "a"
    assert format_list([]) == ""
