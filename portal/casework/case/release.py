"""Letting a file out before it is scanned: in demo mode only, where often nothing scans."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.casework.desk import acts
from portal.casework.desk.models import FileRelease
from portal.complaints.matter import events, evidence
from portal.complaints.matter.act import OfficersAct
from portal.db import ComplaintId
from portal.errors import NotFound
from portal.files.models import StoredFile
from portal.i18n import gettext as _


def release(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, file_id: str, reason: str) -> None:
    """Let officers download a file that waits for its scan; a second click changes nothing.

    Raises NotFound, also outside demo mode and for a file that the scanner refused, and Refusal
    ``release_reason_missing``.
    """
    if not act.settings.demo:
        raise NotFound("release")
    acts.require_words(reason, "release_reason_missing", _("Say why you let this file out."), field="reason")
    acts.begin(db, act, complaint_id=complaint_id)
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
    db.add(FileRelease(file_id=file_id, officer_id=act.officer_id, at=act.now, reason=reason))
    acts.finish(db, act, complaint_id, events.Kind.EVIDENCE_RELEASED, data={"file": file_id})
