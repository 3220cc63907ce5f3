"""Recording a call that was made, a call that nobody answered, or a meeting."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.casework.desk import acts
from portal.casework.desk.models import ContactRecord
from portal.complaints.follow_up import chases
from portal.complaints.matter import events, promises
from portal.complaints.matter.act import OfficersAct
from portal.db import ComplaintId, new_id
from portal.errors import Refusal
from portal.i18n import gettext as _
from portal.i18n import lazy

KINDS: dict[str, str] = {
    "call": lazy("A call: we spoke to them"),
    "not_reached": lazy("A call: nobody answered"),
    "meeting": lazy("A meeting"),
}


def record_contact(
    db: Session, act: OfficersAct, *, complaint_id: ComplaintId, kind: str, at: datetime, body: str, send_key: str
) -> str:
    """Record a call or a meeting that was at ``at``, and return the record's id.

    ``kind`` is call, not_reached or meeting. Speaking to the person keeps a promised update; not reaching them does
    not. The same ``send_key`` (32 characters) again is the same record. Raises NotFound, and Refusal
    ``kind_missing``, ``words_missing`` (what was said, for a call or a meeting) or ``in_the_future``.
    """
    if kind not in KINDS:
        raise Refusal("kind_missing", _("Choose what it was."), field="kind")
    if kind != "not_reached":
        acts.require_words(body, "words_missing", _("Write what was said."), field="body")
    if at > act.now:
        raise Refusal("in_the_future", _("Choose a time that has passed."), field="day")
    position = acts.begin(db, act, complaint_id=complaint_id)
    first = acts.find_sent(db, ContactRecord, complaint_id=complaint_id, send_key=send_key)
    if first is not None:
        return first
    made = ContactRecord(
        id=new_id(),
        complaint_id=complaint_id,
        kind=kind,
        at=at,
        logged_at=act.now,
        officer_id=act.officer_id,
        body=body,
        send_key=send_key,
    )
    db.add(made)
    if kind != "not_reached":
        promises.keep(db, complaint_id=complaint_id, stage=position.stage.number, kind="update", now=act.now)
        chases.told(db, complaint_id=complaint_id, kinds=("update", "remedy"), now=act.now)
    acts.finish(db, act, complaint_id, events.Kind.CALL_RECORDED, data={"contact": made.id, "kind": kind})
    return made.id
