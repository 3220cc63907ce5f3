"""Addresses as they are allowed to leave, and as they are counted."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_GOOGLE = ("gmail.com", "googlemail.com")
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

    Many mail servers tell more addresses apart; this way nobody fills a mailbox by spelling its address differently
    (threat T16). Two people whose addresses look alike to it share a number, so being over it may delay a letter and
    never lose one (`letters.outgoing.daily`), and letters are put together by `place` alone.
    """
    plain = spelled(address, channel)
    local, at, domain = plain.rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}" if at and channel == "email" else plain


def place(address: str, channel: str) -> str:
    """Return a name that two addresses share only where they are certainly one mailbox.

    Google takes away dots and tags. Elsewhere each spelling is a mailbox of its own, but for capitals and the way its
    domain is written.
    """
    plain = spelled(address, channel)
    domain = plain.rpartition("@")[2]
    if channel == "email" and domain in _GOOGLE:
        return f"{mailbox(plain, channel).rpartition('@')[0]}@{_GOOGLE[0]}"
    return plain


def lane(address: str, channel: str) -> str:
    """Return the name of what waits for its turn together: a place, or all spellings of one mailbox with a ``+tag``.

    There are as many tags as anybody cares to invent. The plain address never waits for them.
    """
    tagged = channel == "email" and "+" in address.rpartition("@")[0]
    return f"+{mailbox(address, channel)}" if tagged else place(address, channel)


def spelled(address: str, channel: str) -> str:
    """Return an address without what makes no difference: capitals, and how its domain or digits are written."""
    plain = unicodedata.normalize("NFKC", address).strip().casefold()
    if channel == "sms":
        return re.sub(r"\D", "", plain)[-10:]
    local, at, domain = plain.rpartition("@")
    if channel == "post" or not at:
        return re.sub(r"\W", "", plain)
    return f"{local}@{_in_ascii(domain) or domain}".rstrip(".")


def queue_of(person_id: str | None, address: str, channel: str) -> str:
    """Return the name of the queue in which one recipient's letters wait, as 64 hexadecimal digits."""
    whole = "\0".join((person_id or "", channel, address.strip().casefold()))
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()


def _in_ascii(domain: str) -> str | None:
    try:
        return domain.encode("idna").decode("ascii") or None
    except UnicodeError:
        return None
