"""The address that a reply to one letter is sent to: it cannot be guessed, and says nothing to anybody else (T14)."""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Iterable
from email.utils import parseaddr

from portal.config import Settings
from portal.sealed import keyed_hash

_BEGINS = "reply+"
_BYTES = 20
_ADDRESS = re.compile(r"reply\+([a-z2-7]{32})@", re.IGNORECASE)


def token_of(letter_id: str, settings: Settings) -> str:
    """Return the letter's token: 160 bits in 32 letters and digits, which mail servers may fold in either case.

    It is made from the letter's id under the code key: sent again, a letter has the same one, and it is kept nowhere.
    """
    made = hmac.digest(settings.code_key.encode(), b"reply address\0" + letter_id.encode(), "sha256")[:_BYTES]
    return base64.b32encode(made).decode("ascii").lower()


def address_of(letter_id: str, settings: Settings) -> str:
    """Return the address that replies to this letter are asked to be sent to."""
    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2] or "localhost"
    return f"{_BEGINS}{token_of(letter_id, settings)}@{domain}"


def hash_of(token: str, settings: Settings) -> str:
    """Return the keyed hash by which a token's letter is found."""
    return keyed_hash(settings.code_key, "reply address", token.lower())


def tokens_in(addresses: Iterable[str]) -> frozenset[str]:
    """Return the tokens among the addresses a mail was sent to."""
    return frozenset(found[1].lower() for address in addresses if (found := _ADDRESS.match(address)))
