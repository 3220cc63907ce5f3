"""Whether a person's words speak of danger today. Only the desk is told."""

from functools import lru_cache

from portal.organisation.model import Council
from portal.organisation.phrases import places_of, stands_in
from portal.organisation.terms import terms_of

# "no hot water or heating" must be found by "no heating".
WORDS_BETWEEN = 3


def mentions_urgent(council: Council, words: str) -> bool:
    """Whether the words hold one of the council's urgent words.

    A help for the desk and nothing else: never shown to the resident, never a reason to refuse or to ask again.
    """
    places = places_of(terms_of(words))
    return any(
        phrase[0] in places and stands_in(phrase, places, others=WORDS_BETWEEN)
        for phrase in _phrases(council.urgent_words)
    )


@lru_cache(maxsize=8)
def _phrases(urgent_words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(phrase for phrase in (tuple(terms_of(entry)) for entry in urgent_words) if phrase)
