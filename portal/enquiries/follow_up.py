"""An office adds to its enquiry, or asks again: always under the reference it has."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.complaints.matter.act import Act
from portal.enquiries import exchanges, letters
from portal.enquiries.exchanges import Sent
from portal.enquiries.models import EnquiryExchange, Said
from portal.enquiries.receive import answer_by, require_words
from portal.letters.outgoing.kinds import Content


def add(db: Session, act: Act, sent: Sent, *, enquiry_id: str) -> None:
    """Keep more words of the office and tell the team that answers; with the same key again nothing happens.

    While it waits for an answer, the promised day stays. After an answer they are a further question: the clock runs
    anew, by the procedure the enquiry came under, and the office is told the day. The act's officer is who wrote down
    what came by phone or post; the office gets a letter then, too.
    Raises NotFound, and Refusal ``words_missing``.
    """
    require_words(sent.words)
    enquiry = exchanges.begin(db, enquiry_id=enquiry_id, office=sent.office)
    key, before = exchanges.slot(db, send_key=sent.send_key, body=sent.words)
    if before is not None:
        return
    anew = enquiry.answered_at is not None
    if anew:
        enquiry.due = answer_by(act.rulebook, enquiry.procedure, enquiry.procedure_from, sent.came_at or act.now)
        enquiry.answered_at = None
    kind: Said = "asked" if anew else "added"
    said = EnquiryExchange(id=key, enquiry_id=enquiry_id, kind=kind, due=enquiry.due if anew else None)
    exchanges.keep_sent(db, act, sent, said)
    if anew or act.officer_id:
        letters.to_office(db, act, enquiry, Content("enquiry_received", {"reply_by": enquiry.due}))
    letters.to_staff(db, act, enquiry, Content("enquiry_new"))
