"""Files that are whole or not there at all, and that stay after a power cut (P7)."""

from __future__ import annotations

import os
import re
from datetime import datetime, timedelta
from pathlib import Path

_PASSING = re.compile(r"\..*\.(\d{1,9})\.part")
_LONGEST = timedelta(hours=1)


def write(path: Path, content: bytes) -> None:
    """Write a file under a passing name, wait for the disk, then give it its own; the same name is written over.

    What was written of it is taken away again when the disk is full.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    passing = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        handle = os.open(passing, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        passing.replace(path)
    finally:
        passing.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def clear(folder: Path, *, now: datetime) -> int:
    """Remove what processes that ended left half written, and anything half written for an hour; return how many."""
    gone = 0
    for path in folder.glob(".*.part"):
        named = _PASSING.fullmatch(path.name)
        if named is not None and (not _lives(int(named.group(1))) or _old(path, now)):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _old(path: Path, now: datetime) -> bool:
    try:
        return path.stat().st_mtime < (now - _LONGEST).timestamp()
    except FileNotFoundError:
        return False
