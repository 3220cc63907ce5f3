"""Words for the things people write about and words of chasing and telling apart, written by hand."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.organisation.terms import terms_of

_FILE = Path(__file__).with_name("lexicon.toml")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of several kinds, found together."""

    pattern: re.Pattern[str]
    kind_of: Mapping[str, str]

    def kinds_in(self, plain: str) -> dict[str, str]:
        """The kinds whose phrases a text has, each with the first phrase and what follows it, as written."""
        kinds: dict[str, str] = {}
        for found in self.pattern.finditer(plain):
            kind = self.kind_of[_key(found.group(1))]
            kinds.setdefault(kind, " ".join(f"{found.group(1)}{found.group(2)}".split()))
        return kinds


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The one spelling of each kind of place, the kinds of street, and what does or does not stand beside a number."""

    kinds: Mapping[str, str]
    streets: frozenset[str]
    no_name: frozenset[str]
    before_number: frozenset[str]
    measured: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What each term or pair of terms names, which things are general, and the words of places and of tone."""

    things: Mapping[str, str]
    pairs: Mapping[tuple[str, str], str]
    general: frozenset[str]
    places: PlaceWords
    chasing: Phrases
    apart: Phrases


@cache
def lexicon() -> Lexicon:
    """The lexicon that comes with the portal."""
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    single: dict[str, str] = {}
    pairs: dict[tuple[str, str], str] = {}
    for things in content["things"].values():
        for thing, words in things.items():
            for word in words.split():
                terms = terms_of(word.replace("+", " "))
                if len(terms) == 1:
                    single.setdefault(terms[0], thing)
                else:
                    pairs.setdefault((terms[0], terms[1]), thing)
    general = frozenset(content["general"].split())
    return Lexicon(
        single, pairs, general, _places(content["places"]), _phrases(content["chasing"]), _phrases(content["apart"])
    )


def _places(words: Mapping[str, str]) -> PlaceWords:
    streets = _spellings(words["streets"])
    return PlaceWords(
        kinds=streets | _spellings(words["others"]),
        streets=frozenset(streets),
        no_name=frozenset(words["no_name"].split()),
        before_number=frozenset(words["before_number"].split()),
        measured=frozenset(words["measured"].split()),
    )


def _spellings(kinds: str) -> dict[str, str]:
    return {spelling: kind.split()[0] for kind in kinds.split(",") for spelling in kind.split()}


def _phrases(families: Mapping[str, list[str]]) -> Phrases:
    """One pattern for all phrases, the longest first; an apostrophe may be missing, any space may be a line's end."""
    kind_of = {_key(phrase): kind for kind, phrases in families.items() for phrase in phrases}
    every = sorted({phrase for phrases in families.values() for phrase in phrases}, key=len, reverse=True)
    either = "|".join(re.escape(phrase).replace("'", "['’]?").replace(r"\ ", r"\s+") for phrase in every)
    return Phrases(re.compile(rf"\b({either})\b(?=((?:[ ]+[\w'’]+){{0,3}}))", re.IGNORECASE), kind_of)


def _key(phrase: str) -> str:
    return " ".join(phrase.casefold().replace("'", "").replace("’", "").split())
