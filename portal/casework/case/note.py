"""Internal notes: officers' words for officers, on no letter and on no resident's page."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.casework.desk import acts
from portal.casework.desk.models import Note
from portal.complaints.matter.act import OfficersAct
from portal.db import ComplaintId, new_id
from portal.i18n import gettext as _


def add_note(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, body: str, send_key: str) -> str:
    """Keep an internal note and return its id; the same ``send_key`` (32 characters) again is the same note.

    It is no event: the chain holds what a person may be told. Raises NotFound, and Refusal ``words_missing``.
    """
    acts.require_words(body, "words_missing", _("Write your note."), field="body")
    acts.begin(db, act, complaint_id=complaint_id)
    first = acts.find_sent(db, Note, complaint_id=complaint_id, send_key=send_key)
    if first is not None:
        return first
    made = Note(
        id=new_id(), complaint_id=complaint_id, at=act.now, officer_id=act.officer_id, body=body, send_key=send_key
    )
    db.add(made)
    acts.finish(db, act, complaint_id)
    return made.id
