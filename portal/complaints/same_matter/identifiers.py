"""Finds what names one thing among many: registration plates, column and asset numbers."""

import re
from dataclasses import dataclass

from portal.organisation.postcode import parse_outward

# The forms of British plates: since 2001, since 1983, since 1963. Older and Irish ones have no form of their own.
_PLATE = re.compile(
    r"\b(?:([A-Z]{2})\s?([0-9]{2})\s?([A-Z]{3})|([A-Z])([0-9]{1,3})\s?([A-Z]{3})|([A-Z]{3})\s?([0-9]{1,3})([A-Z]))\b",
    re.ASCII,
)
_SMALL_PLATE = re.compile(r"\b([a-z]{2})([0-9]{2})\s?([a-z]{3})\b", re.ASCII)
_ASSET = re.compile(r"\b(?=[A-Z/-]*[0-9])(?=[0-9/-]*[A-Z])[A-Z0-9]+(?:[/-][A-Z0-9]+)*\b", re.ASCII)
# "column 31", "lamp post no. 7", "bin 1204", "asset ID 57".
_NUMBERED = re.compile(
    r"\b(?:column|lamp\s?post|lamp|pole|bollard|asset|bin|tree|gully|sign|garage|bay|permit|account)s?"
    r"(?:\s+(?:id|ref|reference|number|numbered|no|nr)\b)*[\s.:#]*([0-9]{1,8})\b",
    re.IGNORECASE | re.ASCII,
)
_ROAD_NUMBER = re.compile(r"[ABM][0-9]{1,4}")
# Measures, and the second half of a postcode.
_MEASURE = re.compile(r"[0-9][A-Z]{2}|[0-9]+(?:ST|ND|RD|TH|AM|PM|CM|MM|M|KM|KG|MPH|X|S|H|HR|HRS|V|W|[A-H])|X[0-9]+")
# Words that follow a postcode's first half and make it look like a plate: "N99 AND".
_WORDS = frozenset(
    {"THE", "AND", "FOR", "NOT", "BUS", "REF", "NOW", "ARE", "WAS", "HAS", "HAD", "OUR", "YOU", "BUT", "ALL"}
)


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The registration plates of a text, and other numbers of single things."""

    plates: frozenset[str]
    things: frozenset[str]


def identifiers_of(plain: str) -> Identifiers:
    """The identifiers a text gives, without spaces and in capitals."""
    if not any(map(str.isdigit, plain)):
        return Identifiers(frozenset(), frozenset())
    found = (*_PLATE.findall(plain), *_SMALL_PLATE.findall(plain))
    plates = {"".join(parts).upper() for parts in found if not _WORDS.intersection(part.upper() for part in parts)}
    things = {f"#{number.lstrip('0')}" for number in _NUMBERED.findall(plain)}
    things.update(one for one in _ASSET.findall(plain) if _names_a_thing(one) and one not in plates)
    return Identifiers(frozenset(plates), frozenset(things))


def _names_a_thing(word: str) -> bool:
    return not (
        len(word) < 3 or _MEASURE.fullmatch(word) or _ROAD_NUMBER.fullmatch(word) or parse_outward(word) is not None
    )
