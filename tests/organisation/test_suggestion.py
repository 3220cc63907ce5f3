"""A few services fit what somebody wrote, in whatever words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.organisation.council import load
from portal.organisation.suggestion import suggest
from portal.organisation.urgent_words import mentions_urgent

COUNCIL = load()
TODAY = date(2026, 11, 20)


def keys(words: str) -> list[str]:
    return [service.key for service in suggest(COUNCIL, words, TODAY)]


@pytest.mark.parametrize(
    ("words", "likeliest"),
    [
        ("The bin men have not been for three weeks", "missed-collection"),
        ("my DUSTBINS weren’t emptied", "missed-collection"),
        ("Someone stole my wheelie bin and I need a new bin", "new-bin"),
        ("there is black mould on the baby's wall", "damp-mould"),
        ("blak mold evrywhere", "damp-mould"),
        ("I got a PCN but my blue badge was on show", "parking"),
        ("My son's EHCP is six months late", "send"),
        ("Bailiffs came about my council tax", "council-tax"),
        ("no hot water and the boiler is broken", "repairs"),
        ("the carers did not come to my dad", "arranging-care"),
        ("I am sleeping in my car with two kids, I am homeless", "homelessness"),
        ("the man on the desk was rude and swore at me", "staff-conduct"),
        ("council tax café naïve", "council-tax"),
        ("you never paid what you promised: promised compensation", "complaint-handling"),
    ],
)
def test_residents_words_find_the_service(words: str, likeliest: str) -> None:
    assert keys(words)[0] == likeliest


@pytest.mark.parametrize("words", ["", "hello", "12345", "القمامة", "🙂🙂", "\u202e", "a" * 20_000])
def test_nothing_is_suggested_when_nothing_fits(words: str) -> None:
    assert keys(words) == []


@given(st.text(max_size=400))
def test_any_words_give_at_most_five_and_never_not_sure(words: str) -> None:
    found = keys(words)
    assert len(found) == len(set(found)) <= 5
    assert COUNCIL.unsure_service not in found


def test_only_services_of_the_day_are_suggested() -> None:
    words = "the swimming pool was dirty"
    assert [service.key for service in suggest(COUNCIL, words, date(2016, 3, 31))] == []
    assert keys(words) == ["leisure"]


@pytest.mark.parametrize(
    "words",
    [
        "We have had no heating since Friday",
        "we have no hot water or heating",
        "The heating isn't working and it is freezing cold",
        "I can smell gas",
        "I CAN'T LOCK THE DOOR",
        "he beats me and I am afraid for my life",
        "My carer did not come and mum has not eaten",
        "i want to kill myself",
        "we are sleeping in the car",
    ],
)
def test_danger_today_is_seen(words: str) -> None:
    assert mentions_urgent(COUNCIL, words)


@pytest.mark.parametrize(
    "words",
    ["", "My bin was not collected", "The library was closed", "Council tax bill is wrong, no reply since May"],
)
def test_daily_trouble_is_not_urgent(words: str) -> None:
    assert not mentions_urgent(COUNCIL, words)
