"""Which services a person's words may be about: a list to choose from, never a decision."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import log

from rapidfuzz import fuzz, process

from portal.organisation.model import Council, Service
from portal.organisation.phrases import places_of, stands_in
from portal.organisation.routing import services_in_force
from portal.organisation.terms import terms_of

# Longer texts are cut: the matter stands in the first words, and the page must answer at once.
MOST_TERMS = 600
MOST_UNKNOWN = 150
# A slip of one letter in six is the same word; shorter words are too alike to guess.
ALIKE = 84
SHORTEST_GUESSED = 5
# One word of a name or a hint says less than a synonym of the residents' own; a synonym of several words says more.
NAME_WEIGHT = 0.6
HINT_WEIGHT = 0.4
MORE_FOR_EACH = 0.35
WORDS_BETWEEN = 1
# A service this far behind the likeliest one is noise, and noise teaches people not to read the list.
FAR_BEHIND = 0.15
# Words that say next to nothing about the matter, as terms.
LITTLE = 0.05
LITTLE_WORDS = frozenset(
    terms_of(
        "a about an and are as at be but by did do for from has have he her his how i if in is it me my no not of on"
        " keep or our out put she so that the they this to up us was we were what who will with you your"
    )
)


@dataclass(frozen=True, slots=True)
class _Phrase:
    terms: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class _Index:
    services: tuple[Service, ...]
    phrases: tuple[tuple[_Phrase, ...], ...]
    rarity: Mapping[str, float]
    by_letter: Mapping[str, tuple[str, ...]]


def suggest(council: Council, words: str, on: date, limit: int = 5) -> tuple[Service, ...]:
    """Up to `limit` services of that day which the words may be about, the likeliest first.

    Compares with the services' names, hints and synonyms, in any form and with small slips of spelling. Empty when
    nothing fits; never holds the service for "not sure", which the page always offers beside the list.
    """
    on_offer = (service for service in services_in_force(council, on) if service.key != council.unsure_service)
    index = _index(tuple(on_offer))
    places = places_of(_known(terms_of(words)[:MOST_TERMS], index))
    scores = [(_score(phrases, places, index.rarity), place) for place, phrases in enumerate(index.phrases)]
    enough = max((score for score, _ in scores), default=0.0) * FAR_BEHIND
    best = sorted((entry for entry in scores if entry[0] > enough), key=lambda entry: (-entry[0], entry[1]))
    return tuple(index.services[place] for _, place in best[:limit])


def _score(phrases: tuple[_Phrase, ...], places: Mapping[str, list[int]], rarity: Mapping[str, float]) -> float:
    """The sum, over the terms of every phrase found, of what each term says; a term counts in its best phrase."""
    said: dict[str, float] = {}
    for phrase in phrases:
        if phrase.terms[0] in places and stands_in(phrase.terms, places, others=WORDS_BETWEEN):
            for term in phrase.terms:
                often = 1 + log(len(places[term]))
                said[term] = max(said.get(term, 0.0), phrase.weight * rarity[term] * often)
    return sum(said.values())


def _known(terms: list[str], index: _Index) -> list[str]:
    """The terms, with slips of spelling put right where one term of the council's words is close enough."""
    unknown = [term for term in dict.fromkeys(terms) if term not in index.rarity and len(term) >= SHORTEST_GUESSED]
    mended: dict[str, str] = {}
    for term in unknown[:MOST_UNKNOWN]:
        near = process.extractOne(term, index.by_letter.get(term[0], ()), scorer=fuzz.ratio, score_cutoff=ALIKE)
        if near:
            mended[term] = near[0]
    return [mended.get(term, term) for term in terms]


@lru_cache(maxsize=16)
def _index(services: tuple[Service, ...]) -> _Index:
    phrases = tuple(_phrases_of(service) for service in services)
    held_by: defaultdict[str, set[int]] = defaultdict(set)
    for place, phrases_of_service in enumerate(phrases):
        for phrase in phrases_of_service:
            for term in phrase.terms:
                held_by[term].add(place)
    rarity = {
        term: LITTLE if term in LITTLE_WORDS else log(1 + len(services) / len(holders))
        for term, holders in held_by.items()
    }
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for term in rarity:
        by_letter[term[0]].append(term)
    return _Index(services, phrases, rarity, {letter: tuple(terms) for letter, terms in by_letter.items()})


def _phrases_of(service: Service) -> tuple[_Phrase, ...]:
    whole = (tuple(terms_of(synonym)) for synonym in service.synonyms)
    named = (((term,), NAME_WEIGHT) for term in terms_of(service.name))
    hinted = (((term,), HINT_WEIGHT) for term in terms_of(service.hint))
    weights: dict[tuple[str, ...], float] = {terms: 1 + MORE_FOR_EACH * (len(terms) - 1) for terms in whole if terms}
    for terms, weight in (*named, *hinted):
        if terms[0] not in LITTLE_WORDS:
            weights.setdefault(terms, weight)
    return tuple(_Phrase(terms, weight) for terms, weight in weights.items())
