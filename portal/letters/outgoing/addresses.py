"""Addresses as they are allowed to leave, and as they are counted."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_REFUSED = re.compile(r"[\s,;:<>()\[\]\\\"\x00-\x1f\x7f\u2028\u2029]")


def is_safe(address: str, channel: str) -> bool:
    """Whether a letter may be sent here: no second address, no header hidden in the first (threat T17)."""
    if channel == "post":
        return bool(address.strip())
    if channel == "sms":
        return re.fullmatch(r"\+?[0-9 ()-]{5,30}", address) is not None
    local, at, domain = address.rpartition("@")
    return (
        bool(at)
        and 0 < len(local.encode("utf-8", "replace")) <= 64
        and len(address.encode("utf-8", "replace")) <= 254
        and "@" not in local
        and "." in domain.strip(".")
        and _REFUSED.search(address) is None
        and _in_ascii(domain) is not None
    )


def for_envelope(address: str) -> str:
    """Return an e-mail address with its domain in ASCII (IDNA). Raises ValueError when it is not safe."""
    if not is_safe(address, "email"):
        raise ValueError("not a safe e-mail address")
    local, _at, domain = address.rpartition("@")
    return f"{local}@{_in_ascii(domain)}"


def mailbox(address: str, channel: str) -> str:
    """Return the name an address is counted under: the same however its capitals, dots, ``+tag`` or domain are written.

    Mail servers tell more addresses apart; this way nobody fills a mailbox by spelling its address differently (T16).
    """
    plain = unicodedata.normalize("NFKC", address).strip().casefold()
    if channel == "sms":
        return re.sub(r"\D", "", plain)[-10:]
    local, at, domain = plain.rpartition("@")
    if channel == "post" or not at:
        return re.sub(r"\W", "", plain)
    return f"{local.partition('+')[0].replace('.', '')}@{_in_ascii(domain) or domain}".rstrip(".")


def queue_of(person_id: str | None, address: str, channel: str) -> str:
    """Return the name of the queue in which one recipient's letters wait, as 64 hexadecimal digits."""
    whole = "\0".join((person_id or "", channel, address.strip().casefold()))
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()


def _in_ascii(domain: str) -> str | None:
    try:
        return domain.encode("idna").decode("ascii") or None
    except UnicodeError:
        return None
