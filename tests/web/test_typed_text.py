"""What people type is kept as it is, but for what breaks or deceives."""

from hypothesis import given
from hypothesis import strategies as st

from portal.web.typed_text import typed_text

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
