"""Gathers the reasons for and against one candidate, the strongest first."""

from collections.abc import Iterator

from portal.complaints.same_matter import places
from portal.complaints.same_matter.deciding import Seen
from portal.complaints.same_matter.little_words import OF_REPORTING
from portal.complaints.same_matter.reading import Reading
from portal.complaints.same_matter.traits import New
from portal.complaints.same_matter.values import Reason
from portal.organisation.terms import terms_of

_MOST_WORDS = 3
# The kinds of chasing that say most, first.
_TELLING = ("still", "not_done", "no_answer", "how_often", "told_done", "said_before", "number")


def reasons_of(new: New, old: Reading, seen: Seen, *, answered: bool) -> tuple[Reason, ...]:
    """Why the candidate is or is not meant, in the words of the new text where there are any."""
    return (*_for(new, old, seen), *_against(new, seen, answered=answered))


def _for(new: New, old: Reading, seen: Seen) -> Iterator[Reason]:
    traits = seen.traits
    if seen.quoted:
        yield Reason("quoted")
    if seen.again:
        yield Reason("sent_again")
    for kind in ("service_same", "service_near", "day_named"):
        if traits[kind]:
            yield Reason(kind)
    for kind, shared in _shared_names(new.reading, old).items():
        if traits[kind]:
            yield Reason(kind, ", ".join(sorted(shared)))
    if words := _shared_words(new, old):
        yield Reason("words_alike", ", ".join(words))
    if chasing := next((new.tone.chasing[kind] for kind in _TELLING if kind in new.tone.chasing), ""):
        yield Reason("chasing", chasing)


def _shared_names(new: Reading, old: Reading) -> dict[str, list[str]]:
    """The plates, places, house numbers and postcodes of both texts, by the trait they make."""
    identifiers = (new.identifiers.plates & old.identifiers.plates) or (new.identifiers.things & old.identifiers.things)
    return {
        "identifier_same": [one.lstrip("#") for one in identifiers],
        "place_same": [name.title() for name in places.shared(new.places.names, old.places.names)],
        "number_same": [*(new.places.numbers & old.places.numbers)],
        "postcode_same": [*(new.places.postcodes & old.places.postcodes)],
    }


def _against(new: New, seen: Seen, *, answered: bool) -> Iterator[Reason]:
    traits = seen.traits
    if traits["identifier_other"]:
        yield Reason("identifier_other")
    if traits["place_only_new"] and traits["place_only_old"]:
        yield Reason("place_other")
    if traits["number_other"] or traits["postcode_other"]:
        yield Reason("number_other")
    if traits["item_other"]:
        yield Reason("item_other")
    if traits["reference_elsewhere"] and not seen.quoted:
        yield Reason("reference_elsewhere")
    if "new_again" in new.tone.apart and answered:
        yield Reason("happened_again", new.tone.apart["new_again"])
    elif new.tone.apart:
        yield Reason("apart", next(iter(new.tone.apart.values())))


def _shared_words(new: New, old: Reading) -> list[str]:
    """The words both texts have that say most, as the new text writes them."""
    weights = new.reading.weights
    said = new.reading.places
    named = frozenset(terms_of(" ".join((*said.names, *said.postcodes, *said.districts))))
    telling = [term for term in weights if term in old.weights and term not in OF_REPORTING | named]
    telling.sort(key=lambda term: -weights[term])
    return [new.written[term] for term in telling[:_MOST_WORDS] if term in new.written]
