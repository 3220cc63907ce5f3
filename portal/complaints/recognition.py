"""Which of a person's matters a new text is about, if any: plain signals that can be said to the person.

A wrong question costs the person one click, a question not asked costs a second reference: so one strong signal, or
two that agree, are enough to ask. Another house number, or "different" and "another", speak against it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.complaints import reference
from portal.organisation import routing
from portal.organisation.model import Council
from portal.organisation.terms import terms_of

ASK_FROM = 50
"""A match of so many hundredths is asked about."""

_REFERENCE = re.compile(r"\d(?:[ -]?\d){11}")
_LONG = 4
_CHASING = re.compile(
    r"\b(still (not|no|waiting|nothing)|no (reply|answer|response)|nobody (has )?(replied|answered|rang|called)"
    r"|chas(e|ing)|follow(ing)? up|as I (said|wrote|told)"
    r"|already (told|wrote|complained|reported)|any (news|update))\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(different|another|not the same|separate|unrelated|something else|new problem)\b", re.IGNORECASE
)
_NUMBERED = re.compile(r"\b(\d{1,4}[a-z]?)\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody told us: their words with the place, the service, and every reference given for it."""

    id: str
    text: str
    service: str
    at: datetime
    answered_at: datetime | None = None
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """The matter meant, how likely that is in hundredths, and why: kinds of reasons with their words."""

    id: str
    score: int
    reasons: tuple[tuple[str, str], ...]


def find(new: Told, known: Sequence[Told], *, council: Council, on: date) -> Match | None:
    """Return the matter that a new text is about, or None; ``known`` are those of the same person."""
    ranked = rank(new, known, council=council, on=on)
    return ranked[0] if ranked and ranked[0].score >= ASK_FROM else None


def rank(new: Told, known: Sequence[Told], *, council: Council, on: date) -> list[Match]:
    """Return every matter with how likely it is meant, the likeliest first."""
    quoted = references_in(new.text)
    found = [_match(new, one, quoted, council, on) for one in known]
    return sorted(found, key=lambda match: match.score, reverse=True)


def references_in(text: str) -> frozenset[str]:
    """Return the references that a text quotes, in any spelling, with right check digits."""
    read = (reference.read(found).number for found in _REFERENCE.findall(text))
    return frozenset(number for number in read if number)


def together(*parts: str) -> str:
    """Return what was answered to several questions as one text, in their order, empty ones left out."""
    return "\n\n".join(part.strip() for part in parts if part.strip())


def _match(new: Told, known: Told, quoted: frozenset[str], council: Council, on: date) -> Match:
    hit = next((number for number in known.references if number in quoted), None)
    if hit is not None:
        return Match(known.id, 100, (("reference", reference.grouped(hit)),))
    reasons: list[tuple[str, str]] = []
    score = 0
    if new.service and new.service == known.service:
        score += 25
        reasons.append(("service", known.service))
    elif new.service in routing.neighbours_of(council, known.service, on) if new.service else True:
        score += 12
    shared, share = _words(new.text, known.text)
    score += round(min(share * 1.4, 1) * 55)
    if shared:
        reasons.append(("words", ", ".join(shared)))
    chasing = _CHASING.search(new.text)
    if chasing is not None:
        score += 20
        reasons.append(("chasing", chasing[0]))
    mine, theirs = set(_NUMBERED.findall(new.text)), set(_NUMBERED.findall(known.text))
    if mine & theirs:
        score += 10
        reasons.append(("number", min(mine & theirs)))
    elif mine and theirs:
        score -= 30
    if _OTHER.search(new.text):
        score -= 25
    return Match(known.id, max(0, min(score, 99)), tuple(reasons))


def _words(new: str, known: str) -> tuple[list[str], float]:
    """Return a few of the words both texts use, as typed, and the share of the shorter text that both have."""
    one, other = _terms(new), _terms(known)
    both = one.keys() & other.keys()
    fewer = min(len(one), len(other)) or 1
    longest = sorted((one[term] for term in both), key=lambda word: (-len(word), word))
    return longest[:3], len(both) / fewer


def _terms(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in re.findall(r"\w+", text):
        for term in terms_of(word):
            if len(word) >= _LONG:
                found.setdefault(term, word)
    return found
