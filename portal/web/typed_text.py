"""What people type, made safe to keep without changing a word of it."""

from __future__ import annotations

import re
import unicodedata

# NUL breaks databases. U+202A–202E and U+2066–2069 can make text read as something it is not; the plain marks
# U+200E, U+200F and U+061C only place neutral characters and belong to Arabic and Hebrew writing, so they stay.
_DROPPED = re.compile("[\0\u202a-\u202e\u2066-\u2069]")
_BROKEN = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n?")
_MOST_MARKS = 30
_JOINER = "\u034f"


def typed_text(text: str) -> str:
    """Return the text as it is kept.

    NUL and bidirectional controls are dropped, lone surrogates become U+FFFD, and the line ends a browser sends
    (CR LF) become LF, as they were in the box. In a pile of more than thirty accents on one letter, which no writing
    has, a joiner that is not seen follows each thirty (Unicode's stream-safe text, UAX 15): to sort such a pile takes
    the square of its size. Everything else stays as it was typed.
    """
    return _in_piles(_LINE_END.sub("\n", _BROKEN.sub("\N{REPLACEMENT CHARACTER}", _DROPPED.sub("", text))))


def length(text: str) -> int:
    """Return how many characters a text has, also once each sign that stands for several is spelled out (NFKC).

    One sign may stand for eighteen letters, and whatever compares texts spells them out.
    """
    return len(text) if text.isascii() else max(len(text), len(unicodedata.normalize("NFKC", text)))


def _in_piles(text: str) -> str:
    if text.isascii():
        return text
    made: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > _MOST_MARKS:
            made.append(_JOINER)
            marks = 1
        made.append(character)
    return "".join(made)
