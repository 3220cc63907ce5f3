"""Evidence: which photos and documents belong to a matter, and who added them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, or_, select, true
from sqlalchemy.orm import Session

from portal.complaints.matter import events
from portal.complaints.matter.act import Act
from portal.complaints.matter.joining_models import Merge
from portal.complaints.matter.models import Complaint, DraftFile, Evidence
from portal.complaints.matter.surviving import own_merged_into, surviving, take_living
from portal.config import Limits
from portal.db import ComplaintId, PersonId, insert_rows
from portal.errors import NotFound
from portal.files import store
from portal.files.models import StoredFile
from portal.files.store import Accepted


@dataclass(frozen=True, slots=True)
class Shown:
    """One file of a matter; ``by_officer`` says that an officer added it."""

    file: StoredFile
    at: datetime
    by_officer: bool


def of_complaint(db: Session, *, complaint_id: ComplaintId, person_id: PersonId | None = None) -> list[Shown]:
    """Return the files of a matter and of those joined into it, in the order in which they came.

    ``person_id`` leaves out what other people on the matter added, and what is not on this person's own side of a
    matter that only officers' word joined (threat T35).
    """
    theirs = Evidence.complaint_id.in_([complaint_id, *own_merged_into(db, complaint_id)]) if person_id else true()
    whose = or_(Evidence.person_id.is_(None), Evidence.person_id == person_id) if person_id else true()
    rows = db.execute(
        select(StoredFile, Evidence.at, Evidence.officer_id)
        .join(Evidence, Evidence.file_id == StoredFile.id)
        .where(_belongs_to(complaint_id), theirs, whose)
        .order_by(Evidence.at, StoredFile.label, StoredFile.id)
    )
    return [Shown(file, at, officer_id is not None) for file, at, officer_id in rows]


def get(db: Session, *, complaint_id: ComplaintId, file_id: str) -> StoredFile:
    """Return a file of this matter. Raises NotFound, alike for another matter's file and for none."""
    found = db.scalars(
        select(StoredFile)
        .join(Evidence, Evidence.file_id == StoredFile.id)
        .where(_belongs_to(complaint_id), StoredFile.id == file_id)
    ).one_or_none()
    if found is None:
        raise NotFound("file")
    return found


def room(db: Session, *, complaint_id: ComplaintId, limits: Limits) -> int:
    """Return how many more files may be added to a matter at once."""
    held = db.scalar(select(func.count()).select_from(Evidence).where(Evidence.complaint_id == complaint_id)) or 0
    return max(0, min(limits.files_at_once, limits.files_per_complaint - held))


def add(
    db: Session,
    act: Act,
    *,
    complaint_id: ComplaintId,
    accepted: Sequence[Accepted],
    person_id: PersonId | None,
    message_id: str | None = None,
) -> list[str]:
    """Add files to a matter, whatever its state, and return their ids.

    The act's officer is who added them when it was not the person. A content that the matter has already is not added
    twice, so that a second click changes nothing. Raises NotFound.
    """
    take_living(db, complaint_id)
    if db.scalar(select(Complaint.id).where(Complaint.id == complaint_id)) is None:
        raise NotFound("complaint")
    there = {one.file.sha256 for one in of_complaint(db, complaint_id=complaint_id)}
    new = {one.sha256: one for one in accepted if one.sha256 not in there}
    fitting = list(new.values())[: room(db, complaint_id=complaint_id, limits=act.settings.limits)]
    if not fitting:
        return []
    ids = store.add_rows(db, fitting, now=act.now)
    _add_rows(db, act, ids, complaint_id=complaint_id, person_id=person_id, message_id=message_id)
    return ids


def take_from_draft(db: Session, act: Act, *, draft_id: str, complaint_id: ComplaintId, person_id: PersonId) -> None:
    """Make the files of a draft evidence of the matter it became, in the transaction that registers it."""
    ids = list(db.scalars(select(DraftFile.file_id).where(DraftFile.draft_id == draft_id).order_by(DraftFile.at)))
    if ids:
        db.execute(delete(DraftFile).where(DraftFile.draft_id == draft_id))
        _add_rows(db, act.as_person(person_id), ids, complaint_id=complaint_id, person_id=person_id)


def _belongs_to(complaint_id: ComplaintId) -> ColumnElement[bool]:
    joined = select(Merge.merged_id).where(Merge.surviving_id == complaint_id, Merge.undone_at.is_(None))
    return or_(Evidence.complaint_id == complaint_id, Evidence.complaint_id.in_(joined))


def _add_rows(
    db: Session,
    act: Act,
    ids: Sequence[str],
    *,
    complaint_id: ComplaintId,
    person_id: PersonId | None,
    message_id: str | None = None,
) -> None:
    shared = {"complaint_id": complaint_id, "person_id": person_id, "message_id": message_id}
    made = {"officer_id": act.officer_id, "at": act.now, **shared}
    insert_rows(db, Evidence, [{"file_id": one, **made} for one in ids])
    # News is told where the matter is dealt with.
    act.record(db, surviving(db, complaint_id), events.Kind.EVIDENCE_ADDED, {"files": list(ids)})
