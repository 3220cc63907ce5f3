"""Who may act for whom on a matter, in words for officers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Officer
from portal.casework.acting import acts, decide
from portal.complaints.acting import authority, objecting, organisations
from portal.complaints.matter import own_reference, reference
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import Complaint, Party
from portal.db import ComplaintId
from portal.i18n import format_date, lazy
from portal.i18n import gettext as _
from portal.people import contacts
from portal.people.models import ContactPoint, Person

STATES = {
    "claimed": ("blue", lazy("Says so, nobody checked")),
    "asked": ("blue", lazy("We asked the person")),
    "confirmed": ("green", lazy("May act")),
    "refused": ("red", lazy("Refused")),
    "expired": ("grey", lazy("Has ended")),
    "withdrawn": ("red", lazy("Taken back")),
}

_HOW = {**acts.HOW, "contact": lazy("The person answered us, with a code of their own")}


@dataclass(frozen=True, slots=True)
class Line:
    """One claim. ``rows`` are questions and answers; ``can`` names what an officer may do with it now.

    ``rivals`` is how many others claim parental responsibility for the same person; ``objected`` the day on which that
    person said that this one should not act, where no officer has looked at it since.
    """

    id: str
    who: str
    for_whom: str
    colour: str
    state: str
    rows: tuple[tuple[str, str], ...]
    can: frozenset[str]
    rivals: int
    objected: str


def lines(db: Session, *, complaint_id: ComplaintId) -> list[Line]:
    """Return every claim on a matter, the oldest first, in the current language."""
    found = authority.of_complaint(db, complaint_id=complaint_id)
    latest = {one.person_id: one.id for one in found}
    return [_line(db, one, latest[one.person_id] == one.id) for one in found]


def affected(db: Session, *, complaint_id: ComplaintId) -> list[Person]:
    """Return the persons a matter is about."""
    return list(
        db.scalars(
            select(Person)
            .join(Party, Party.person_id == Person.id)
            .where(Party.complaint_id == complaint_id, Party.role == "affected")
            .order_by(Person.name, Person.id)
        )
    )


def to_mind(db: Session, *, complaint_id: ComplaintId) -> list[str]:
    """Return what to mind about those who act: one sentence for each who may not see the matter, and why.

    Each says what that person may be told, and by when to decide. Another sentence names everybody who, the affected
    person says, should not act.
    """
    latest = {one.person_id: one for one in authority.of_complaint(db, complaint_id=complaint_id)}
    stage = db.get_one(Complaint, complaint_id).stage
    held = [one for one in latest.values() if not authority.sees_all(one, stage=stage)]
    objected = [one for one in latest.values() if objecting.said_at(db, one)]
    names = {one.person_id: db.get_one(Person, one.person_id).name or _("The writer") for one in latest.values()}
    return [_to_mind(one, names[one.person_id]) for one in held] + [
        _("The person says that %(name)s should not act for them. Look at it today.", name=names[one.person_id])
        for one in objected
    ]


def _to_mind(claim: Authority, name: str) -> str:
    if claim.state in {"expired", "withdrawn"}:
        return _("%(name)s may not act any more. Tell them nothing, and answer the person it is about.", name=name)
    if claim.state == "confirmed":
        return _("%(name)s may speak for the person, and may be told nothing personal.", name=name)
    told = _("%(name)s may not be told anything yet, and gets no letters but the dates.", name=name)
    if claim.state in authority.WAITING and claim.decision is None:
        return told + " " + _("The clock runs. Decide by %(day)s how to go on.", day=format_date(claim.decide_by))
    return told


def _line(db: Session, claim: Authority, latest: bool) -> Line:
    who, whom = db.get_one(Person, claim.person_id), db.get_one(Person, claim.affected_id)
    colour, state = STATES[claim.state]
    return Line(
        id=claim.id,
        who=f"{who.name}, {who.organisation}" if who.organisation else who.name,
        for_whom=whom.name,
        colour=colour,
        state=str(state),
        rows=_rows(db, claim),
        can=_can(db, claim) if latest else frozenset(),
        rivals=len(acts.rivals(db, claim)) if claim.kind == "parental_responsibility" else 0,
        objected=format_date(clock.london_date(said)) if (said := objecting.said_at(db, claim)) else "",
    )


def _rows(db: Session, claim: Authority) -> tuple[tuple[str, str], ...]:
    asked_at = db.get(ContactPoint, claim.contact_id or "")
    checker, decider = (db.get(Officer, one or "") for one in (claim.checked_by, claim.decided_by))
    number = own_reference.find(db, complaint_id=claim.complaint_id, person_id=claim.affected_id)
    scope = str(authority.SCOPES[claim.scope])
    rows = (
        (_("Known advocate of"), organisations.find_of(db, person_id=claim.person_id) or ""),
        (_("Because of"), str(authority.KINDS[claim.kind])),
        (_("How far it goes"), scope if claim.state == "confirmed" else ""),
        (_("For stage"), str(claim.stage or "")),
        (_("Said on"), format_date(claim.claimed_at)),
        (_("Asked on"), format_date(claim.asked_at) if claim.asked_at else ""),
        (_("Asked at"), asked_at.address if asked_at else ""),
        (_("May act since") if claim.state == "confirmed" else _("Ended on"), _day_of(claim.settled_at)),
        (_("How we know"), str(_HOW.get(claim.how or "", ""))),
        (_("What was seen or found"), claim.evidence),
        (_("Checked by"), checker.name if checker else ""),
        (_("Why"), claim.reason),
        (_("Who was consulted"), claim.consulted),
        (_("Until"), _day(claim.expires_on)),
        (_("Look again on"), _day(claim.review_on)),
        (_("Decide by"), _day(claim.decide_by) if claim.state in authority.WAITING else ""),
        (_("Decision"), str(decide.DECISIONS.get(claim.decision or "", ""))),
        (_("What we told them"), claim.answer),
        (_("Decided by"), decider.name if decider else ""),
        (_("Reads what others wrote"), _("Yes") if claim.sees_others else ""),
        (_("Their own reference"), reference.grouped(number) if number else ""),
    )
    return tuple(row for row in rows if row[1])


def _can(db: Session, claim: Authority) -> frozenset[str]:
    can: set[str] = set()
    if claim.state in authority.WAITING:
        can |= {"ask", "confirm", "end"}
    if claim.state == "confirmed":
        can |= {"end"}
    if claim.review_on is not None and claim.state in authority.GOING:
        can |= {"look"}
    if claim.state in {"refused", "expired", "withdrawn"}:
        can |= {"again"}
    if decide.may_be_decided(claim):
        can |= {"decide"}
    if any(one.kind == "post" for one in contacts.written_to(db, person_id=claim.affected_id)):
        can |= {"access"}
    return frozenset(can)


def _day(day: date | None) -> str:
    return format_date(day) if day else ""


def _day_of(at: datetime | None) -> str:
    return format_date(clock.london_date(at)) if at else ""


def file_choices(files: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the choices of a list of files on the matter, with none first."""
    return [("", _("None")), *files]
