"""Turning a logged call into a registered complaint, by the same steps as a resident's own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.casework.calls.drafts import OpenCall, note_registered
from portal.complaints.drafts import drafts, register
from portal.complaints.drafts.prepare import Submission, prepare
from portal.complaints.drafts.register import Registered
from portal.complaints.drafts.sending import Sending
from portal.complaints.matter.act import OfficersAct
from portal.complaints.questions import who
from portal.complaints.questions.answers import Answers
from portal.db import new_id
from portal.errors import NotFound, Refusal
from portal.i18n import lazy
from portal.people import addresses


def prepare_call(act: OfficersAct, call: OpenCall, *, answers: Answers, received_at: datetime) -> Submission:
    """Return all that registering this call writes; touches no database.

    Nobody is given a private code on the phone: the grant gets one with an access letter. A phone number that was
    given beside an e-mail or postal address is kept too: it is rung, never written to. Raises NotFound when no
    procedure was in force on the day of ``received_at``.
    """
    sending = Sending(
        answers,
        received_at,
        receipt_key=call.receipt_key,
        language=call.language,
        channel=call.channel,
        draft_id=call.draft_id,
    )
    submission = prepare(act, sending)
    given = who.settled(answers)
    number = addresses.normal_phone(given.phone) if given.contact in {"email", "post"} else None
    if number is not None:
        reached = submission.people.contact_points
        beside = {"id": new_id(), "kind": "phone", "address": given.phone, "normal": number, "shared": ""}
        reached.append({**reached[0], **beside})
    return submission


def register_call(db: Session, *, call: OpenCall, submission: Submission, as_read: str, now: datetime) -> Registered:
    """Register what was read back, once: a second click gets the first's reference.

    ``as_read`` is ``saved_at`` (ISO 8601) of what the officer read aloud. Raises NotFound, ReferenceTaken, and
    Refusal ``call_changed`` when the page was changed in another window meanwhile.
    """
    saved_at, complaint_id = drafts.hold(db, draft_id=call.draft_id)
    if complaint_id is not None:
        found = register.find_registered(db, complaint_id=complaint_id)
        if found is None:
            raise NotFound("complaint")
        return found
    if saved_at.isoformat() != as_read:
        raise Refusal(
            "call_changed", lazy("This call was changed in another window. Read it back again, then register it.")
        )
    registered = register.register(db, submission)
    note_registered(db, draft_id=call.draft_id, now=now)
    return registered
