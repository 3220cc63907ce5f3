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
_RESULT = re.compile(r"\s*dmarc\s*=\s*([a-z]+)", re.IGNORECASE)
_T = TypeVar("_T")
DMARC = frozenset({"pass", "fail", "none", "temperror", "permerror"})


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

    Only headers with our server's name count (RFC 8601), and of these the topmost: it stands above whatever the
    sender wrote. The server must take away headers that strangers sent under its name.
    """
    if not authority:
        return "unchecked"
    for value in values(message, "authentication-results"):
        by, *results = _bare(value).split(";")
        if (by.split() or [""])[0].casefold() != authority.casefold():
            continue
        for result in results:
            if said := _RESULT.match(result):
                return said[1].lower() if said[1].lower() in DMARC else "permerror"
    return "missing"


def _bare(value: str) -> str:
    """Return a structured header's value without comments and quoted words, in which strangers can write anything."""
    return "".join(_outside(value))


def _outside(value: str) -> Iterator[str]:
    depth, quoted, escaped = 0, False, False
    for character in value:
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == '"' and not depth:
            quoted = not quoted
        elif not quoted and character == "(":
            depth += 1
        elif not quoted and character == ")":
            depth = max(0, depth - 1)
        elif not quoted and not depth:
            yield character


def _parsed(name: str, value: str, read: Callable[[Any], _T]) -> _T | None:
    try:
        return read(POLICY.header_factory(name, value.replace("\r", "").replace("\n", "")))
    except Exception:
        # The parser has faults of its own on what it does not expect, and what came is in the raw mail.
        return None


def _clean(text: str, most: int) -> str:
    return _SPACE.sub(" ", typed_text(text)).strip()[:most]
