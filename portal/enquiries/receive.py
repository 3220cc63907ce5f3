"""An enquiry comes in: its reference, its date, a receipt to the office, and a letter to who answers."""

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
from portal.enquiries.models import Enquiry
from portal.errors import Refusal
from portal.i18n import lazy
from portal.letters.outgoing.kinds import Content
from portal.procedures import deadlines

PROCEDURE = "members-enquiries"


def receive(
    db: Session,
    act: Act,
    *,
    office: str,
    sent_from: str,
    constituent: str,
    quoted: str,
    words: str,
    send_key: str,
    came_at: datetime | None = None,
) -> str:
    """Register an enquiry and return its id; with the same ``send_key`` a double click is one enquiry.

    The act's officer is who wrote down what came by phone or post, ``came_at`` when that was: the clock runs from then.
    Raises Refusal ``words_missing``, and ``unlisted_office`` where there is no address to write to.
    """
    require_words(words)
    came_at = came_at or act.now
    offices.require_listed(act.rulebook.council, office, act.today)
    one_at_a_time(db, f"enquiry:{send_key}")
    key, before = exchanges.slot(db, send_key=send_key, body=words)
    if before is not None:
        return before.enquiry_id
    version = act.rulebook.catalogue.version_in_force(PROCEDURE, on=clock.london_date(came_at))
    due = answer_by(act.rulebook, version.key, version.effective_from, came_at)
    row = {
        "id": new_id(),
        "office": office,
        "sent_from": sent_from,
        "received_at": came_at,
        "constituent": constituent.strip(),
        "quoted": quoted.strip()[:64],
        "procedure": version.key,
        "procedure_from": version.effective_from,
        "due": due,
        "answered_at": None,
    }
    while not insert_once(db, Enquiry, {**row, "number": _draw(db)}, key=["number"]):
        pass
    enquiry = db.get_one(Enquiry, row["id"])
    exchanges.keep(
        db,
        enquiry_id=enquiry.id,
        key=key,
        kind="asked",
        body=words,
        at=came_at,
        logged_at=act.now if act.officer_id else None,
        officer_id=act.officer_id,
        due=due,
    )
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
