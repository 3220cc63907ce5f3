"""Reads a text once: everything the signals look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal.complaints.same_matter.identifiers import Identifiers, identifiers_of
from portal.complaints.same_matter.little_words import COMMON, LITTLE, OF_REPORTING
from portal.complaints.same_matter.places import Places, places_of
from portal.complaints.same_matter.things import Things, things_of
from portal.complaints.same_matter.tokens import MOST_CHARACTERS, Tokens, plain_of, tokens_of
from portal.organisation.terms import terms_of

# How much a term says about which matter it is. A name says most. Set by hand, no counts behind them.
_OF_REPORTING = 0.25
_COMMON = 0.6
_ORDINARY = 1.0
NAME = 1.6


@dataclass(frozen=True, slots=True)
class Reading:
    """All that is known of one text: the weight of its terms and their sum, neighbouring terms, and what it names."""

    plain: str
    small: str
    weights: dict[str, float]
    total: float
    phrases: frozenset[tuple[str, str]]
    places: Places
    identifiers: Identifiers
    things: Things


def read(text: str, most: int = MOST_CHARACTERS) -> Reading:
    """Read the first `most` characters of a text."""
    plain = plain_of(text[:most])
    terms = terms_of(plain)
    tokens = tokens_of(plain)
    weights = _weights(terms, tokens)
    return Reading(
        plain=plain,
        small=plain.casefold(),
        weights=weights,
        total=sum(weights.values()),
        phrases=frozenset(pair for pair in pairwise(terms) if pair[0] not in LITTLE or pair[1] not in LITTLE),
        places=places_of(plain, tokens),
        identifiers=identifiers_of(plain),
        things=things_of(terms),
    )


def written_in(reading: Reading) -> dict[str, str]:
    """How a text writes each of its terms, for reasons that quote it."""
    return {term: word for word in reversed(tokens_of(reading.plain).written) for term in terms_of(word)}


def _weights(terms: Sequence[str], tokens: Tokens) -> dict[str, float]:
    """What each term says; numbers say nothing here, they are looked at as house numbers and identifiers."""
    names = frozenset(
        terms_of(" ".join(word for word, named in zip(tokens.written, tokens.named, strict=True) if named))
    )
    weights: dict[str, float] = {}
    for term in terms:
        if term in weights or term in LITTLE or term[0].isdigit():
            continue
        if term in OF_REPORTING or len(term) < 3:
            weights[term] = _OF_REPORTING
        elif term in COMMON:
            weights[term] = _COMMON
        else:
            weights[term] = NAME if term in names else _ORDINARY
    return weights
