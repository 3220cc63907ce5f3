"""Finds what a text is about: the things it names."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal.complaints.same_matter.lexicon import lexicon


@dataclass(frozen=True, slots=True)
class Things:
    """The things a text names, and those of them that are items of their own ("mattress", not "rubbish")."""

    named: frozenset[str]
    items: frozenset[str]


def things_of(terms: Sequence[str]) -> Things:
    """The things that terms name; of a phrase that is itself a thing, its words do not count on their own."""
    words = lexicon()
    named: set[str] = set()
    used: set[int] = set()
    for place, pair in enumerate(pairwise(terms)):
        if thing := words.pairs.get(pair):
            named.add(thing)
            used.update((place, place + 1))
    for place, term in enumerate(terms):
        if place not in used and (thing := words.things.get(term)):
            named.add(thing)
    return Things(frozenset(named), frozenset(named - words.general))
