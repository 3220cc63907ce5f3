"""Makes comparable terms of people's words: small letters, no accents, endings off."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?\b")
_CANNOT = re.compile(r"\bcan(?:['’]?t| not)\b")
_SHORTENED = re.compile(r"\b(do|does|did|is|are|was|were|has|have|had|could|would|should)n['’]?t\b")
_VOWEL = re.compile("[aeiouy]")


def terms_of(words: str) -> list[str]:
    """The terms of a text in their order; two forms of one word ("bins", "Bin's") give the same term.

    Works on any script; only English endings are taken off. "don't" and "dont" count as "do not".
    """
    plain = unicodedata.normalize("NFKD", words.casefold())
    if not plain.isascii():
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = _CANNOT.sub("cannot", plain)
    plain = _SHORTENED.sub(r"\1 not", plain)
    plain = _POSSESSIVE.sub("", plain)
    return [_stem(word) for word in _WORD.findall(plain)]


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    if len(word) < 4 or not word.isascii():
        return word
    stem = _without_plural(word)
    for ending in ("ing", "ed"):
        rest = stem.removesuffix(ending)
        if rest != stem and len(rest) >= 3 and _VOWEL.search(rest):
            doubled = rest[-1] == rest[-2] and rest[-1] not in "lsz"
            stem = rest[:-1] if doubled else rest
            break
    return stem.removesuffix("e") if len(stem) > 3 else stem


def _without_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
