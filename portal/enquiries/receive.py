"""An enquiry comes in: its reference, its date, a receipt to the office, and a letter to the team that answers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal import clock
from portal.complaints.matter import reference
from portal.complaints.matter.act import Act
from portal.complaints.matter.models import Reference
from portal.complaints.matter.once import insert_once
from portal.complaints.matter.rulebook import Rulebook
from portal.db import new_id, one_at_a_time
from portal.enquiries import exchanges, letters, offices
from portal.enquiries.exchanges import Sent
from portal.enquiries.models import Enquiry, EnquiryExchange
from portal.errors import Refusal
from portal.i18n import lazy
from portal.letters.outgoing.kinds import Content
from portal.procedures import deadlines

PROCEDURE = "members-enquiries"


def receive(db: Session, act: Act, sent: Sent) -> str:
    """Register an enquiry and return its id; with the same key a double click is one enquiry.

    The act's officer is who wrote down what came by phone or post. The clock runs from when it came.
    Raises Refusal ``words_missing``, and ``unlisted_office`` where there is no address to write to.
    """
    require_words(sent.words)
    came_at = sent.came_at or act.now
    offices.require_listed(act.rulebook.council, sent.office, act.today)
    one_at_a_time(db, f"enquiry:{sent.send_key}")
    key, before = exchanges.slot(db, send_key=sent.send_key, body=sent.words)
    if before is not None:
        return before.enquiry_id
    version = act.rulebook.catalogue.version_in_force(PROCEDURE, on=clock.london_date(came_at))
    due = answer_by(act.rulebook, version.key, version.effective_from, came_at)
    row = {
        "id": new_id(),
        "office": sent.office,
        "sent_from": sent.sent_from,
        "received_at": came_at,
        "constituent": sent.constituent.strip(),
        "quoted": sent.quoted.strip()[:64],
        "procedure": version.key,
        "procedure_from": version.effective_from,
        "due": due,
        "answered_at": None,
    }
    while not insert_once(db, Enquiry, {**row, "number": _draw(db)}, key=["number"]):
        pass
    enquiry = db.get_one(Enquiry, row["id"])
    exchanges.keep_sent(db, act, sent, EnquiryExchange(id=key, enquiry_id=enquiry.id, kind="asked", due=due))
    letters.to_office(db, act, enquiry, Content("enquiry_received", {"reply_by": due}))
    letters.to_staff(db, act, enquiry, Content("enquiry_new"))
    return enquiry.id


def require_words(words: str) -> None:
    """Refuse an enquiry without words. Raises Refusal ``words_missing``."""
    if not words.strip():
        raise Refusal("words_missing", lazy("Write what you want to ask."))


def answer_by(rulebook: Rulebook, procedure: str, procedure_from: date, came_at: datetime) -> date:
    """Return the last day for the answer to what came at this moment, by a version of the procedure."""
    rule = rulebook.rule(procedure, procedure_from, 1)
    return deadlines.on_request(rule, received_at=came_at, calendar=rulebook.calendar).reply_by


def _draw(db: Session) -> str:
    """Return a number that no complaint has, also no old one that was taken over from another system."""
    while True:
        number = reference.draw_for_enquiry()
        if not db.scalar(select(exists().where(Reference.number == number))):
            return number
