"""Headers of mail that strangers wrote: each read on its own, and none that cannot be read stops the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any, TypeVar

from portal.web.typed_text import typed_text

_LONGEST = 8_000
_MOST = 50
_ID = re.compile(r"<[^<>\s]{1,200}>")
_SPACE = re.compile(r"\s+")
_RESULT = re.compile(r"\s*dmarc\s*(?:/\s*\d+\s*)?=\s*([a-z]*)", re.IGNORECASE)
_T = TypeVar("_T")
_WORSE = ("pass", "none", "temperror", "permerror", "fail")
DMARC = frozenset(_WORSE)


class BoundedPolicy(EmailPolicy):
    """The standard library's policy, but of a header only so much is kept as it can parse quickly."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return a header's name and its value, cut."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST]


POLICY = BoundedPolicy()


def values(message: EmailMessage, name: str) -> list[str]:
    """Return the values of every header of this name, as they came."""
    found = (str(value) for header, value in message.raw_items() if header.lower() == name)
    return [value for value, _number in zip(found, range(_MOST), strict=False)]


def one_line(message: EmailMessage, name: str, *, most: int = 300) -> str:
    """Return a header's words on one line, decoded and safe to show; "" when it is missing."""
    for value in values(message, name):
        decoded = _parsed(name, value, str)
        return _SPACE.sub(" ", typed_text(value if decoded is None else decoded)).strip()[:most]
    return ""


def addresses(message: EmailMessage, *names: str) -> list[tuple[str, str]]:
    """Return names and addresses from headers, in order."""
    found: list[tuple[str, str]] = []
    for name in names:
        for value in values(message, name):
            read = _parsed("to", value, lambda header: [(one.display_name, one.addr_spec) for one in header.addresses])
            found += [(_clean(shown, 200), _clean(address, 320)) for shown, address in read or ()]
    return found


def sender(message: EmailMessage) -> tuple[str, str]:
    """Return who says they wrote it, as (name, address): ("", "") unless there is exactly one."""
    found = addresses(message, "from")
    if len(values(message, "from")) != 1 or len(found) != 1 or "@" not in found[0][1]:
        return "", ""
    return found[0]


def sent_at(message: EmailMessage) -> datetime | None:
    """Return when its writer says it was sent, in UTC; None when the date is missing or is none."""
    for value in values(message, "date"):
        said = _parsed("date", value, lambda header: header.datetime)
        if isinstance(said, datetime):
            try:
                return said.astimezone(UTC) if said.tzinfo else said.replace(tzinfo=UTC)
            except OverflowError:
                return None
    return None


def message_ids(message: EmailMessage, *names: str) -> tuple[str, ...]:
    """Return the ids of messages that headers name, each in its angle brackets."""
    found = [one for name in names for value in values(message, name) for one in _ID.findall(value)]
    return tuple(_clean(one, 200) for one in found[-_MOST:])


def dmarc(message: EmailMessage, authority: str | None) -> str:
    """Return what our own mail server found: one of DMARC, "missing", or "unchecked" when no server is named.

    Only the topmost header with our server's name counts (RFC 8601, section 5), also when it says nothing of DMARC:
    what stands below it is the sender's. Of several findings in it the worst one counts. The server must take away
    headers that strangers sent under its name.
    """
    if not authority:
        return "unchecked"
    read = (_results(value) for value in values(message, "authentication-results"))
    ours = next((found for by, found in read if by == authority.casefold()), [])
    return max(ours, key=_WORSE.index, default="missing")


def _results(value: str) -> tuple[str, list[str]]:
    """Return the name of the server that wrote a finding, and what it says of DMARC."""
    parts = list(_parts(value))
    by = (parts[0][0].split() or [""])[0].casefold()
    said = [match[1].lower() for _whole, bare in parts[1:] if (match := _RESULT.match(bare))]
    return by, [one if one in DMARC else "permerror" for one in said]


def _parts(value: str) -> Iterator[tuple[str, str]]:
    """Split a structured header at its semicolons: each part without its comments, and without quoted words too.

    Strangers can write anything into comments and quoted words (RFC 8601, section 2.2, and RFC 5322, section 3.2).
    """
    whole, bare, depth, quoted, escaped = "", "", 0, False, False
    for character in value:
        if escaped:
            escaped = False
            whole += "" if depth else character
        elif character == "\\" and (quoted or depth):
            escaped = True
        elif depth or (character == "(" and not quoted):
            depth += {"(": 1, ")": -1}.get(character, 0)
        elif character == '"':
            quoted = not quoted
        elif character == ";" and not quoted:
            yield whole, bare
            whole, bare = "", ""
        else:
            whole += character
            bare += "" if quoted else character
    # What is left open at the end says nothing that can be relied on.
    yield whole, "" if quoted or depth else bare


def _parsed(name: str, value: str, read: Callable[[Any], _T]) -> _T | None:
    try:
        return read(POLICY.header_factory(name, value.replace("\r", "").replace("\n", "")))
    except Exception:
        # The parser has faults of its own on what it does not expect, and what came is in the raw mail.
        return None


def _clean(text: str, most: int) -> str:
    return _SPACE.sub(" ", typed_text(text)).strip()[:most]
