"""The reference: twelve digits, safe to say aloud, that open nothing by themselves.

Ten random digits and two ISO 7064 MOD 97-10 check digits, which catch every single slip, every swap of neighbours
and nearly every other.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Literal

DIGITS = 12
_RANDOM = 10**9
# Numbers that begin so are enquiries'; a complaint's new ones never do.
_ENQUIRY = 9
# Words people put before the number they were given; the number follows them.
_NOT_DIGITS = re.compile(r"\D+")

Problem = Literal["missing", "private_code", "length", "check"]


@dataclass(frozen=True, slots=True)
class Read:
    """What somebody typed as a reference: the number, or what is wrong with it."""

    number: str | None
    problem: Problem | None = None


def with_check_digits(ten: str) -> str:
    """Return the twelve digits that begin with these ten."""
    return f"{ten}{98 - int(ten) * 100 % 97:02d}"


def draw() -> str:
    """Return a new random reference; whether it is free, its own constraint decides."""
    return with_check_digits(f"{secrets.randbelow(_ENQUIRY * _RANDOM):010d}")


def draw_for_enquiry() -> str:
    """Return a new random reference of an elected member's enquiry, which no complaint's can be."""
    return with_check_digits(f"{_ENQUIRY}{secrets.randbelow(_RANDOM):09d}")


def is_valid(number: str) -> bool:
    """Tell whether twelve digits have the right check digits."""
    return len(number) == DIGITS and number.isascii() and number.isdigit() and int(number) % 97 == 1


def read(typed: str) -> Read:
    """Read a reference in any spelling: spaces, hyphens, "ref:", full-width digits.

    Says at once when it cannot be one: nothing there, a private code in the wrong field, too few or too many
    digits, or check digits that do not fit.
    """
    plain = unicodedata.normalize("NFKC", typed)
    digits = _NOT_DIGITS.sub("", plain)
    if not digits:
        letters = sum(character.isalpha() for character in plain)
        return Read(None, "private_code" if letters >= DIGITS else "missing")
    if len(digits) != DIGITS:
        return Read(None, "length")
    ascii_digits = "".join(str(unicodedata.digit(character)) for character in digits)
    return Read(ascii_digits) if is_valid(ascii_digits) else Read(None, "check")


def grouped(number: str) -> str:
    """Return the reference as it is shown and read aloud: three groups of four."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))
