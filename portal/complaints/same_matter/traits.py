"""Puts what speaks for and against one candidate into numbers from 0 to 1, each with a name of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import exp, log1p

from rapidfuzz import fuzz

from portal.clock import london_date
from portal.complaints.same_matter import places
from portal.complaints.same_matter.reading import NAME, Reading
from portal.complaints.same_matter.tone import Tone

LONGEST_DAYS = 365
# So alike that somebody sent the same words twice.
SAME_WORDS = 0.9
# A text whose terms weigh no more than this says nothing of its own.
LEAST_SAID = 2.5
HOUR_AND_A_HALF = 1 / 16

TRAITS = (
    "service_same", "service_near", "words_alike", "words_many", "words_explained", "phrases_many", "names_apart",
    "things_alike", "item_other", "place_same", "place_only_new", "place_only_old", "number_same", "number_other",
    "postcode_same", "postcode_other", "identifier_same", "identifier_other", "time_between", "sent_in_a_row",
    "day_named", "chasing", "chased", "only_chases", "happened_again", "apart", "reference_elsewhere",
)  # fmt: skip
Traits = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class New:
    """The new text with all that is known besides.

    `days` are those it names, `written` how it writes each term, `elsewhere` says that it quotes a reference which no
    candidate has.
    """

    reading: Reading
    tone: Tone
    service: str | None
    received: datetime
    days: frozenset[date]
    written: Mapping[str, str]
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Old:
    """One candidate with all that is known besides."""

    reading: Reading
    service: str | None
    received: datetime


def traits_of(new: New, old: Old, *, near: bool, again: bool) -> Traits:
    """Every trait of a new text beside one candidate.

    `near` when their services are neighbours, `again` when the texts are the same words.
    """
    same_service = new.service is not None and new.service == old.service
    return {
        "service_same": float(same_service),
        "service_near": float(near and not same_service),
        **_words(new.reading, old.reading),
        **_things(new.reading, old.reading),
        **_places(new.reading, old.reading),
        **_identifiers(new.reading, old.reading),
        **_time(new, old, again=again),
        "chasing": min(len(new.tone.chasing), 4) / 4,
        "chased": float(bool(new.tone.chasing)),
        "only_chases": float(bool(new.tone.chasing) and _says_nothing_else(new.reading)),
        "happened_again": float("new_again" in new.tone.apart),
        "apart": float(bool(new.tone.apart)),
        "reference_elsewhere": float(new.elsewhere),
    }


def same_words(new: Reading, old: Reading) -> bool:
    """Whether one text is the other sent again."""
    return fuzz.ratio(new.small, old.small, score_cutoff=100 * SAME_WORDS) > 0


def _says_nothing_else(new: Reading) -> bool:
    """Whether a text names nothing and has hardly a word of its own: "How long do I have to wait for an answer?"."""
    named = new.things.named or new.places.names or new.places.numbers or new.identifiers.plates
    return not named and new.total <= LEAST_SAID


def _words(new: Reading, old: Reading) -> Traits:
    shared = sum((weight + old.weights[term]) / 2 for term, weight in new.weights.items() if term in old.weights)
    phrases = len(new.phrases & old.phrases)
    only_new = sum(weight for term, weight in new.weights.items() if weight == NAME and term not in old.weights)
    only_old = sum(weight for term, weight in old.weights.items() if weight == NAME and term not in new.weights)
    return {
        "words_alike": 2 * shared / (new.total + old.total + 1),
        "words_many": 1 - exp(-shared / 3),
        "words_explained": min(1.0, shared / (new.total + 1.5)),
        "phrases_many": 1 - exp(-phrases / 3),
        "names_apart": (1 - exp(-only_new / 3)) * (1 - exp(-only_old / 3)),
    }


def _things(new: Reading, old: Reading) -> Traits:
    ours, theirs = new.things, old.things
    either = ours.named | theirs.named
    return {
        "things_alike": len(ours.named & theirs.named) / len(either) if either else 0.0,
        "item_other": float(bool(ours.items and theirs.items) and not ours.items & theirs.items),
    }


def _places(new: Reading, old: Reading) -> Traits:
    ours, theirs = new.places, old.places
    same = bool(places.shared(ours.names, theirs.names))
    return {
        "place_same": float(same),
        "place_only_new": float(bool(ours.names) and not same and not _echoed(ours.names, old)),
        "place_only_old": float(bool(theirs.names) and not same and not _echoed(theirs.names, new)),
        "number_same": float(bool(ours.numbers & theirs.numbers)),
        "number_other": _other(ours.numbers, theirs.numbers),
        "postcode_same": float(bool(ours.postcodes & theirs.postcodes)),
        "postcode_other": _other(ours.districts, theirs.districts),
    }


def _echoed(names: frozenset[str], other: Reading) -> bool:
    """Whether the other text says a name without its kind of street: "Palmer" for "Palmer Close"."""
    small = other.small
    return any(name.split()[0] in small for name in names)


def _other(ours: frozenset[str], theirs: frozenset[str]) -> float:
    return float(bool(ours and theirs) and not ours & theirs)


def _identifiers(new: Reading, old: Reading) -> Traits:
    ours, theirs = new.identifiers, old.identifiers
    same = bool(ours.plates & theirs.plates or ours.things & theirs.things)
    other = max(_other(ours.plates, theirs.plates), _other(ours.things, theirs.things))
    return {"identifier_same": float(same), "identifier_other": 0.0 if same else other}


def _time(new: New, old: Old, *, again: bool) -> Traits:
    days = max(0.0, (new.received - old.received).total_seconds() / 86_400)
    return {
        "time_between": min(1.0, log1p(days) / log1p(LONGEST_DAYS)),
        "sent_in_a_row": float(days < HOUR_AND_A_HALF and not again),
        "day_named": float(bool(new.days) and london_date(old.received) in new.days),
    }
