"""Finds phrases of terms inside a text of terms."""

from collections.abc import Mapping, Sequence


def places_of(text: Sequence[str]) -> dict[str, list[int]]:
    """Where each term of a text stands, in rising order."""
    places: dict[str, list[int]] = {}
    for place, term in enumerate(text):
        places.setdefault(term, []).append(place)
    return places


def stands_in(phrase: Sequence[str], places: Mapping[str, Sequence[int]], *, others: int = 0) -> bool:
    """Whether the terms of a phrase come in this order, with at most `others` terms between two of them."""
    if not phrase:
        return False
    ends = set(places.get(phrase[0], ()))
    for term in phrase[1:]:
        ends = {place for place in places.get(term, ()) if any(place - step in ends for step in range(1, others + 2))}
        if not ends:
            return False
    return bool(ends)
