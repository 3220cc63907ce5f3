"""The folder of contents: each stands there under its own SHA-256, and without a row for little more than an hour.

A content is written under another name, flushed to the disk and renamed, before its row is committed. So a row has
its content always; a content without a row is what a crash left behind, and is swept away.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.db import Database, insert_rows, new_id
from portal.errors import NotFound
from portal.files.bounds import Unfit
from portal.files.kinds import Kind
from portal.files.models import StoredFile

UNCLAIMED = timedelta(hours=1)
_PIECE = 262_144
_NAME = re.compile(r"[0-9a-f]{64}")
INCOMING = "incoming-"
"""How the name begins of what is on its way in: a crash leaves it behind, and it is swept away."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file whose content is in the store, for a row to be written in the next transaction. ``size`` in bytes."""

    sha256: str
    kind: Kind
    size: int
    label: str
    active: bool


def folder(settings: Settings) -> Path:
    """Return where contents are, made on first use; nothing but the portal may look into it."""
    path = settings.var / "files"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def put(settings: Settings, source: Path, *, now: datetime) -> tuple[str, int]:
    """Store a copy of this file and return its content name and size.

    A content that is there already is written again, so that it counts as new for whoever sweeps. Raises Unfit
    ``no_room`` while the disk has little room: anybody may send files, and nobody could complain once it is full.
    """
    place = folder(settings)
    if shutil.disk_usage(place).free - source.stat().st_size < settings.limits.room_kept_bytes:
        log.error("ALARM the disk has little room, files are not taken")
        raise Unfit("no_room")
    incoming = place / f"{INCOMING}{secrets.token_hex(16)}"
    try:
        with source.open("rb") as given, incoming.open("xb") as file:
            sha256, size = _copy(given, file)
        os.utime(incoming, (now.timestamp(), now.timestamp()))
        with _turn(place, fcntl.LOCK_SH):
            incoming.rename(place / sha256)
            _flush_folder(place)
    finally:
        incoming.unlink(missing_ok=True)
    return sha256, size


def add_rows(db: Session, accepted: Sequence[Accepted], *, now: datetime) -> list[str]:
    """Write a row for each file that was taken in, held until it is scanned, and return their ids."""
    rows = [
        {
            "id": new_id(),
            "sha256": one.sha256,
            "kind": one.kind.value,
            "size": one.size,
            "label": one.label,
            "state": "held",
            "active": one.active,
            "received_at": now,
        }
        for one in accepted
    ]
    insert_rows(db, StoredFile, rows)
    return [str(row["id"]) for row in rows]


def open_content(settings: Settings, stored: StoredFile) -> BinaryIO:
    """Open the content of a file for reading. Raises NotFound."""
    try:
        return (folder(settings) / stored.sha256).open("rb")
    except FileNotFoundError as error:
        raise NotFound("content") from error


def forget(db: Session, *, file_ids: list[str]) -> None:
    """Delete the rows of files; a content that no row names any more is swept away."""
    if file_ids:
        db.execute(delete(StoredFile).where(StoredFile.id.in_(file_ids)))


def sweep(database: Database, settings: Settings, *, now: datetime) -> int:
    """Remove contents that no row names and that are older than an hour; return how many.

    The age is looked at again when nobody can put the same content meanwhile, so what was just put stays.
    """
    place = folder(settings)
    old = [path for path in place.iterdir() if _is_ours(path) and _older(path, now)]
    with database.session() as db:
        names = [path.name for path in old]
        known: set[str] = set()
        for start in range(0, len(names), 500):
            some = names[start : start + 500]
            known |= set(db.scalars(select(StoredFile.sha256).where(StoredFile.sha256.in_(some))))
    gone = 0
    with _turn(place, fcntl.LOCK_EX):
        for path in old:
            if path.name not in known and _older(path, now):
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)
                gone += 1
    return gone


def _copy(given: BinaryIO, file: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while piece := given.read(_PIECE):
        digest.update(piece)
        size += len(piece)
        file.write(piece)
    file.flush()
    os.fchmod(file.fileno(), 0o600)
    os.fsync(file.fileno())
    return digest.hexdigest(), size


def _is_ours(path: Path) -> bool:
    return path.name.startswith(INCOMING) or _NAME.fullmatch(path.name) is not None


def _older(path: Path, now: datetime) -> bool:
    try:
        return path.stat().st_mtime < (now - UNCLAIMED).timestamp()
    except FileNotFoundError:
        return False


def _flush_folder(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _turn(place: Path, how: int) -> Iterator[None]:
    """Rename side by side, sweep alone."""
    handle = os.open(place / "turn", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)
