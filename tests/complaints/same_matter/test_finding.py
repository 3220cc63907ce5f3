from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.complaints.matter import reference
from portal.complaints.same_matter import say
from portal.i18n import use_locale
from tests.complaints.same_matter.matters import ALL, BIN, BIN_REFERENCE, DAMP, LAMP, TAX, TAX_REFERENCE, found, matter


@pytest.mark.parametrize(
    ("text", "service", "meant"),
    [
        ("The bins have still not been collected at 14 Larkspur Road.", "refuse", "bin"),
        ("The light at Tamarind Close is still out, you told me it was fixed.", "lighting", "lamp"),
        ("Nobody has replied to me about the council tax charge since I moved out.", "council-tax", "tax"),
        ("The mould in my flat is getting worse and nobody has come.", "repairs", "damp"),
    ],
)
def test_a_person_who_comes_back_is_recognised(text: str, service: str, meant: str) -> None:
    assert found(text, service).best == meant


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("The street light in Foxglove Lane is out.", "lighting"),
        ("My boiler is broken and we have no hot water at 8 Osprey House.", "repairs"),
        ("The pavement in Foxglove Lane is broken and my mother fell.", "highways"),
        ("I got a parking ticket and there was no sign.", "parking"),
        ("", None),
        ("لا يزال القمامة لم تجمع", None),
    ],
)
def test_something_else_is_not_taken_for_an_open_matter(text: str, service: str | None) -> None:
    assert found(text, service).best is None


def test_another_vehicle_is_another_matter_and_the_same_plate_the_same() -> None:
    text = "An untaxed van AB12 CDE has been left in Larkspur Road."
    assert (
        found(text, "vehicles", (matter("car", "Abandoned car XY65 ZZZ, Larkspur Road.", "vehicles", 5),)).best is None
    )
    assert found(text, "vehicles", (matter("van", "There is a van, ab12cde, that never moves.", "vehicles", 50),)).best


def test_a_pure_question_for_news_goes_to_the_only_matter() -> None:
    assert found("How long do I have to wait for an answer?", "refuse", (BIN,)).best == "bin"


def test_a_slow_answer_does_not_hide_a_matter() -> None:
    old = matter("old", DAMP.text, "repairs", 200)
    assert found("The mould in the bedroom at Osprey House is still there.", "repairs", (old, BIN)).best == "old"


@pytest.mark.parametrize(
    "written",
    [
        BIN_REFERENCE,
        reference.grouped(BIN_REFERENCE),
        "ref: " + "-".join((BIN_REFERENCE[:4], BIN_REFERENCE[4:8], BIN_REFERENCE[8:])),
        "no." + ".".join(BIN_REFERENCE),
        "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in BIN_REFERENCE),
    ],
)
def test_a_quoted_reference_decides_in_any_spelling(written: str) -> None:
    finding = found(f"About my council tax bill. My reference is {written}, any news?", "council-tax")
    assert (finding.best, finding.score) == ("bin", 1.0)
    assert finding.reasons[0].kind == "quoted"


@pytest.mark.parametrize("place", range(12))
def test_a_reference_with_one_slip_is_still_that_reference(place: int) -> None:
    slip = BIN_REFERENCE[:place] + str((int(BIN_REFERENCE[place]) + 3) % 10) + BIN_REFERENCE[place + 1 :]
    assert found(f"My number is {slip}.").best == "bin"


def test_a_reference_typed_in_its_own_field_decides() -> None:
    assert found("Any news?", typed=TAX_REFERENCE).best == "tax"


def test_a_reference_of_another_matter_speaks_against_the_listed_ones() -> None:
    text = "The bins have still not been collected."
    elsewhere = reference.grouped(reference.with_check_digits("1112223334"))
    assert found(f"{text} My reference is {elsewhere}.", "refuse").score < found(text, "refuse").score


def test_the_same_words_sent_again_are_the_same_matter() -> None:
    just_now = matter("bin", BIN.text, "refuse", 0.001)
    assert found(BIN.text, "refuse", (just_now, LAMP)).best == "bin"


def test_a_series_about_other_places_is_not_one_matter() -> None:
    first = matter("first", "Report 1: graffiti on the wall outside 14 Larkspur Road.", "graffiti", 0.01)
    assert found("Report 2: graffiti on the wall outside 90 Tamarind Close.", "graffiti", (first,)).best is None


def test_a_new_incident_after_an_answer_says_so() -> None:
    answered = matter("lamp", LAMP.text, "lighting", 40, answered=5)
    finding = found("The light outside 3 Tamarind Close is out. It has happened again.", "lighting", (answered, BIN))
    assert finding.best == "lamp"
    assert "happened_again" in {reason.kind for reason in finding.reasons}


def test_reasons_can_be_read_and_quote_the_person() -> None:
    with use_locale("en"):
        reasons = [say(reason) for reason in found("Bins at 14 Larkspur Road still not collected.", "refuse").reasons]
    assert "the same service" in reasons
    assert "the same place: Larkspur Road" in reasons
    assert "the words “still not collected”" in reasons


def test_every_candidate_is_ranked_and_without_any_there_is_nothing() -> None:
    finding = found("The bins have still not been collected.", "refuse")
    assert {one.id for one in finding.ranked} == {one.id for one in ALL}
    assert [one.score for one in finding.ranked] == sorted((one.score for one in finding.ranked), reverse=True)
    assert found("The bins have still not been collected.", "refuse", ()).ranked == ()


def test_the_order_of_the_candidates_does_not_matter() -> None:
    text = "The mould is still there and nobody came."
    answers = {found(text, "repairs", order).best for order in permutations(ALL)}
    assert len(answers) == 1


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.text(max_size=400))
def test_any_words_give_a_likelihood(new: str, old: str) -> None:
    finding = found(new, "refuse", (matter("one", old, "refuse", 3), TAX))
    assert all(0 <= one.score <= 1 for one in finding.ranked)
    for one in finding.ranked:
        assert all(say(reason) for reason in one.reasons)


def test_several_matters_much_alike_do_not_hide_each_other() -> None:
    alike = tuple(matter(str(days), BIN.text, "refuse", days) for days in (5, 6, 7, 8))
    assert found("The bins at 14 Larkspur Road are still not collected.", "refuse", alike).best


def test_fifty_long_matters_are_read_only_as_far_as_there_is_time() -> None:
    long = "Larkspur Road bins were missed. " * 500
    fifty = tuple(matter(str(number), long, "refuse", number + 1) for number in range(50))
    assert found("Still missed at Larkspur Road.", "refuse", fifty).best
