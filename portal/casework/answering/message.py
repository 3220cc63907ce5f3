"""A message from the council to the person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.casework.desk import acts
from portal.complaints.follow_up import chases
from portal.complaints.grants import grants
from portal.complaints.matter import correspondence, events, promises
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.models import Grant, Message, Reference
from portal.db import ComplaintId, PersonId, new_id
from portal.errors import NotFound
from portal.i18n import gettext as _
from portal.letters.outgoing.kinds import Content
from portal.people.models import Person


def send_message(
    db: Session, act: OfficersAct, *, complaint_id: ComplaintId, body: str, send_key: str, to: PersonId | None = None
) -> str:
    """Write to one person on the matter, on their page and by letter, and return the message's id.

    ``to`` is the id of one of the `addressees`, None for the writer. Nobody else on the matter reads it. A message to
    the writer keeps a promised update; one to somebody else answers only what that person asked for. ``send_key`` (32
    characters, drawn with the form) makes a double click one message. Raises NotFound, and Refusal ``words_missing``.
    """
    acts.require_words(body, "words_missing", _("Write your message."), field="body")
    position = acts.begin(db, act, complaint_id=complaint_id)
    first = acts.find_sent(db, Message, complaint_id=complaint_id, send_key=send_key)
    if first is not None:
        return first
    person = _addressee(db, complaint_id, to, act.now)
    made = Message(
        id=new_id(),
        complaint_id=complaint_id,
        at=act.now,
        author="officer",
        person_id=to or None,
        officer_id=act.officer_id,
        channel="web",
        body=body,
        send_key=send_key,
    )
    db.add(made)
    stage = position.stage.number
    if not to:
        promises.keep(db, complaint_id=complaint_id, stage=stage, kind="update", now=act.now)
    chases.told(db, complaint_id=complaint_id, kinds=("update", "remedy"), now=act.now, asked_by=to)
    correspondence.write_to_person(db, act, complaint_id, Content("message", {"words": body}), person_id=person.id)
    acts.finish(db, act, complaint_id, events.Kind.MESSAGE_SENT, data={"message": made.id, "stage": stage})
    return made.id


def addressees(db: Session, *, complaint_id: ComplaintId, now: datetime) -> list[Person]:
    """Return the people an officer may write to: the writer, then everybody with a reference who may see the matter."""
    writer = correspondence.writer_of(db, complaint_id=complaint_id)
    others = db.scalars(
        select(Person)
        .join(Grant, Grant.person_id == Person.id)
        .join(Reference, (Reference.person_id == Person.id) & (Reference.complaint_id == Grant.complaint_id))
        .where(
            Grant.complaint_id == complaint_id,
            Person.id != writer.id,
            grants.in_force(now),
            Grant.allows("see"),
            ~Person.died,
        )
        .order_by(Person.name, Person.id)
        .distinct()
    )
    return [writer, *others]


def _addressee(db: Session, complaint_id: ComplaintId, to: PersonId | None, now: datetime) -> Person:
    found = addressees(db, complaint_id=complaint_id, now=now)
    person = next((one for one in found if one.id == to), None) if to else found[0]
    if person is None:
        raise NotFound("person")
    return person
