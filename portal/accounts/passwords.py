"""Officers' passwords: argon2id, at most two at once, and the rules for a new one."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.config import Settings
from portal.errors import Refusal
from portal.i18n import lazy

LEAST = 12
MOST = 500
_WAIT_SECONDS = 3.0
_LEFT = 8
_GUESSES = 30_000
_LEAST_SCORE = 3
_LOOKED_AT = 72
_SIGNS_ROUND_IT = re.compile(r"^[\W_]+|[\W_]+$")
_ROUND_IT = re.compile(r"^[\W\d_]+|[\W\d_]+$")

# Each hash takes 19 MiB and a processor: more at once would stop everybody else's pages.
_turns = BoundedSemaphore(2)


def hashed(settings: Settings, password: str) -> str:
    """Return the argon2id hash of a password, its parameters in it. Raises Refusal ``busy`` (503)."""
    with _turn():
        return _hasher(settings.argon2_memory_kib, settings.argon2_time).hash(_bytes(password))


def verified(settings: Settings, password_hash: str | None, password: str) -> bool:
    """Tell whether the password is right; None (no such officer) costs the same and is never right.

    Raises Refusal ``busy`` (503) when no turn comes within a few seconds.
    """
    hasher = _hasher(settings.argon2_memory_kib, settings.argon2_time)
    against = password_hash or dummy(settings)
    with _turn():
        try:
            hasher.verify(against, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def dummy(settings: Settings) -> str:
    """Return the hash that is compared against where there is no officer; made once, before the first request."""
    return _dummy(settings.argon2_memory_kib, settings.argon2_time)


def made_up() -> str:
    """Return a random password of 120 bits that is easy to copy."""
    return secrets.token_urlsafe(20)


def check_new(password: str, *, own_words: tuple[str, ...]) -> None:
    """Refuse a password that is short or easy to guess.

    ``own_words`` are the council's, the officer's name and address. They and everyday words are taken out, as are
    runs like 1234 and aaaa; fewer than eight characters left is too easy. So is one of the commonest passwords, with
    whatever digits and signs before or after it, and what zxcvbn takes fewer than 10^8 guesses for (keyboard walks,
    repeats, two common words). Raises Refusal ``weak_password``.
    """
    if len(password) < LEAST:
        raise Refusal("weak_password", lazy("Use %(num)s characters or more. Three words are fine.", num=LEAST))
    if len(password) > MOST:
        raise Refusal("weak_password", lazy("Use %(num)s characters or fewer.", num=MOST))
    if _left_to_guess(password, own_words) < _LEFT or _is_guessed_soon(password):
        raise Refusal(
            "weak_password",
            lazy("This password is easy to guess. Leave out names, common words and runs like 1234. Try three words."),
        )


# Everyday words of our own, beside those that zxcvbn brings.
_COMMON = (Path(__file__).parent / "easy_words.txt").read_text("ascii").split()
_LOOKS_LIKE = str.maketrans("4@8310!5$7+", "aabeloisstt")


def _is_guessed_soon(password: str) -> bool:
    """Whether zxcvbn guesses it soon, or one common password with digits and signs round it is all there is."""
    from zxcvbn import zxcvbn

    # What comes after the first 72 characters only makes a password longer.
    text = password[:_LOOKED_AT].casefold()
    inner = (_SIGNS_ROUND_IT.sub("", text), _ROUND_IT.sub("", text), _ROUND_IT.sub("", text.translate(_LOOKS_LIKE)))
    return int(zxcvbn(text)["score"]) < _LEAST_SCORE or any(zxcvbn(one)["guesses"] < _GUESSES for one in inner if one)


def _left_to_guess(password: str, own_words: tuple[str, ...]) -> int:
    """Count the characters that common words, own words, repeats and runs do not explain."""
    text = password.casefold()
    own = {part for words in own_words for part in re.split(r"[\W_]+", words.casefold()) if len(part) > 2}
    known = [False] * len(text)
    for spelling in (text, text.translate(_LOOKS_LIKE)):
        for word in (*_COMMON, *own):
            for found in re.finditer(re.escape(word), spelling):
                known[found.start() : found.end()] = [True] * len(word)
    left = [
        character
        for place, character in enumerate(text)
        if not known[place] and not (place and abs(ord(character) - ord(text[place - 1])) <= 1)
    ]
    return min(len(left), 2 * len(set(left)))


@lru_cache(maxsize=4)
def _hasher(memory_kib: int, time_cost: int) -> PasswordHasher:
    return PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1)


@lru_cache(maxsize=4)
def _dummy(memory_kib: int, time_cost: int) -> str:
    return _hasher(memory_kib, time_cost).hash(secrets.token_bytes(16))


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=_WAIT_SECONDS):
        raise Refusal("busy", lazy("Many people are signing in. Wait a minute, then try again."), status=503)
    try:
        yield
    finally:
        _turns.release()


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
