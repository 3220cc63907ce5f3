"""Letting a file out before it is scanned: in demo mode only, where nothing scans."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.casework.desk import acts
from portal.casework.desk.models import FileRelease
from portal.complaints.matter import events, evidence
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.errors import NotFound
from portal.files.models import StoredFile
from portal.i18n import gettext as _


def release(
    db: Session,
    *,
    complaint_id: str,
    file_id: str,
    officer_id: str,
    reason: str,
    now: datetime,
    rulebook: Rulebook,
    settings: Settings,
) -> None:
    """Let officers download a file that waits for its scan; a second click changes nothing.

    Raises NotFound, also outside demo mode and for a file that the scanner refused, and Refusal
    ``release_reason_missing``.
    """
    if not settings.demo:
        raise NotFound("release")
    acts.require_words(reason, "release_reason_missing", _("Say why you let this file out."))
    acts.begin(db, complaint_id=complaint_id, now=now, rulebook=rulebook)
    stored = evidence.get(db, complaint_id=complaint_id, file_id=file_id)
    if stored.state not in {"held", "released"}:
        raise NotFound("release")
    taken = db.execute(
        update(StoredFile)
        .where(StoredFile.id == file_id, StoredFile.state == "held")
        .values(state="released")
        .returning(StoredFile.id)
    ).first()
    if taken is None:
        return
    db.add(FileRelease(file_id=file_id, officer_id=officer_id, at=now, reason=reason))
    happened = events.Happened(events.Kind.EVIDENCE_RELEASED, "officer", officer_id, {"file": file_id})
    acts.finish(db, complaint_id=complaint_id, officer_id=officer_id, happened=happened, now=now, settings=settings)
