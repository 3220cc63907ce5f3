"""What waits in the tray of mail, and all that an officer needs to decide about one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from portal.casework.desk import seeing, wording
from portal.complaints.drafts.models import Draft
from portal.complaints.incoming.models import InboundMail, InboundRaw
from portal.complaints.matter import reference, restriction, surviving
from portal.complaints.matter.models import Complaint, Correspondence, Party
from portal.db import ComplaintId, OfficerId
from portal.errors import NotFound
from portal.organisation.model import Council
from portal.people import addresses
from portal.people.models import ContactPoint
from portal.web.typed_text import typed_text

MOST_MATTERS = 24
_MOST_SHOWN = 200
_MOST_AS_IT_CAME = 6_000
_NUMBER = re.compile(r"(?<!\d)\d(?:[ \u00a0-]?\d){11}(?!\d)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A matter that a mail may belong to. ``hints`` are keys: address, answers, proven, sender, subject."""

    complaint_id: ComplaintId
    reference: str
    service: str
    received_at: datetime
    state: str
    hints: tuple[str, ...]


def waiting(db: Session, *, officer_id: OfficerId) -> list[InboundMail]:
    """Return the mails that wait for an officer, the oldest first; none that may be about this officer."""
    found = select(InboundMail).where(_waits()).order_by(InboundMail.received_at, InboundMail.id)
    return _not_about(db, list(db.scalars(found.limit(_MOST_SHOWN))), officer_id)


def set_aside(db: Session, *, officer_id: OfficerId) -> list[InboundMail]:
    """Return the automatic replies that the portal took out of the tray by itself, the newest first."""
    found = select(InboundMail).where(InboundMail.decision == "automatic")
    found = found.order_by(InboundMail.received_at.desc(), InboundMail.id).limit(_MOST_SHOWN)
    return _not_about(db, list(db.scalars(found)), officer_id)


def get_open(db: Session, *, mail_id: str, officer_id: OfficerId, hold: bool = False) -> InboundMail:
    """Return a mail that an officer may decide about: one that waits, or an automatic reply.

    ``hold`` keeps others from deciding until the transaction ends. Raises NotFound, also for a mail that may be about
    this officer.
    """
    found = select(InboundMail).where(InboundMail.id == mail_id, or_(_waits(), InboundMail.decision == "automatic"))
    mail = db.scalars(found.with_for_update() if hold else found).one_or_none()
    if mail is None or not _not_about(db, [mail], officer_id):
        raise NotFound("mail")
    return mail


def beginning(db: Session, *, mail: InboundMail) -> str:
    """Return how a mail begins as it came, for one whose words could not be read; "" for any other."""
    if mail.why not in {"too_deep", "unreadable"}:
        return ""
    first = select(func.substr(InboundRaw.content, 1, _MOST_AS_IT_CAME)).where(InboundRaw.mail_id == mail.id)
    return typed_text(bytes(db.scalars(first).one()).decode("utf-8", "replace"))


def candidates(db: Session, *, mail: InboundMail, council: Council, today: date) -> list[Candidate]:
    """Return the matters a mail may belong to: by the letter it answers, by its sender, by a number in its subject."""
    hints: dict[ComplaintId, list[str]] = {}
    for complaint_id, hint in _hints(db, mail):
        given = hints.setdefault(surviving.surviving(db, complaint_id), [])
        if hint not in given:
            given.append(hint)
    number = seeing.first_number().label("number")
    rows = db.execute(
        select(Complaint.id, number, Complaint.service, Complaint.received_at, Complaint.state)
        .where(Complaint.id.in_(list(hints)[:MOST_MATTERS]))
        .order_by(Complaint.received_at.desc())
    )
    found = [
        Candidate(
            row.id,
            reference.grouped(row.number or ""),
            wording.service(council, row.service, today),
            row.received_at,
            row.state,
            tuple(hints[row.id]),
        )
        for row in rows
    ]
    order = list(hints)
    return sorted(found, key=lambda one: order.index(one.complaint_id))


def _not_about(db: Session, mails: list[InboundMail], officer_id: OfficerId) -> list[InboundMail]:
    """Leave out the mails that may belong to a matter about this officer: a colleague decides about those."""
    about = frozenset(db.scalars(select(Complaint.id).where(restriction.names(officer_id))))
    if not about:
        return mails
    return [mail for mail in mails if about.isdisjoint(one for one, _hint in _hints(db, mail))]


def _hints(db: Session, mail: InboundMail) -> Iterator[tuple[ComplaintId, str]]:
    for letter_id, hint in ((mail.letter_id, "address"), (mail.answers_id, "answers")):
        if letter_id is not None:
            about = select(Correspondence.complaint_id).where(Correspondence.letter_id == letter_id)
            yield from ((one, hint) for one in db.scalars(about))
    normal = addresses.normal_email(mail.sender)
    if normal is not None:
        theirs = (
            select(Party.complaint_id, ContactPoint.proven_at)
            .join(ContactPoint, ContactPoint.person_id == Party.person_id)
            .where(ContactPoint.kind == "email", ContactPoint.normal == normal, ContactPoint.ended_at.is_(None))
            .order_by(ContactPoint.added_at.desc())
            .limit(MOST_MATTERS * 2)
        )
        yield from ((row.complaint_id, "proven" if row.proven_at else "sender") for row in db.execute(theirs))
    for number in numbers_in(mail.subject):
        found = surviving.find_by_reference(db, number=number)
        if found is not None:
            yield found, "subject"


def numbers_in(text: str) -> list[str]:
    """Return the references with right check digits in a line of text."""
    read = (re.sub(r"\D", "", found[0]) for found in _NUMBER.finditer(text))
    return [number for number in dict.fromkeys(read) if reference.is_valid(number)][:3]


def _waits() -> ColumnElement[bool]:
    """Undecided, or made into a draft that was thrown away before anybody registered it."""
    kept = exists().where(Draft.id == InboundMail.draft_id)
    thrown_away = and_(InboundMail.decision == "draft", InboundMail.complaint_id.is_(None), ~kept)
    return or_(InboundMail.decision.is_(None), thrown_away)
