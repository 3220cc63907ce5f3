"""The parts of a mail: its words, and the files that came with it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from email.message import EmailMessage

from portal.letters.incoming import headers, html_words
from portal.web.typed_text import typed_text

_MOST_BYTES = 4_000_000
_CHARSETS = re.compile(
    r"utf-(8|16|32)(-[bl]e)?|utf-8-sig|ascii|(iso8859|cp|koi8|gb|euc|shift|iso2022|mac|big5|windows|hz|johab|tis).*"
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail. ``name`` is a label and ``type`` what the sender says; neither is trusted."""

    name: str
    type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Parts:
    """What is in a mail; ``came_back`` are the ids of messages of which it reports that they did not arrive."""

    words: str
    attachments: tuple[Attachment, ...]
    came_back: tuple[str, ...] = ()


def read(message: EmailMessage) -> Parts:
    """Return the words of a mail, from plain text or from HTML, and every other part as a file."""
    files: list[EmailMessage] = []
    words = _words(message, files).strip()
    came_back = [one for part in files for one in _came_back(part)]
    return Parts(words, tuple(_attachment(part) for part in files), tuple(came_back))


def _words(part: EmailMessage, files: list[EmailMessage]) -> str:
    if part.is_multipart() and part.get_content_maintype() == "multipart":
        found = [(one, _words(one, files)) for one in _children(part)]
        if part.get_content_type() == "multipart/alternative":
            plain = [words for one, words in found if one.get_content_type() == "text/plain" and words.strip()]
            return plain[0] if plain else next((words for _one, words in reversed(found) if words.strip()), "")
        return "\n\n".join(words.strip() for _one, words in found if words.strip())
    kind = part.get_content_type()
    if part.is_multipart() or kind not in {"text/plain", "text/html"} or _is_file(part):
        files.append(part)
        return ""
    text = _decoded(part)
    return html_words.plain(text) if kind == "text/html" else text


def _children(part: EmailMessage) -> list[EmailMessage]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, EmailMessage)] if isinstance(payload, list) else []


def _is_file(part: EmailMessage) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_name(part))


def _decoded(part: EmailMessage) -> str:
    """Return a part's text. A charset that is missing, unknown or wrong is made good by the likely ones."""
    content = part.get_payload(decode=True)
    content = content[:_MOST_BYTES] if isinstance(content, bytes) else b""
    for charset in (_charset(part), "utf-8"):
        if charset:
            try:
                return typed_text(content.decode(charset))
            except (UnicodeError, LookupError):
                continue
    return typed_text(content.decode("cp1252", "replace"))


def _charset(part: EmailMessage) -> str:
    try:
        name = codecs.lookup(str(part.get_content_charset() or "")).name
    except (LookupError, ValueError):
        return ""
    # Not every codec is a charset: some take very long, some are no text at all.
    return name if _CHARSETS.fullmatch(name) else ""


def _name(part: EmailMessage) -> str:
    try:
        name = part.get_filename("")
    except Exception:
        return "?"
    return " ".join(typed_text(str(name)).split())[:200]


def _attachment(part: EmailMessage) -> Attachment:
    if part.is_multipart():
        content = _as_it_came(part)
    else:
        decoded = part.get_payload(decode=True)
        content = decoded if isinstance(decoded, bytes) else b""
    return Attachment(_name(part), part.get_content_type(), content)


def _as_it_came(part: EmailMessage) -> bytes:
    try:
        return b"\n".join(one.as_bytes() for one in _children(part))
    except Exception:
        # What cannot be written out again is in the raw mail.
        return b""


def _came_back(part: EmailMessage) -> tuple[str, ...]:
    """Return the id of the message that a report sends back, whole or its headers."""
    if part.get_content_type() == "message/rfc822":
        return tuple(one for child in _children(part) for one in headers.message_ids(child, "message-id"))
    if part.get_content_type() == "text/rfc822-headers":
        found = re.search(r"^message-id:\s*(<[^<>\s]{1,200}>)", _decoded(part), re.IGNORECASE | re.MULTILINE)
        return (found[1],) if found else ()
    return ()
