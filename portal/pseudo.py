"""Two made-up languages that show, in tests and demo mode, whether pages bear longer words and right-to-left ones.

Places to fill in, HTML tags, entities and addresses stay as they are.
"""

import re
from collections.abc import Callable

_KEPT = re.compile(r"(%\(\w+\)[a-z]|%[sd%]|\{\w*\}|<[^>]+>|&#?\w+;|https?://\S+)")
_WORD = re.compile(r"[A-Za-z]+")
_ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "åƀçđéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ",
)
_ARABIC = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ابجدعفغهيزكلمنوثقرسطذخضشظح" * 2,
)


def accent(words: str) -> str:
    """Return the words accented and about 40 % longer, still readable for a tester."""
    return _change(words, _ACCENTED) if not _WORD.search(_bare(words)) else _lengthen(words)


def arabise(words: str) -> str:
    """Return the words letter by letter in Arabic script, so that they truly run from right to left."""
    return _change(words, _ARABIC)


def _bare(words: str) -> str:
    return _KEPT.sub("", words)


def _change(words: str, letters: dict[int, int]) -> str:
    return "".join(part if _KEPT.fullmatch(part) else part.translate(letters) for part in _KEPT.split(words))


def _lengthen(words: str) -> str:
    found = _WORD.findall(_bare(words))
    extra = -(-sum(map(len, found)) * 2 // 5)
    # One word grows into a longer word, as in German; a sentence gets more words.
    glue = "" if len(found) == 1 and words.rstrip()[-1].isalpha() and _bare(words) == words else " "
    filler = glue + " ".join(found).lower()[:extra].strip()
    body = words.rstrip()
    return _change(body, _ACCENTED) + filler.translate(_ACCENTED) + words[len(body) :]


PSEUDO: dict[str, Callable[[str], str]] = {"en-XA": accent, "ar-XB": arabise}
