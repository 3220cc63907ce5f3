"""Where mail comes from: the council's mailbox over IMAP, a folder, one file. Each is given on and only then put away.

What takes a mail has committed it when it returns; when it raises, the mail stays where it is and is read again.
"""

from __future__ import annotations

import imaplib
import logging
import re
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from portal import jobs

_SECONDS = 30
HEAD = 65_536
"""Bytes that are read of a mail that is too large."""

_MOST_AT_ONCE = 200
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Came:
    """A mail as it came. ``size`` is of the whole mail: more than ``raw`` holds when only its head was read.

    ``arrived`` is None when nobody knows more than that it is here now.
    """

    raw: bytes = field(repr=False)
    size: int
    arrived: datetime | None = None


Take = Callable[[Came], object]


class MailboxDown(Exception):
    """The mailbox does not answer or does not let us in. The message holds no address and no password."""


def read_imap(url: str, take: Take, *, most: int) -> int:
    """Take every unseen message of ``imaps://user:password@host:993/FOLDER`` and return how many were taken.

    A message is marked as seen after it was taken, and not before. Of one over ``most`` bytes only the headers are
    taken, and it stays in the mailbox, marked as seen and flagged. One that cannot be taken stays unseen and keeps
    none of the others. Raises MailboxDown.
    """
    taken = 0
    try:
        with _opened(url) as box:
            for uid in _unseen(box):
                taken += _take_one(box, uid, take, most)
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxDown(type(error).__name__) from None
    return taken


def read_file(path: Path, *, most: int) -> Came:
    """Return the mail in a file; of one over ``most`` bytes its head only. Raises OSError."""
    with path.open("rb") as file:
        size = path.stat().st_size
        return Came(file.read(HEAD if size > most else most), size)


def read_pipe(pipe: BinaryIO, *, most: int) -> Came:
    """Return the mail that comes through a pipe; of one over ``most`` bytes no more than that and one."""
    raw = pipe.read(most + 1)
    return Came(raw, len(raw))


def read_folder(folder: Path, take: Take, *, most: int) -> int:
    """Take every ``*.eml`` of a folder, the oldest name first, move it to ``taken/`` and return how many there were.

    A name that begins with a dot is still being written.
    """
    taken = 0
    for file in sorted(folder.glob("*.eml")):
        if file.name.startswith("."):
            continue
        try:
            take(read_file(file, most=most))
        except FileNotFoundError:
            continue
        except Exception as error:
            log.error("ALARM a mail in the folder could not be taken: %s", jobs.place(error))  # noqa: TRY400
            continue
        put_away = folder / "taken"
        put_away.mkdir(exist_ok=True)
        # Another worker may have put it away meanwhile; the same bytes are one mail.
        if file.exists():
            file.replace(put_away / file.name)
        taken += 1
    return taken


@contextmanager
def _opened(url: str) -> Iterator[imaplib.IMAP4]:
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    box: imaplib.IMAP4
    if parts.scheme == "imaps":
        secure = ssl.create_default_context()
        box = imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=secure, timeout=_SECONDS)
    else:
        box = imaplib.IMAP4(host, parts.port or 143, timeout=_SECONDS)
    try:
        box.login(unquote(parts.username or ""), unquote(parts.password or ""))
        folder = unquote(parts.path.strip("/")) or "INBOX"
        if box.select(f'"{folder}"')[0] != "OK":
            raise MailboxDown("no such folder")
        yield box
    finally:
        try:
            box.logout()
        except (OSError, imaplib.IMAP4.error):
            log.info("the mailbox did not say goodbye")


def _unseen(box: imaplib.IMAP4) -> list[str]:
    answer, found = box.uid("SEARCH", "UNSEEN")
    if answer != "OK" or not found or not found[0]:
        return []
    return [one.decode("ascii") for one in found[0].split()][:_MOST_AT_ONCE]


def _take_one(box: imaplib.IMAP4, uid: str, take: Take, most: int) -> int:
    about = _line(box.uid("FETCH", uid, "(RFC822.SIZE INTERNALDATE)")[1])
    size = _SIZE.search(about)
    whole = int(size[1]) if size else most + 1
    wanted = f"BODY.PEEK[HEADER]<0.{HEAD}>" if whole > most else "BODY.PEEK[]"
    raw = _literal(box.uid("FETCH", uid, f"({wanted})")[1])
    if raw is None:
        log.warning("message %s of the mailbox is not there any more", uid)
        return 0
    try:
        take(Came(raw, max(whole, len(raw)) if whole > most else len(raw), _arrived(about)))
    except Exception as error:
        log.error("ALARM message %s of the mailbox could not be taken: %s", uid, jobs.place(error))  # noqa: TRY400
        return 0
    box.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen \Flagged)" if whole > most else r"(\Seen)")
    return 1


def _line(answer: object) -> bytes:
    parts = answer if isinstance(answer, list) else []
    return b" ".join(part if isinstance(part, bytes) else b" ".join(part) for part in parts if part)


def _literal(answer: object) -> bytes | None:
    parts = answer if isinstance(answer, list) else []
    return next((part[1] for part in parts if isinstance(part, tuple) and isinstance(part[1], bytes)), None)


def _arrived(about: bytes) -> datetime | None:
    local = imaplib.Internaldate2tuple(about)
    return datetime.fromtimestamp(time.mktime(local), UTC) if local else None
