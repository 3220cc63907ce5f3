"""Matters that may be the same as this one, as far as the officer who looks at it may open them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.complaints.joining import duplicates, recognition
from portal.complaints.matter import correspondence, reference
from portal.complaints.matter.models import Complaint
from portal.db import ComplaintId


@dataclass(frozen=True, slots=True)
class Possible:
    """Another matter that may be the same, with the reasons in words. ``asked`` says that the person said so."""

    other_id: ComplaintId
    reference: str
    received_at: datetime
    reasons: tuple[str, ...]
    asked: bool


def read(db: Session, *, complaint_id: ComplaintId, may_open: Callable[[ComplaintId], bool]) -> list[Possible]:
    """Return the matters that may be the same as this one, the likeliest first.

    Matters that the officer may not open (``may_open``, by id) are left out (threat T11).
    """
    found = []
    for row in duplicates.waiting(db, complaint_id=complaint_id):
        other_id = row.other_id if row.complaint_id == complaint_id else row.complaint_id
        if not may_open(other_id):
            continue
        writer = correspondence.writer_of(db, complaint_id=other_id)
        number = correspondence.reference_of(db, complaint_id=other_id, person_id=writer.id)
        found.append(
            Possible(
                other_id=other_id,
                reference=reference.grouped(number),
                received_at=db.get_one(Complaint, other_id).received_at,
                reasons=tuple(recognition.why_look(row.reasons)),
                asked=row.asked_at is not None,
            )
        )
    return found
