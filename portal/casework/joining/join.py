"""Joining two matters at the desk, by one officer, where it is shown that one person wrote both."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.casework.desk import urgent
from portal.casework.joining import second
from portal.complaints.joining import merge
from portal.complaints.joining.answered import Meaning
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.surviving import surviving
from portal.db import ComplaintId


def join(
    db: Session, act: OfficersAct, *, complaint_id: ComplaintId, other_id: ComplaintId, meaning: Meaning | None
) -> ComplaintId:
    """Join two matters and return the id of the one that lives. Raises as `portal.complaints.joining.merge.merge`.

    It is shown by a contact that both proved, or by the caller whom this officer has just checked about both.
    """
    checked = second.is_caller_checked(db, act, one_id=complaint_id, other_id=other_id)
    merge.merge(db, act, one_id=complaint_id, other_id=other_id, meaning=meaning, caller_checked=checked)
    second.note_joined(db, act, one_id=complaint_id, other_id=other_id)
    living = surviving(db, complaint_id)
    for one in sorted({complaint_id, other_id, living}):
        urgent.mark_opened(db, act, complaint_id=one)
    return living
