"""Finds named places, house numbers and postcodes in a text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from portal.complaints.same_matter.lexicon import lexicon
from portal.complaints.same_matter.tokens import Tokens
from portal.organisation.postcode import parse, parse_outward

_VERBAL = ("ing", "ed")
_NUMBER = re.compile(r"(\d{1,4})([a-h]?)")
# A whole postcode, or its first half unless three capitals make it a number plate.
_POSTCODE = re.compile(
    r"\b([a-z]{1,2}[0-9][0-9a-z]?)(?:\s{0,2}([0-9][abd-hjlnp-uw-z]{2})\b|\b(?!\s?(?-i:[A-Z]{3})\b))",
    re.IGNORECASE | re.ASCII,
)
_APOSTROPHE = re.compile("['’]")
ALIKE = 87


@dataclass(frozen=True, slots=True)
class Places:
    """The named places of a text ("larkspur road"), its house numbers, and the first halves of its postcodes."""

    names: frozenset[str]
    numbers: frozenset[str]
    postcodes: frozenset[str]
    districts: frozenset[str]


def places_of(plain: str, tokens: Tokens) -> Places:
    """The places a text names."""
    postcodes, districts = _postcodes(plain)
    return Places(_names(tokens), _numbers(tokens), postcodes, districts)


def _names(tokens: Tokens) -> frozenset[str]:
    names: set[str] = set()
    kinds = lexicon().places.kinds
    for place in range(1, len(tokens.small)):
        kind = kinds.get(tokens.small[place])
        if kind and tokens.gaps[place].strip(".") == " " and _is_name(tokens, place):
            names.add(f"{_APOSTROPHE.sub('', tokens.small[place - 1])} {kind}")
    return frozenset(names)


def _is_name(tokens: Tokens, place: int) -> bool:
    """Whether the word before a kind of place is a name: capitals say so, and small letters before a street do."""
    before = tokens.small[place - 1]
    if before in lexicon().places.no_name or len(before) < 3 or not before[0].isalpha() or _is_saint(tokens, place):
        return False
    if tokens.written[place - 1][0].isupper() and (tokens.written[place][0].isupper() or place > 1):
        return tokens.named[place - 1] or tokens.named[place] or not before.endswith(_VERBAL)
    return tokens.small[place] in lexicon().places.streets and not before.endswith(_VERBAL)


def _is_saint(tokens: Tokens, place: int) -> bool:
    """Whether "St" begins the next name and does not end this one."""
    return tokens.small[place] == "st" and place + 1 < len(tokens.small) and tokens.named[place + 1]


def _numbers(tokens: Tokens) -> frozenset[str]:
    numbers: set[str] = set()
    words = lexicon().places
    last = len(tokens.small) - 1
    for place, word in enumerate(tokens.small):
        if not word[0].isdigit() or word[0] == "0" or not _NUMBER.fullmatch(word):
            continue
        before = tokens.small[place - 1] if place else ""
        after = tokens.small[place + 1] if place < last else ""
        gap_after = tokens.gaps[place + 1] if place < last else ""
        if (
            after in words.measured
            or gap_after.startswith((":", "%", "/"))
            or tokens.gaps[place].endswith(("£", ":", "."))
        ):
            continue
        followed = place < last and gap_after == " " and tokens.written[place + 1][0].isupper()
        if before in words.before_number or followed or tokens.gaps[place].endswith(("#", "-", "–", "&")):
            numbers.add(word)
    return frozenset(number for number in numbers if not (len(number) == 4 and number.startswith(("19", "20"))))


def _postcodes(plain: str) -> tuple[frozenset[str], frozenset[str]]:
    whole: set[str] = set()
    districts: set[str] = set()
    for found in _POSTCODE.finditer(plain):
        postcode = parse(found.group()) if found.group(2) else None
        if postcode:
            whole.add(postcode)
            districts.add(postcode.split()[0])
        elif found.group(1)[0].isupper() and (district := parse_outward(found.group(1))):
            districts.add(district)
    return frozenset(whole), frozenset(districts)


def shared(one: Iterable[str], other: frozenset[str]) -> tuple[str, ...]:
    """The named places of the first that the second names too, small slips of spelling aside."""
    return tuple(name for name in one if name in other or any(_alike(name, theirs) for theirs in other))


def _alike(one: str, other: str) -> bool:
    return one[0] == other[0] and one.rpartition(" ")[2] == other.rpartition(" ")[2] and fuzz.ratio(one, other) >= ALIKE
