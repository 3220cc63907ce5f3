"""Finds references in a text, however they are written."""

import re
import unicodedata
from collections.abc import Iterable

from portal.complaints.matter import reference

# Twelve digits with at most three signs between neighbours: spaces, hyphens, dots. Not part of a longer number.
_TWELVE = re.compile(r"(?<!\d)\d(?:[\s./–—-]{0,3}\d){11}(?!\d)")
_NOT_DIGITS = re.compile(r"\D+")


def numbers_in(text: str) -> tuple[str, ...]:
    """The numbers of twelve digits in a text, in their order, without what stands between the digits."""
    plain = unicodedata.normalize("NFKC", text)
    return tuple(dict.fromkeys(_NOT_DIGITS.sub("", found) for found in _TWELVE.findall(plain)))


def quotes(numbers: Iterable[str], references: Iterable[str]) -> str | None:
    """The reference that one of the numbers quotes; None when none does.

    A number that has wrong check digits quotes the reference it differs from by one digit or one swap of neighbours:
    among the few matters of one person that is no accident.
    """
    known = tuple(references)
    for number in numbers:
        if number in known:
            return number
        if not reference.is_valid(number):
            for meant in known:
                if _one_slip(number, meant):
                    return meant
    return None


def quotes_another(numbers: Iterable[str], references: Iterable[str]) -> bool:
    """Whether a number is a valid reference, but none of these."""
    known = frozenset(references)
    return any(number not in known and reference.is_valid(number) for number in numbers)


def _one_slip(number: str, meant: str) -> bool:
    differ = [place for place, (one, other) in enumerate(zip(number, meant, strict=False)) if one != other]
    if len(number) != len(meant) or len(differ) > 2:
        return False
    if len(differ) < 2:
        return True
    first, second = differ
    return second == first + 1 and number[first] == meant[second] and number[second] == meant[first]
