"""A mail that came in, as a frozen value: what it says, who says they sent it, and what is doubtful about it.

Parsing only: nothing is looked up and nothing decided (`complaints.incoming.by_mail` does). Headers of our own, such as
``X-Letter-Kind``, mean nothing in a mail that comes in and are not read.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from typing import Literal, cast

from portal.letters.incoming import automatic as mail_automatic
from portal.letters.incoming import headers, quoting
from portal.letters.incoming import parts as mail_parts
from portal.letters.incoming.automatic import Automatic
from portal.letters.incoming.parts import Attachment

Trouble = Literal["", "too_large", "too_deep", "unreadable"]
MOST_WORDS = 500_000
"""Characters of a mail's words that are read; the rest is in the raw mail."""

_MOST_NESTED, _MOST_PARTS, _MOST_LINES, _HEAD = 40, 2_000, 1_600_000, 65_536
_NESTED = re.compile(rb"(?:^|[\r\n])content-type[ \t]*:\s*\"?(?:multipart|message)/", re.IGNORECASE)
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n|\r\r")


@dataclass(frozen=True, slots=True)
class Inbound:
    """One mail. ``sender`` is the one address in From, "" when there is none or several: it proves nothing.

    ``to`` are the addresses it was sent to or delivered at, ``others`` those in To and Cc. ``words`` is what is new,
    ``quoted`` the tail under it. ``answers`` are ids of messages it answers, for a bounce the one that came back.
    ``digest`` is the SHA-256 of the bytes.
    """

    digest: str
    size: int
    sender: str = ""
    sender_name: str = ""
    to: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    subject: str = field(default="", repr=False)
    sent_at: datetime | None = None
    message_id: str = ""
    answers: tuple[str, ...] = ()
    words: str = field(default="", repr=False)
    quoted: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()
    dmarc: str = "unchecked"
    automatic: Automatic = ""
    trouble: Trouble = ""


def parse(
    raw: bytes, *, authority: str | None, own: str = "", most: int | None = None, size: int | None = None
) -> Inbound:
    """Return the mail in RFC 5322 bytes; never fails, whatever they are.

    ``authority`` is the name by which our mail server signs its findings, ``own`` our own address, by which a loop is
    known. ``size`` is that of the whole mail, when ``raw`` is its head. Of mail over ``most`` bytes, nested too deep,
    in too many parts, or that cannot be read, only the headers are read, and ``trouble`` says so.
    """
    trouble: Trouble = "too_large" if most is not None and (size or len(raw)) > most else _too_deep(raw)
    if not trouble:
        try:
            message = cast(EmailMessage, BytesParser(EmailMessage, policy=headers.POLICY).parsebytes(raw))
            return _read(raw, message, authority, own)
        except Exception:
            # Whatever a stranger makes the parser stumble over, the mail is kept and a person looks at it.
            trouble = "unreadable"
    return replace(_head(raw, trouble, authority, own), size=size or len(raw))


def attachments(raw: bytes) -> tuple[Attachment, ...]:
    """Return the files of a mail that was kept, for evidence: names are labels only, types what the sender says."""
    return parse(raw, authority=None).attachments


def _too_deep(raw: bytes) -> Trouble:
    """Count before parsing: the parser takes each part's lines through every part around it."""
    if raw.count(b"\n") + raw.count(b"\r") > _MOST_LINES:
        return "too_deep"
    nested = sum(1 for _found in _NESTED.finditer(raw))
    parts = raw.count(b"\n--") + raw.count(b"\r--") if nested else 0
    return "too_deep" if nested > _MOST_NESTED or parts > _MOST_PARTS else ""


def _read(raw: bytes, message: EmailMessage, authority: str | None, own: str) -> Inbound:
    found = mail_parts.read(message)
    words, quoted = quoting.fold(found.words[:MOST_WORDS])
    return replace(
        _headers(raw, message, authority, own),
        words=words,
        quoted=quoted,
        attachments=found.attachments,
        answers=(
            *headers.message_ids(message, "references", "in-reply-to"),
            *found.came_back,
        ),
    )


def _head(raw: bytes, trouble: Trouble, authority: str | None, own: str) -> Inbound:
    head = raw[:_HEAD]
    ends = _END_OF_HEAD.search(head)
    head = head[: ends.start()] if ends else head
    try:
        message = cast(EmailMessage, BytesHeaderParser(EmailMessage, policy=headers.POLICY).parsebytes(head))
        return replace(_headers(raw, message, authority, own), trouble=trouble)
    except Exception:
        return Inbound(hashlib.sha256(raw).hexdigest(), len(raw), trouble="unreadable")


def _headers(raw: bytes, message: EmailMessage, authority: str | None, own: str) -> Inbound:
    name, address = headers.sender(message)
    others = [one for _name, one in headers.addresses(message, "to", "cc")]
    delivered = headers.addresses(message, "delivered-to", "x-original-to", "envelope-to")
    return Inbound(
        digest=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        sender=address,
        sender_name=name,
        to=tuple(dict.fromkeys([*others, *(one for _name, one in delivered)])),
        others=tuple(others),
        subject=headers.one_line(message, "subject"),
        sent_at=headers.sent_at(message),
        message_id=next(iter(headers.message_ids(message, "message-id")), ""),
        answers=headers.message_ids(message, "references", "in-reply-to"),
        dmarc=headers.dmarc(message, authority),
        automatic=mail_automatic.kind_of(message, sender=address, own=own),
    )
