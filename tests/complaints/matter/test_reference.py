"""The reference: random, in no order, never twice; every slip of a finger is noticed; it opens nothing (T1)."""

from __future__ import annotations

import itertools

import pytest

from portal.complaints.grants import private_code
from portal.complaints.matter import reference

MANY = 1_000
# The value that chance goes beyond once in a million times, for nine and for eighteen degrees of freedom.
CHI_SQUARE = {9: 45.1, 18: 61.5}


def chi_square(symbols: list[str], alphabet: str) -> float:
    expected = len(symbols) / len(alphabet)
    return sum((symbols.count(symbol) - expected) ** 2 / expected for symbol in alphabet)


def test_a_thousand_have_no_order_and_no_repeats() -> None:
    drawn = [reference.draw() for _number in range(MANY)]
    assert len(set(drawn)) == MANY
    assert all(reference.is_valid(number) for number in drawn)
    rising = sum(one < other for one, other in itertools.pairwise(drawn))
    # As many rise as fall: 499.5 on average, and chance strays by 50 once in ten million times.
    assert abs(rising - (MANY - 1) / 2) < 50
    for place in range(10):
        # Those that begin with 9 are enquiries.
        digits = "0123456789" if place else "012345678"
        assert chi_square([number[place] for number in drawn], digits) < CHI_SQUARE[9], f"digit {place}"


def test_a_thousand_private_codes_have_neither() -> None:
    drawn = [private_code.draw() for _number in range(MANY)]
    assert len(set(drawn)) == MANY
    assert all(private_code.is_complete(code) for code in drawn)
    for place in range(private_code.LENGTH):
        symbols = [code[place] for code in drawn]
        assert chi_square(symbols, private_code.ALPHABET) < CHI_SQUARE[18], f"letter {place}"


def test_every_slip_of_one_digit_and_every_swap_of_neighbours_is_noticed() -> None:
    for number in (reference.with_check_digits("0000000000"), reference.draw(), reference.draw()):
        slips = [
            f"{number[:place]}{digit}{number[place + 1 :]}"
            for place in range(reference.DIGITS)
            for digit in "0123456789"
            if digit != number[place]
        ]
        swaps = [
            f"{number[:place]}{number[place + 1]}{number[place]}{number[place + 2 :]}"
            for place in range(reference.DIGITS - 1)
            if number[place] != number[place + 1]
        ]
        assert [one for one in slips + swaps if reference.read(one).problem != "check"] == []


@pytest.mark.parametrize(
    "spelling", ["{0} {1} {2}", "{0}-{1}-{2}", "ref: {0}{1}{2}", " Reference {0}.{1}.{2}\n", "{0}\u00a0{1}\u2011{2}"]
)
def test_any_spelling_is_read(spelling: str) -> None:
    number = reference.with_check_digits("1234567890")
    typed = spelling.format(number[:4], number[4:8], number[8:])
    assert reference.read(typed).number == number
    wide = "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in number)
    assert reference.read(wide).number == number


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "missing"),
        ("my complaint", "missing"),
        ("BCDF GHJK MNPQ RSTV", "private_code"),
        ("1234 5678", "length"),
        ("1234 5678 9012 3", "length"),
        ("1234 5678 9012", "check"),
    ],
)
def test_what_cannot_be_one_is_named(typed: str, problem: str) -> None:
    assert reference.read(typed) == reference.Read(None, problem)  # type: ignore[arg-type]
