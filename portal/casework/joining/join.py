"""Joining two matters at the desk."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.casework.desk import urgent
from portal.complaints.joining import merge
from portal.complaints.joining.answered import Meaning
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.matter.surviving import surviving
from portal.config import Settings


def join(
    db: Session,
    *,
    complaint_id: str,
    other_id: str,
    officer_id: str,
    reason: str,
    meaning: Meaning | None,
    now: datetime,
    rulebook: Rulebook,
    settings: Settings,
) -> str:
    """Join two matters and return the id of the one that lives. Raises as `portal.complaints.joining.merge.merge`."""
    merge.merge(
        db,
        one_id=complaint_id,
        other_id=other_id,
        officer_id=officer_id,
        reason=reason,
        meaning=meaning,
        now=now,
        rulebook=rulebook,
        settings=settings,
    )
    living = surviving(db, complaint_id)
    for one in sorted({complaint_id, other_id, living}):
        urgent.mark_opened(db, complaint_id=one, officer_id=officer_id, now=now, settings=settings)
    return living
