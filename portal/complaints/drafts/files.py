"""Photos and documents of a draft: they wait with the words, and become evidence when it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.complaints.drafts import drafts
from portal.complaints.matter.models import DraftFile
from portal.config import Limits
from portal.db import insert_rows
from portal.errors import NotFound
from portal.files import store
from portal.files.models import StoredFile
from portal.files.store import Accepted


def of_draft(db: Session, *, draft_id: str) -> list[StoredFile]:
    """Return the files of a draft, in the order in which they came."""
    found = (
        select(StoredFile)
        .join(DraftFile, DraftFile.file_id == StoredFile.id)
        .where(DraftFile.draft_id == draft_id)
        .order_by(DraftFile.at, StoredFile.label, StoredFile.id)
    )
    return list(db.scalars(found))


def room(db: Session, *, draft_id: str, limits: Limits) -> int:
    """Return how many more files a draft takes."""
    held = db.scalar(select(func.count()).select_from(DraftFile).where(DraftFile.draft_id == draft_id)) or 0
    return max(0, limits.files_at_once - held)


def add(db: Session, *, draft_id: str, accepted: Sequence[Accepted], limits: Limits, now: datetime) -> bool:
    """Keep files with a draft; False when it was sent in the meantime, and nothing was kept.

    A content that the draft has already is not kept twice, so that a second click changes nothing. Raises NotFound.
    """
    _saved_at, complaint_id = drafts.hold(db, draft_id=draft_id)
    if complaint_id is not None:
        return False
    there = {one.sha256 for one in of_draft(db, draft_id=draft_id)}
    new = {one.sha256: one for one in accepted if one.sha256 not in there}
    fitting = list(new.values())[: room(db, draft_id=draft_id, limits=limits)]
    ids = store.add_rows(db, fitting, now=now)
    insert_rows(db, DraftFile, [{"file_id": one, "draft_id": draft_id, "at": now} for one in ids])
    return True


def remove(db: Session, *, draft_id: str, file_id: str) -> bool:
    """Take a file away from a draft; False when the draft was sent in the meantime.

    A file that is not the draft's stays where it is. Raises NotFound.
    """
    _saved_at, complaint_id = drafts.hold(db, draft_id=draft_id)
    if complaint_id is not None:
        return False
    gone = db.execute(
        delete(DraftFile)
        .where(DraftFile.draft_id == draft_id, DraftFile.file_id == file_id)
        .returning(DraftFile.file_id)
    ).first()
    if gone is None:
        raise NotFound("file")
    store.forget(db, file_ids=[file_id])
    return True
