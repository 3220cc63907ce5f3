"""The letters a demo portal has sent: files in var/mail."""

from __future__ import annotations

import re
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


class MailFolder:
    """Reads each file once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, Letter] = {}

    def letters(self) -> list[Letter]:
        """Return every letter there is by now, the oldest first."""
        for path in sorted(self._folder.glob("*.eml")):
            if path.name not in self._read:
                self._read[path.name] = _letter(path)
        return [self._read[name] for name in sorted(self._read)]

    def wait_for(self, wanted: Callable[[Letter], bool], *, seconds: float = 30) -> Letter | None:
        """Return the newest letter that is wanted, as soon as there is one; None when none came in time."""
        until = time.monotonic() + seconds
        while True:
            found = [letter for letter in self.letters() if wanted(letter)]
            if found:
                return found[-1]
            if time.monotonic() > until:
                return None
            time.sleep(0.1)


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
    )
