"""Reads a postcode in whatever shape it was typed."""

import re

# The letters that Royal Mail uses in each place; O and I are never among them where a digit can stand.
_OUTWARD = re.compile(r"[A-Z]{1,2}[0-9]{1,2}|[A-Z][0-9][ABCDEFGHJKPSTUW]|[A-Z]{2}[0-9][ABEHMNPRVWXY]")
_INWARD = re.compile(r"[0-9][ABD-HJLNP-UW-Z]{2}")
_NOT_PART = re.compile(r"[^A-Z0-9]")


def parse(text: str) -> str | None:
    """The postcode as it is written on letters ("SE6 4RU"), or None when the text is not a whole one.

    Spaces, dots, hyphens and small letters do not matter, nor O for 0 and I for 1 where only the other can stand.
    None is never an error to show to a resident: an incomplete postcode is kept as it was typed.
    """
    plain = _NOT_PART.sub("", text.upper())
    if not 5 <= len(plain) <= 7:
        return None
    outward, inward = plain[:-3], plain[-3:]
    inward = _digit(inward[0]) + inward[1:]
    for candidate in (outward, outward[:1] + _digits(outward[1:]), outward[:2] + _digits(outward[2:])):
        if _OUTWARD.fullmatch(candidate) and _INWARD.fullmatch(inward):
            return f"{candidate} {inward}"
    return None


def parse_outward(text: str) -> str | None:
    """The first half of a postcode ("SE6") when only that was typed, or that half of a whole one; None otherwise."""
    whole = parse(text)
    if whole:
        return whole.split()[0]
    plain = _NOT_PART.sub("", text.upper())
    return plain if _OUTWARD.fullmatch(plain) else None


def _digits(letters: str) -> str:
    return "".join(_digit(letter) for letter in letters)


def _digit(letter: str) -> str:
    return {"O": "0", "I": "1", "L": "1"}.get(letter, letter)
