"""It has happened again after an answer: a new complaint, filled in from the one before and linked to it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.complaints.drafts import drafts
from portal.complaints.matter import events
from portal.complaints.matter.act import Act
from portal.complaints.matter.models import Complaint
from portal.complaints.questions.answers import Answers
from portal.db import ComplaintId, PersonId
from portal.errors import NotFound


def start(db: Session, act: Act, *, complaint_id: ComplaintId, words: str, language: str) -> tuple[str, str]:
    """Keep a draft filled in from an answered matter, and return its id and private code. Raises NotFound.

    How to reach the person is asked again: whoever may read the matter need not know their address.
    """
    before = db.get(Complaint, complaint_id)
    if before is None:
        raise NotFound("complaint")
    answers = Answers(
        about="me" if before.about == "me" else "",
        acting_as=before.acting_as if before.about == "me" else "",
        words=words,
        service=before.service,
        place=before.place,
        postcode=before.postcode,
        wanted=before.wanted,
    )
    return drafts.start(db, act, answers=answers, language=language, again_of=complaint_id)


def link(db: Session, act: Act, *, complaint_id: ComplaintId, before_id: ComplaintId, person_id: PersonId) -> None:
    """Note on both matters that the new one says the earlier has happened again."""
    for one, other, which in ((before_id, complaint_id, "later"), (complaint_id, before_id, "earlier")):
        act.as_person(person_id).record(db, one, events.Kind.HAPPENED_AGAIN, {which: other})
