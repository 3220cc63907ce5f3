"""Finds words of chasing ("still not collected") and of telling apart ("another one")."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.complaints.same_matter.lexicon import lexicon


@dataclass(frozen=True, slots=True)
class Tone:
    """The first words of each kind as the person wrote them: of chasing, and of telling apart."""

    chasing: Mapping[str, str]
    apart: Mapping[str, str]


def tone_of(plain: str) -> Tone:
    """The tone of a plain text."""
    words = lexicon()
    return Tone(words.chasing.kinds_in(plain), words.apart.kinds_in(plain))
