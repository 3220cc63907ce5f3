"""How most acts on a matter begin and end: its turn is taken; then the event is recorded and the queue is updated.

Who may do it was asked before, by the guards.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.casework.desk import urgent
from portal.complaints.matter.act import Act, OfficersAct
from portal.complaints.matter.events import Kind
from portal.complaints.matter.standing import Position, get_position, project
from portal.complaints.matter.surviving import MERGED
from portal.db import ComplaintId, one_at_a_time
from portal.errors import NotFound, Refusal
from portal.i18n import gettext as _
from portal.procedures.steps import Step


def begin(db: Session, act: Act, *, complaint_id: ComplaintId, stage: int | None = None) -> Position:
    """Take the matter's turn and return where it stands; what is read after this is not changed by others.

    ``stage`` is the stage the officer was looking at. Raises NotFound, Refusal ``merged`` when the matter was joined
    into another, and ``moved_on`` when it is at another stage by now.
    """
    one_at_a_time(db, f"complaint:{complaint_id}")
    position = get_position(db, complaint_id=complaint_id, rulebook=act.rulebook, today=act.today)
    if position.complaint.state == MERGED:
        raise Refusal(
            "merged", _("This complaint has been joined with another one. Open that one. Your words are still here.")
        )
    if stage is not None and stage != position.stage.number:
        raise Refusal("moved_on", _("This complaint has moved to another stage. Open it again before you go on."))
    return position


def require_step(position: Position, step: Step) -> None:
    """Let the act pass when the rules allow it now. Raises Refusal ``withdrawn``, ``answered`` or ``not_now``."""
    if step in position.allowed:
        return
    if position.withdrawal is not None:
        raise Refusal("withdrawn", _("The person has withdrawn this complaint."))
    if position.stage.answered_at is not None:
        raise Refusal("answered", _("This stage has been answered already."))
    raise Refusal("not_now", _("This cannot be done at this point."))


def require_words(words: str, code: str, message: str, *, field: str) -> None:
    """Refuse an answer of white space only. Raises Refusal with this code, beside this field."""
    if not words.strip():
        raise Refusal(code, message, field=field)


def find_sent(db: Session, table: type[Any], *, complaint_id: ComplaintId, send_key: str) -> str | None:
    """Return the id of what the same form has made already, so that a double click makes one; None the first time.

    Raises NotFound when that is on another matter.
    """
    first = db.execute(select(table.id, table.complaint_id).where(table.send_key == send_key)).first()
    if first is not None and first.complaint_id != complaint_id:
        raise NotFound("what was sent")
    return None if first is None else str(first.id)


def finish(
    db: Session,
    act: OfficersAct,
    complaint_id: ComplaintId,
    kind: Kind | None = None,
    *,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Record what the officer did, count an urgent matter as opened, and bring the queue up to date.

    Without a ``kind`` nothing is recorded: the chain holds only what a person may be told.
    """
    db.flush()
    if kind is not None:
        act.record(db, complaint_id, kind, data)
    urgent.mark_opened(db, act, complaint_id=complaint_id)
    project(db, complaint_id=complaint_id)
