"""An office adds to its enquiry, or asks again: always under the reference it has."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.complaints.matter.act import Act
from portal.enquiries import exchanges, letters
from portal.enquiries.receive import answer_by, require_words
from portal.letters.outgoing.kinds import Content


def add(
    db: Session, act: Act, *, enquiry_id: str, office: str, words: str, send_key: str, came_at: datetime | None = None
) -> None:
    """Keep more words of the office and tell who answers; with the same ``send_key`` again nothing happens.

    While it waits for an answer, the promised day stands. After an answer they are a further question: the clock runs
    anew, by the procedure the enquiry came under, and the office is told the day. The act's officer is who wrote down
    what came by phone or post at ``came_at``; the office gets a letter then, too.
    Raises NotFound, and Refusal ``words_missing``.
    """
    require_words(words)
    enquiry = exchanges.begin(db, enquiry_id=enquiry_id, office=office)
    key, before = exchanges.slot(db, send_key=send_key, body=words)
    if before is not None:
        return
    came_at = came_at or act.now
    anew = enquiry.answered_at is not None
    if anew:
        enquiry.due = answer_by(act.rulebook, enquiry.procedure, enquiry.procedure_from, came_at)
        enquiry.answered_at = None
    exchanges.keep(
        db,
        enquiry_id=enquiry_id,
        key=key,
        kind="asked" if anew else "added",
        body=words,
        at=came_at,
        logged_at=act.now if act.officer_id else None,
        officer_id=act.officer_id,
        due=enquiry.due if anew else None,
    )
    if anew or act.officer_id:
        letters.to_office(db, act, enquiry, Content("enquiry_received", {"reply_by": enquiry.due}))
    letters.to_staff(db, act, enquiry, Content("enquiry_new"))
