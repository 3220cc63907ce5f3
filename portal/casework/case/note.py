"""Internal notes: officers' words for officers, on no letter and on no resident's page."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.casework.desk import acts
from portal.casework.desk.models import Note
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import new_id
from portal.errors import NotFound
from portal.i18n import gettext as _


def add_note(
    db: Session,
    *,
    complaint_id: str,
    officer_id: str,
    body: str,
    send_key: str,
    now: datetime,
    rulebook: Rulebook,
    settings: Settings,
) -> str:
    """Keep an internal note and return its id; the same ``send_key`` (32 characters) again is the same note.

    It is no event: the chain holds what a person may be told. Raises NotFound, and Refusal ``words_missing``.
    """
    acts.require_words(body, "words_missing", _("Write your note."))
    acts.begin(db, complaint_id=complaint_id, now=now, rulebook=rulebook)
    first = db.execute(select(Note.id, Note.complaint_id).where(Note.send_key == send_key)).first()
    if first is not None:
        if first.complaint_id != complaint_id:
            raise NotFound("note")
        return str(first.id)
    made = Note(id=new_id(), complaint_id=complaint_id, at=now, officer_id=officer_id, body=body, send_key=send_key)
    db.add(made)
    acts.finish(db, complaint_id=complaint_id, officer_id=officer_id, happened=None, now=now, settings=settings)
    return made.id
