"""What the database cannot read: values encrypted under a key it does not have, and secrets kept as keyed hashes."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_FORM = b"\x01"
_KEY_ID = 4
_NONCE = 12
_FIXED = len(_FORM) + _KEY_ID + _NONCE

DUMMY = "0" * 64
"""Compared against where there is no secret, so that a missing one costs the same as a wrong one."""


class CannotUnseal(Exception):
    """A sealed value was made with another key, belongs to another row, or was changed."""


def seal(key: str, plain: bytes, bound_to: str) -> bytes:
    """Encrypt bytes with AES-256-GCM.

    ``bound_to`` names the column and row (``officers.totp_secret:ID``): a value copied to another place does not
    open there. The result is one byte for the form, four that name the key, twelve random ones and the ciphertext.
    """
    nonce = secrets.token_bytes(_NONCE)
    return _FORM + key_id(key) + nonce + AESGCM(_derive(key)).encrypt(nonce, plain, bound_to.encode())


def unseal(key: str, sealed: bytes, bound_to: str) -> bytes:
    """Return what was sealed with this key for this place. Raises CannotUnseal."""
    if len(sealed) <= _FIXED or not sealed.startswith(_FORM):
        raise CannotUnseal("not a sealed value")
    if sealed[len(_FORM) : len(_FORM) + _KEY_ID] != key_id(key):
        raise CannotUnseal("sealed with another key")
    nonce, rest = sealed[_FIXED - _NONCE : _FIXED], sealed[_FIXED:]
    try:
        return AESGCM(_derive(key)).decrypt(nonce, rest, bound_to.encode())
    except InvalidTag as error:
        raise CannotUnseal("changed, or moved from another place") from error


def key_id(key: str) -> bytes:
    """Return the four bytes that name a key; they say nothing about it."""
    return hmac.digest(key.encode(), b"portal sealed: key id", "sha256")[:_KEY_ID]


def keyed_hash(key: str, purpose: str, text: str) -> str:
    """Return the HMAC-SHA-256 of a text as 64 hexadecimal digits.

    ``purpose`` keeps uses apart: the same text has another hash for another purpose. Text that is not valid
    Unicode (a lone surrogate) has a hash too.
    """
    message = purpose.encode() + b"\0" + text.encode("utf-8", "surrogatepass")
    return hmac.digest(key.encode(), message, "sha256").hex()


def same(one: str | None, other: str | None) -> bool:
    """Compare two keyed hashes in constant time; None (there is none) is compared as DUMMY and is never the same."""
    equal = hmac.compare_digest((one or DUMMY).encode(), (other or DUMMY).encode())
    return equal and bool(one) and bool(other)


def _derive(key: str) -> bytes:
    return hashlib.sha256(b"portal sealed: encryption\0" + key.encode()).digest()
