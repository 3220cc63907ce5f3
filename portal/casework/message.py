"""A message from the council to the person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.casework import acts
from portal.complaints import chases, correspondence, events, promises
from portal.complaints.models import Message
from portal.complaints.rulebook import Rulebook
from portal.config import Settings
from portal.db import new_id
from portal.errors import NotFound
from portal.i18n import gettext as _


def send_message(
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
    """Write to the person, on their page and by letter, and return the message's id.

    It also keeps a promised update. ``send_key`` (32 characters, drawn with the form) makes a double click one
    message. Raises NotFound, and Refusal ``words_missing``.
    """
    acts.require_words(body, "words_missing", _("Write your message."))
    position = acts.begin(db, complaint_id=complaint_id, now=now, rulebook=rulebook)
    first = db.execute(select(Message.id, Message.complaint_id).where(Message.send_key == send_key)).first()
    if first is not None:
        if first.complaint_id != complaint_id:
            raise NotFound("message")
        return str(first.id)
    made = Message(
        id=new_id(),
        complaint_id=complaint_id,
        at=now,
        author="officer",
        officer_id=officer_id,
        channel="web",
        body=body,
        send_key=send_key,
    )
    db.add(made)
    stage = position.stage.number
    promises.keep(db, complaint_id=complaint_id, stage=stage, kind="update", now=now)
    chases.told(db, complaint_id=complaint_id, kinds=("update", "remedy"), now=now)
    person = correspondence.writer_of(db, complaint_id=complaint_id)
    acts.write_to_writer(
        db,
        complaint_id=complaint_id,
        kind="message",
        values={"words": body, "name": person.name},
        person=person,
        now=now,
        rulebook=rulebook,
        settings=settings,
    )
    happened = events.Happened(events.Kind.MESSAGE_SENT, "officer", officer_id, {"message": made.id, "stage": stage})
    acts.finish(db, complaint_id=complaint_id, officer_id=officer_id, happened=happened, now=now, settings=settings)
    return made.id
