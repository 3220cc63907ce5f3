"""What a program asked and was answered, without anybody's words: they stand in it as SHA-256."""

from __future__ import annotations

import hashlib
import json
import threading
from pathlib import Path
from typing import Self


class Transcript:
    """A file of one JSON line per request: method, path, status, reference and the hash of the words."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._file = path.open("w", encoding="utf-8")
        self._turn = threading.Lock()
        self.reference = ""
        """The reference that requests are noted with from now on."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def note(self, method: str, path: str, status: int, *, words: str | None = None) -> None:
        """Write one request down."""
        line: dict[str, object] = {"method": method, "path": path, "status": status}
        if self.reference:
            line["reference"] = self.reference
        if words is not None:
            line["words_sha256"] = sha256(words)
        with self._turn:
            self._file.write(json.dumps(line) + "\n")


def sha256(words: str) -> str:
    """Return the hash of words as 64 hexadecimal digits."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
