"""Words posted with a reference and no code: on no matter until an officer says whether they belong to the matter.

The answer is the same for a real and an invented reference, so posting costs the same reads and writes for both:
what becomes of the words is recorded on the matter when an officer decides.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.follow_up import messages
from portal.complaints.incoming.models import LetterboxMessage
from portal.complaints.matter import correspondence, reference
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.events import Kind
from portal.complaints.matter.once import insert_once
from portal.complaints.matter.surviving import find_by_reference, merged_into, own_side_of_reference, surviving
from portal.db import ComplaintId
from portal.errors import NotFound, Refusal
from portal.i18n import lazy
from portal.letters.outgoing.kinds import Content


def post_words(db: Session, *, typed_reference: str, words: str, contact: str, send_key: str, now: datetime) -> None:
    """Hold words for the matter of a reference, or in the triage tray when there is none.

    ``contact`` is how to reach the writer, as typed, "" when not given. ``send_key`` (32 hexadecimal digits, drawn
    with the form) makes a double click one message. One look-up and one row, whatever was typed (threat T1).
    """
    number = reference.read(typed_reference).number or ""
    complaint_id = find_by_reference(db, number=number)
    values = {
        "id": send_key,
        "at": now,
        "typed_reference": typed_reference,
        "complaint_id": complaint_id,
        "body": words,
        "contact": contact,
    }
    insert_once(db, LetterboxMessage, values, key=["id"])


def waiting(db: Session, *, complaint_id: ComplaintId | None) -> list[LetterboxMessage]:
    """Return what waits for an officer: for a matter, or with None in the triage tray; the oldest first."""
    of_matter = (
        LetterboxMessage.complaint_id.is_(None)
        if complaint_id is None
        else LetterboxMessage.complaint_id.in_([complaint_id, *merged_into(db, complaint_id)])
    )
    return list(
        db.scalars(
            select(LetterboxMessage)
            .where(of_matter, LetterboxMessage.decision.is_(None))
            .order_by(LetterboxMessage.at, LetterboxMessage.id)
        )
    )


def accept(db: Session, act: OfficersAct, *, message_id: str) -> str:
    """Add words from the letterbox to the matter whose reference they came with, and return the new message's id.

    The exchange shows them as words whose sender is not proven, to the person who was given that reference. A second
    click changes nothing. Raises NotFound, and Refusal ``letterbox_decided``.
    """
    posted = _get(db, message_id)
    if posted.complaint_id is None:
        raise NotFound("complaint")
    number = reference.read(posted.typed_reference).number or ""
    own = own_side_of_reference(db, number=number) or surviving(db, posted.complaint_id)
    return _put_on(db, act, posted, own, decision="accepted")


def place(db: Session, act: OfficersAct, *, message_id: str, complaint_id: ComplaintId) -> str:
    """Add words from the triage tray to the matter an officer found for them, and return the new message's id.

    Raises NotFound, and Refusal ``letterbox_decided``.
    """
    return _put_on(db, act, _get(db, message_id), complaint_id, decision="placed")


def keep_apart(db: Session, act: OfficersAct, *, message_id: str) -> None:
    """Decide that words from the letterbox belong to no matter; they are kept, and shown to nobody but officers.

    Raises NotFound, and Refusal ``letterbox_decided``.
    """
    posted = _get(db, message_id)
    if _is_decided(posted, "kept_apart"):
        return
    posted.decision, posted.decided_at, posted.decided_by = "kept_apart", act.now, act.officer_id
    db.flush()
    if posted.complaint_id is not None:
        _record(db, act, posted, posted.complaint_id)


def _put_on(
    db: Session, act: OfficersAct, posted: LetterboxMessage, complaint_id: ComplaintId, *, decision: str
) -> str:
    if not _is_decided(posted, decision):
        posted.complaint_id, posted.decision = complaint_id, decision
        posted.decided_at, posted.decided_by = act.now, act.officer_id
        db.flush()
        _record(db, act, posted, complaint_id)
        writer = correspondence.writer_of(db, complaint_id=complaint_id)
        correspondence.write_to_person(db, act, complaint_id, Content("letterbox_accepted"), person_id=writer.id)
    return messages.add_message(
        db, act, complaint_id=complaint_id, person_id=None, body=posted.body, channel="letterbox", send_key=posted.id
    )


def _is_decided(posted: LetterboxMessage, decision: str) -> bool:
    if posted.decision is None:
        return False
    if posted.decision != decision:
        raise Refusal("letterbox_decided", lazy("Somebody has already decided about this message."))
    return True


def _record(db: Session, act: OfficersAct, posted: LetterboxMessage, complaint_id: ComplaintId) -> None:
    received = {"letterbox": posted.id, "at": posted.at.isoformat()}
    act.as_portal().record(db, complaint_id, Kind.LETTERBOX_RECEIVED, received)
    act.record(db, complaint_id, Kind.LETTERBOX_DECIDED, {"letterbox": posted.id, "decision": posted.decision})


def _get(db: Session, message_id: str) -> LetterboxMessage:
    found = db.scalars(
        select(LetterboxMessage).where(LetterboxMessage.id == message_id).with_for_update()
    ).one_or_none()
    if found is None:
        raise NotFound("letterbox message")
    return found
