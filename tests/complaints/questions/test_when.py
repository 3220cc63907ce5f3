"""When it happened: a date and words in one answer."""

from __future__ import annotations

from datetime import date

import pytest

from portal.complaints.questions import when


@pytest.mark.parametrize(
    ("day", "words", "kept"),
    [
        (None, "", ""),
        (None, "  ", ""),
        (date(2026, 3, 27), "", "2026-03-27"),
        (None, "last summer", "last summer"),
        (date(2026, 3, 27), "in the evening", "2026-03-27 in the evening"),
    ],
)
def test_both_come_back_as_they_were(day: date | None, words: str, kept: str) -> None:
    assert when.join(day, words) == kept
    assert when.split(kept) == (day, words.strip())


def test_what_only_looks_like_a_date_stays_words() -> None:
    assert when.split("2026-02-31 or so") == (None, "2026-02-31 or so")


def test_it_is_shown_as_people_write_dates() -> None:
    assert when.shown("2026-03-27 in the evening") == "27 March 2026\nin the evening"
    assert when.shown("last summer") == "last summer"
    assert when.shown("") == ""
