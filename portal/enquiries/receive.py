"""An enquiry comes in: its reference, its date, a receipt to the office, and a letter to who answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal import clock
from portal.complaints import reference
from portal.complaints.models import Reference
from portal.complaints.once import insert_once
from portal.complaints.rulebook import Rulebook
from portal.config import Settings
from portal.db import new_id, one_at_a_time
from portal.enquiries import letters
from portal.enquiries.models import Enquiry
from portal.errors import Refusal
from portal.i18n import lazy
from portal.organisation import routing
from portal.procedures import deadlines

PROCEDURE = "members-enquiries"


def receive(
    db: Session,
    *,
    office: str,
    sent_from: str,
    constituent: str,
    quoted: str,
    words: str,
    send_key: str,
    now: datetime,
    rulebook: Rulebook,
    settings: Settings,
) -> str:
    """Register an enquiry and return its id; with the same ``send_key`` a double click is one enquiry.

    Raises Refusal ``words_missing``.
    """
    if not words.strip():
        raise Refusal("words_missing", lazy("Write what you want to ask."))
    one_at_a_time(db, f"enquiry:{send_key}")
    before = db.scalars(select(Enquiry.id).where(Enquiry.send_key == send_key)).first()
    if before is not None:
        return before
    today = clock.london_date(now)
    version = rulebook.catalogue.version_in_force(PROCEDURE, on=today)
    dates = deadlines.on_request(version.stage(1), received_at=now, calendar=rulebook.calendar)
    row = {
        "id": new_id(),
        "send_key": send_key,
        "office": office,
        "sent_from": sent_from,
        "received_at": now,
        "constituent": constituent.strip(),
        "quoted": quoted.strip()[:64],
        "words": words,
        "procedure": version.key,
        "procedure_from": version.effective_from,
        "due": dates.reply_by,
        "answered_at": None,
    }
    while not insert_once(db, Enquiry, {**row, "number": _draw(db)}, key=["number"]):
        pass
    enquiry = db.get_one(Enquiry, row["id"])
    letters.to_office(db, enquiry, "enquiry_received", {"reply_by": enquiry.due}, now, rulebook, settings)
    team = routing.central_team(rulebook.council, today)
    letters.to_staff(db, enquiry, team.email, now, rulebook, settings)
    return enquiry.id


def _draw(db: Session) -> str:
    """Return a number that no complaint has, also no old one that was taken over from another system."""
    while True:
        number = reference.draw_for_enquiry()
        if not db.scalar(select(exists().where(Reference.number == number))):
            return number
