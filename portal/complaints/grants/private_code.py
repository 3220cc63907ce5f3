"""The private code, which opens one draft or one matter: sixteen letters of an alphabet of nineteen.

No vowels and no look-alikes: 67 bits, and never a word. The server keeps an HMAC-SHA-256 under a key
that is not in the database (docs/security.md).
"""

from __future__ import annotations

import re
import secrets
import unicodedata

from portal.sealed import keyed_hash

ALPHABET = "BCDFGHJKMNPQRSTVWXZ"
LENGTH = 16
_NOT_LETTERS = re.compile(r"[^A-Z]+")
_PURPOSE = "tracking-code"


def draw() -> str:
    """Return a new random code of sixteen letters, without spaces."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read(typed: str) -> str:
    """Return the letters of what was typed: any case, spaces and hyphens dropped. May be of any length."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", typed).upper())


def is_complete(code: str) -> bool:
    """Tell whether this could be a code: sixteen letters of the alphabet."""
    return len(code) == LENGTH and all(letter in ALPHABET for letter in code)


def grouped(code: str) -> str:
    """Return the code as it is shown: four groups of four."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def hash_of(code: str, key: str) -> str:
    """Return what the server keeps of a code: 64 hexadecimal digits."""
    return keyed_hash(key, _PURPOSE, code)


def stands_in(words: str, code: str) -> bool:
    """Tell whether somebody pasted this code into their own words (threat T44)."""
    return bool(code) and code in read(words)
