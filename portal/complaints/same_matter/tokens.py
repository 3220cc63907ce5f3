"""Cuts a text into words once, for every signal to look at."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# The matter stands in the first words, and the page must answer at once.
MOST_CHARACTERS = 3000

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# What stands where something was taken out of a text: "[name]", "[link]".
_TAKEN_OUT = re.compile(r"\[[^\[\]\n]{1,20}\]")
_LINK = re.compile(r"https?://\S+|\bwww\.\S+", re.IGNORECASE)
_ENDS_SENTENCE = re.compile(r"[.!?:;\n•]")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text as written, in small letters, and whether each begins with a capital inside a sentence.

    `gaps` holds what stands before each word, so that a signal sees the comma or the pound sign.
    """

    written: tuple[str, ...]
    small: tuple[str, ...]
    named: tuple[bool, ...]
    gaps: tuple[str, ...]


def plain_of(text: str) -> str:
    """The text without links and without marks for what was taken out."""
    return _LINK.sub(" ", _TAKEN_OUT.sub(" ", text))


def tokens_of(plain: str) -> Tokens:
    """The words of a plain text in their order."""
    written: list[str] = []
    gaps: list[str] = []
    end = 0
    for found in _WORD.finditer(plain):
        written.append(found.group())
        gaps.append(plain[end : found.start()])
        end = found.end()
    return Tokens(tuple(written), tuple(map(str.casefold, written)), _named(written, gaps), tuple(gaps))


def _named(written: Sequence[str], gaps: Sequence[str]) -> tuple[bool, ...]:
    """Whether each word looks like a name: a capital that no sentence's beginning and no shouting explains."""
    capitals = sum(word[:1].isupper() for word in written)
    if capitals * 2 > len(written) and len(written) > 6:
        return (False,) * len(written)
    return tuple(
        word[:1].isupper() and place > 0 and not _ENDS_SENTENCE.search(gap)
        for place, (word, gap) in enumerate(zip(written, gaps, strict=True))
    )
