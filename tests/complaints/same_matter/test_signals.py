from datetime import date

import pytest

from portal.complaints.same_matter.identifiers import identifiers_of
from portal.complaints.same_matter.places import Places, places_of, shared
from portal.complaints.same_matter.reading import read
from portal.complaints.same_matter.said_dates import said_dates
from portal.complaints.same_matter.tokens import plain_of, tokens_of
from portal.complaints.same_matter.tone import tone_of
from portal.complaints.same_matter.traits import TRAITS, New, Old, traits_of
from tests.complaints.same_matter.matters import NOW


def _places(text: str) -> Places:
    plain = plain_of(text)
    return places_of(plain, tokens_of(plain))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A hole outside 9 Larkspur Rd.", {"larkspur road"}),
        ("a hole in larkspur road", {"larkspur road"}),
        ("Lift broken in Osprey House", {"osprey house"}),
        ("Opposite St Brannoc's Church, Orla's Way", {"brannocs church", "orlas way"}),
        ("a car is blocking the road and the whole street", set()),
        ("the junction at St Mary is dark", set()),
        ("it was taken place to place on my way", set()),
    ],
)
def test_named_places(text: str, names: set[str]) -> None:
    assert _places(text).names == names


def test_a_slip_in_a_street_name_is_the_same_street_and_another_kind_is_not() -> None:
    assert shared(["larkspur road"], frozenset({"larkspurr road"}))
    assert not shared(["larkspur road"], frozenset({"larkspur close"}))
    assert not shared(["larkspur road"], frozenset({"tamarind road"}))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("outside number 14 and 16b Larkspur Road", {"14", "16b"}),
        ("Flat 3, 27 Tamarind Close", {"3", "27"}),
        ("2 bags for 3 weeks, 20 mph, £45, at 10:30, in 2026", set()),
        ("about 5 metres from the gate", set()),
    ],
)
def test_house_numbers(text: str, numbers: set[str]) -> None:
    assert _places(text).numbers == numbers


def test_postcodes_in_any_shape() -> None:
    assert _places("Missed at se6 4ru again").postcodes == {"SE6 4RU"}
    assert _places("Near SE6 and E5").districts == {"SE6", "E5"}


@pytest.mark.parametrize(
    ("text", "plates"),
    [
        ("A van AB12 CDE", {"AB12CDE"}),
        ("a van, ab12cde.", {"AB12CDE"}),
        ("An old car P123 ABC or KLM 31P", {"P123ABC", "KLM31P"}),
        ("In SE16 ARE my bins", set()),
    ],
)
def test_number_plates(text: str, plates: set[str]) -> None:
    assert identifiers_of(text).plates == plates


def test_numbers_of_single_things() -> None:
    assert identifiers_of("Lamp post no. 31 and asset K7/21").things == {"#31", "K7/21"}
    assert identifiers_of("the A99 at 10AM, 2nd floor, SE6 4RU").things == frozenset()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I wrote on 3 March.", date(2026, 3, 3)),
        ("I wrote on the 3rd of March 2026", date(2026, 3, 3)),
        ("reported March 3rd", date(2026, 3, 3)),
        ("reported 03/03/26", date(2026, 3, 3)),
        ("reported 30/11", date(2025, 11, 30)),
        ("I rang yesterday", date(2026, 11, 19)),
        ("I rang last Tuesday", date(2026, 11, 17)),
        ("I rang on Friday", date(2026, 11, 13)),
    ],
)
def test_days_a_text_names(text: str, day: date) -> None:
    assert said_dates(text, date(2026, 11, 20)) == {day}


@pytest.mark.parametrize(
    "text", ["31/31", "31 February", "on 3 March 2031", "1 May 2019", "a 3.5 tonne van", "10-15 bags"]
)
def test_what_is_no_day_or_too_far_is_left_out(text: str) -> None:
    assert said_dates(text, date(2026, 11, 20)) == frozenset()


def test_chasing_and_telling_apart_in_the_person_s_words() -> None:
    tone = tone_of("It hasn’t been\ncleared. This is the SECOND TIME I ask.")
    assert tone.chasing["how_often"].startswith("SECOND TIME")
    assert "not_done" in tone.chasing
    assert tone_of("I got a parking ticket for a different car.").chasing == {}
    assert "another" in tone_of("This is about another one, unrelated.").apart


def test_every_trait_has_a_name_of_our_own() -> None:
    traits = traits_of(
        _new("The bins at 14 Larkspur Road are still full."), _old("Bins missed."), near=False, again=False
    )
    assert set(traits) == set(TRAITS)
    assert all(0 <= value <= 1 for value in traits.values())


def _new(text: str) -> New:
    return New(read(text), tone_of(text), "refuse", NOW, days=frozenset(), written={})


def _old(text: str) -> Old:
    return Old(read(text), "refuse", NOW)
