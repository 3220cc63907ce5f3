"""What people type is kept as it is, but for what breaks or deceives."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web.typed_text import length, typed_text

DROPPED = {"\0", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters={*DROPPED, "\r"})))
def test_everything_else_stays_as_typed(text: str) -> None:
    assert typed_text(text) == text
    assert typed_text(text.replace("\n", "\r\n")) == text


def test_what_breaks_or_deceives_goes() -> None:
    assert typed_text("a\0b\u202ec\u2066d\u2069") == "abcd"
    assert typed_text("x\ud800y") == "x\N{REPLACEMENT CHARACTER}y"
    assert typed_text("one\r\ntwo\rthree\nfour") == "one\ntwo\nthree\nfour"


def test_marks_that_belong_to_writing_stay() -> None:
    assert typed_text("שלום\u200f! \u061c👩\u200d👧") == "שלום\u200f! \u061c👩\u200d👧"


@pytest.mark.parametrize("pile", ["\u0301" * 20_000, "\u0301\u0323" * 10_000, "\u0301" * 10_000 + "\u0323" * 10_000])
def test_a_pile_of_accents_is_kept_and_sorted_in_no_time(pile: str) -> None:
    kept = typed_text("a" + pile)
    assert kept.replace("\u034f", "") == "a" + pile
    assert typed_text(kept) == kept
    begun = time.process_time()
    unicodedata.normalize("NFKC", kept)
    assert time.process_time() - begun < 0.1


@pytest.mark.parametrize("marks", [1, 2, 30])
def test_accents_that_writing_has_stay(marks: int) -> None:
    assert typed_text("a" + "\u0301" * marks) == "a" + "\u0301" * marks


def test_a_sign_that_stands_for_several_letters_counts_as_those() -> None:
    assert length("\ufdfa" * 1_112) == 1_112 * 18
    assert length("e\u0301" * 10) == 20
    assert length("Words.") == 6
