"""A postcode is understood in any shape, and what is none is no error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.organisation.postcode import parse, parse_outward

SHAPES = ["SE6 4RU", "se64ru", " s e 6 4 r u ", "SE6-4RU", "SE6.4RU", "Se6  4rU", "SE6 4RU."]


@pytest.mark.parametrize("typed", SHAPES)
def test_shape_does_not_matter(typed: str) -> None:
    assert parse(typed) == "SE6 4RU"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("M1 1AE", "M1 1AE"),
        ("B33 8TH", "B33 8TH"),
        ("W1A 0AX", "W1A 0AX"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("dn551pt", "DN55 1PT"),
        ("E1O 5PP", "E10 5PP"),
        ("SE1O 4RU", "SE10 4RU"),
        ("SE6 ORU", "SE6 0RU"),
        ("NI 9AA", "N1 9AA"),
    ],
)
def test_every_kind_and_the_usual_slips(typed: str, meant: str) -> None:
    assert parse(typed) == meant


@pytest.mark.parametrize("typed", ["", "SE6", "SE6 4", "near the park", "12345", "SE6 4RUX", "ＳＥ６", "🙂"])
def test_anything_else_is_none(typed: str) -> None:
    assert parse(typed) is None


def test_first_half_alone_is_kept() -> None:
    assert parse_outward("se6") == "SE6"
    assert parse_outward("SE6 4RU") == "SE6"
    assert parse_outward("somewhere") is None


@given(st.text())
def test_no_text_is_an_error(typed: str) -> None:
    found = parse(typed)
    assert found is None or parse(found) == found
