"""The letters a demo portal has sent: files in var/mail."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

_DIGITS = re.compile(r"(?<!\d)(\d{3}) ?(\d{3})(?!\d)(?! ?\d)")


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: its kind, how it went (email, sms or post), to which address, and its text."""

    kind: str
    channel: str
    address: str
    text: str
    subject: str = ""
    sender: str = ""
    reply_to: str = ""
    message_id: str = ""


class MailFolder:
    """Reads each file once; several threads may wait for their letters."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: set[str] = set()
        self._letters: list[Letter] = []
        self._turn = threading.Lock()

    def letters(self) -> list[Letter]:
        """Return every letter there is by now, the oldest first."""
        with self._turn:
            found = [one for one in self._files() if one.name.endswith(".eml") and one.name not in self._known]
            for one in sorted(found, key=lambda file: (file.stat().st_mtime_ns, file.name)):
                self._known.add(one.name)
                self._letters.append(_letter(Path(one.path)))
            return list(self._letters)

    def count(self, wanted: Callable[[Letter], bool]) -> int:
        """Return how many letters that are wanted there are by now."""
        return sum(1 for letter in self.letters() if wanted(letter))

    def wait_for(self, wanted: Callable[[Letter], bool], *, seconds: float = 30, after: int = 0) -> Letter | None:
        """Return the newest letter that is wanted, once there are more than ``after``; None when none came in time."""
        until, seen, found = time.monotonic() + seconds, 0, list[Letter]()
        while True:
            letters = self.letters()
            found += [letter for letter in letters[seen:] if wanted(letter)]
            seen = len(letters)
            if len(found) > after:
                return found[-1]
            if time.monotonic() > until:
                return None
            time.sleep(0.1)

    def _files(self) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self._folder) as found:
                return list(found)
        except FileNotFoundError:
            return []


def six_digits(letter: Letter) -> str | None:
    """Return the one-time code in a letter, or None."""
    found = _DIGITS.search(letter.text)
    return f"{found[1]}{found[2]}" if found else None


def _letter(path: Path) -> Letter:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    text = message.get_content()
    return Letter(
        kind=str(message["X-Letter-Kind"] or ""),
        channel=str(message["X-Channel"] or "email"),
        address=str(message["To"] or message["X-Address"] or ""),
        text=text if isinstance(text, str) else "",
        subject=str(message["Subject"] or ""),
        sender=str(message["From"] or ""),
        reply_to=str(message["Reply-To"] or ""),
        message_id=str(message["Message-ID"] or ""),
    )
