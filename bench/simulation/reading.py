"""How a careful officer reads two tellings, and says whether they are one matter: from the words alone.

It is one when one person wrote both, about one thing, at one place, and the newer is no new incident after an answer.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from bench.simulation.telling import told_in

_STREET = re.compile(
    r"(?:(\d{1,3}) )?((?:Old |Mill )?[A-Z][\w’]+(?: [A-Z][\w’]+)? "
    r"(?:Lane|Street|Road|Close|Way|Row|Approach|Grove|Hill|Avenue|Drive|Crescent|Walk|Gardens|Terrace|Mews)|"
    r"Station Approach)\b"
)
_NUMBER = re.compile(r"\d(?:[ .-]?\d){11}")
_AGAIN = re.compile(
    r"happened again|anew|it is back|a new case|once more"
    r"|put it right after|all was well|kept your word|sorting it out last time|everything was fine",
    re.IGNORECASE,
)
_NOT_PUT_RIGHT = re.compile(
    r"you promised|nobody came|not done|never done|nothing was done|exactly as it was", re.IGNORECASE
)
_ANOTHER = re.compile(r"another problem|something else|different matter|separate", re.IGNORECASE)


@dataclass(frozen=True)
class Telling:
    """What an officer has before them of one matter: who, how to reach them, where, and all their words."""

    name: str
    contacts: frozenset[str]
    words: str
    postcode: str = ""
    received: str = ""
    answered: bool = False
    references: frozenset[str] = frozenset()


def is_one(newer: Telling, older: Telling) -> bool:
    """Whether a careful officer takes the newer telling for the older matter."""
    quoted = bool(references_in(newer.words) & older.references)
    if _ANOTHER.search(newer.words) or not one_person(newer, older, quoted=quoted):
        return False
    if older.answered and _AGAIN.search(newer.words) and not _NOT_PUT_RIGHT.search(newer.words):
        return False
    same = quoted or bool(subjects(newer.words) & subjects(older.words))
    return same and one_place(newer.words, older.words)


def is_one_happening(one: Telling, other: Telling) -> bool:
    """Whether two people tell of one thing at one place: their matters stay apart and are linked."""
    different = bool(one.name and other.name) and folded(one.name) != folded(other.name)
    shared = places(one.words).keys() & places(other.words).keys()
    return different and bool(shared) and bool(subjects(one.words) & subjects(other.words))


def one_person(one: Telling, other: Telling, *, quoted: bool = False) -> bool:
    """Whether both tell of themselves: one name, and one address, home or reference."""
    if one.name and other.name and folded(one.name) != folded(other.name):
        return False
    home = one.postcode != "" and one.postcode == other.postcode and bool(one.name and other.name)
    return quoted or home or bool(one.contacts & other.contacts)


def one_place(one: str, other: str) -> bool:
    """Whether two texts may be about one place: a street both name, and no two numbers in it."""
    first, second = places(one), places(other)
    if not first or not second:
        return True
    shared = first.keys() & second.keys()
    return any(not first[street] or not second[street] or first[street] & second[street] for street in shared)


def places(text: str) -> dict[str, set[str]]:
    """Return the streets of a text with the house numbers in each."""
    found: dict[str, set[str]] = {}
    for number, street in _STREET.findall(text):
        found.setdefault(street, set()).update({number} - {""})
    return found


def subjects(text: str) -> set[str]:
    """Return what a text is about, as far as an officer knows words for it; slips of the pen are read through."""
    known = {word for signs in _subjects().values() for sign in signs for word in sign.split()}
    said = f" {' '.join(_meant(word, known) for word in re.findall(r'[a-z]+', text.lower()))} "
    return {subject for subject, signs in _subjects().items() if any(f" {sign} " in said for sign in signs)}


def references_in(text: str) -> set[str]:
    """Return the numbers of twelve digits in a text."""
    return {re.sub(r"\D", "", found) for found in _NUMBER.findall(text)}


def folded(name: str) -> str:
    """Return a name without case and accents."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return " ".join("".join(one for one in plain if not unicodedata.combining(one)).split())


def means_of(words: str) -> str:
    """Return what words about an answer say: not_done or disagree."""
    return "not_done" if _NOT_PUT_RIGHT.search(words) else "disagree"


@cache
def _subjects() -> dict[str, list[str]]:
    found: dict[str, list[str]] = told_in("subjects")["subjects"]
    return found


def _meant(word: str, known: set[str]) -> str:
    """Return the known word that this one is with its letters in another order, or the word itself."""
    if word in known:
        return word
    letters = sorted(word)
    return next((one for one in sorted(known) if one[0] == word[0] and sorted(one) == letters), word)
