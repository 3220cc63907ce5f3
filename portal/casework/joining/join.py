"""Joining two matters at the desk."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.casework.desk import urgent
from portal.complaints.joining import merge
from portal.complaints.joining.answered import Meaning
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.surviving import surviving
from portal.db import ComplaintId


def join(
    db: Session,
    act: OfficersAct,
    *,
    complaint_id: ComplaintId,
    other_id: ComplaintId,
    reason: str,
    meaning: Meaning | None,
) -> ComplaintId:
    """Join two matters and return the id of the one that lives. Raises as `portal.complaints.joining.merge.merge`."""
    merge.merge(db, act, one_id=complaint_id, other_id=other_id, reason=reason, meaning=meaning)
    living = surviving(db, complaint_id)
    for one in sorted({complaint_id, other_id, living}):
        urgent.mark_opened(db, act, complaint_id=one)
    return living
