"""What an office sees of its enquiries, and of a complaint that one concerns; and the desk's list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.complaints.matter import reference
from portal.complaints.matter.models import Complaint, Reply, Stage
from portal.complaints.matter.restriction import is_restricted
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.matter.surviving import own_surviving, surviving
from portal.enquiries import link
from portal.enquiries.models import Enquiry, EnquiryExchange, Said
from portal.errors import NotFound
from portal.i18n import gettext as _
from portal.organisation import routing
from portal.procedures import deadlines
from portal.procedures.deadlines import Light
from portal.procedures.words import RESPONDERS

_MOST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One enquiry in a list; ``wrote_again`` says that what was written last is the office’s, and not its first."""

    id: str
    reference: str
    office: str
    constituent: str
    received_at: datetime
    due: date
    answered_at: datetime | None
    light: Light
    wrote_again: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was said. ``due`` is the day it promised, ``before`` the one that stood until then."""

    kind: Said
    seq: int
    at: datetime
    logged: bool
    body: str
    signed_by: str
    due: date | None
    before: date | None


@dataclass(frozen=True, slots=True)
class Concerned:
    """What an office may see of the complaint: its stage and next date, and more only with consent.

    ``service`` and ``answers`` are empty without the constituent's recorded consent, and of a restricted matter.
    """

    stage: str
    due: date | None
    service: str = ""
    answers: Sequence[str] = ()


def of_office(db: Session, *, office: str, today: date) -> list[Line]:
    """Return an office's enquiries, the newest first."""
    rows = select(Enquiry).where(Enquiry.office == office).order_by(Enquiry.received_at.desc()).limit(_MOST)
    return [_line(row, today) for row in db.scalars(rows)]


def at_desk(db: Session, *, open_to: ColumnElement[bool], today: date) -> list[Line]:
    """Return the enquiries of this condition, those that wait for an answer first, by the day it is due."""
    rows = (
        select(Enquiry)
        .where(open_to)
        .order_by(Enquiry.answered_at.is_not(None), Enquiry.due, Enquiry.received_at)
        .limit(_MOST)
    )
    said = EnquiryExchange
    words = select(said.enquiry_id, func.max(said.seq).label("seq")).where(said.kind != "later")
    last = words.group_by(said.enquiry_id).subquery()
    it = (said.enquiry_id == last.c.enquiry_id) & (said.seq == last.c.seq)
    theirs = select(said.enquiry_id).join(last, it).where(said.seq > 1, said.kind.in_(("asked", "added")))
    again = set(db.scalars(theirs))
    return [_line(row, today, wrote_again=row.id in again) for row in db.scalars(rows)]


def get(db: Session, *, enquiry_id: str, office: str | None = None) -> Enquiry:
    """Return an enquiry, of this office only where one is given. Raises NotFound."""
    found = db.get(Enquiry, enquiry_id)
    if found is None or (office is not None and found.office != office):
        raise NotFound("enquiry")
    return found


def said(db: Session, *, enquiry_id: str) -> list[Entry]:
    """Return everything that was said about an enquiry, in order."""
    rows = select(EnquiryExchange).where(EnquiryExchange.enquiry_id == enquiry_id).order_by(EnquiryExchange.seq)
    entries, promised = list[Entry](), None
    for row in db.scalars(rows):
        logged = row.logged_at is not None
        entries.append(Entry(row.kind, row.seq, row.at, logged, row.body, row.signed_by, row.due, promised))
        promised = row.due or promised
    return entries


def signatory(enquiry: Enquiry, rulebook: Rulebook) -> str:
    """Return in words who signs by the procedure that was in force when the enquiry came."""
    return str(RESPONDERS[rulebook.rule(enquiry.procedure, enquiry.procedure_from, 1).responder])


def concerned(db: Session, *, enquiry_id: str, rulebook: Rulebook, today: date) -> Concerned | None:
    """Return what the office may see of the complaint that its enquiry is linked with, or None."""
    there = link.find(db, enquiry_id=enquiry_id)
    if there is None:
        return None
    row = db.execute(
        select(Complaint.id, Complaint.service, Complaint.due, Stage.number, Stage.procedure, Stage.procedure_from)
        .join(Stage, (Stage.complaint_id == Complaint.id) & (Stage.number == Complaint.stage))
        .where(Complaint.id == surviving(db, there.complaint_id))
    ).one()
    own_id = own_surviving(db, there.complaint_id)
    stage = rulebook.version(row.procedure, row.procedure_from).stage_words(row.number)
    restricted = db.scalar(select(is_restricted(rulebook.council)).where(Complaint.id == row.id))
    if there.consented_at is None or restricted:
        return Concerned(stage, row.due)
    service = routing.find_service(rulebook.council, row.service, today)
    answers = select(Reply.reasons).where(Reply.complaint_id == own_id).order_by(Reply.at)
    return Concerned(stage, row.due, _(service.name) if service else "", list(db.scalars(answers)))


def _line(row: Enquiry, today: date, *, wrote_again: bool = False) -> Line:
    return Line(
        id=row.id,
        reference=reference.grouped(row.number),
        office=row.office,
        constituent=row.constituent,
        received_at=row.received_at,
        due=row.due,
        answered_at=row.answered_at,
        light=deadlines.light(row.due, today),
        wrote_again=wrote_again,
    )
