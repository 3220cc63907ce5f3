"""The queue: rows of matters as an officer works through them: urgent ones, then children, then by the date due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from portal import clock
from portal.accounts.models import Officer
from portal.casework.acting import sweep
from portal.casework.desk import seeing, wording
from portal.casework.desk.models import UrgentWatch
from portal.casework.reaching import needs_tasks
from portal.complaints.incoming.models import LetterboxMessage
from portal.complaints.joining import duplicates
from portal.complaints.joining.models import PossibleDuplicate
from portal.complaints.matter import reference, surviving
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.events import Kind
from portal.complaints.matter.joining_models import Merge
from portal.complaints.matter.models import Chase, Complaint, EscalationRequest, Event
from portal.db import ComplaintId
from portal.organisation.model import Council
from portal.procedures import deadlines
from portal.procedures.deadlines import Light

PAGE = 50
STATES = ("to_do", "answered", "withdrawn", "all")

_HEARD = (
    Kind.ADDED_TO,
    Kind.MERGED,
)
_TOLD = (Kind.MESSAGE_SENT, Kind.REPLIED, Kind.CALL_RECORDED, Kind.LATE_NOTICE_GIVEN, Kind.EXTENDED, Kind.ACKNOWLEDGED)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an officer wants to see. ``state`` is one of STATES; ``team`` "" is every team; ``who`` "", me or nobody."""

    state: str = "to_do"
    team: str = ""
    who: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One matter in the queue.

    ``waits`` are keys of what waits for an officer: request, remedy, update, words, letterbox, duplicate, authority,
    held (a letter waits for safe contact), needs (ask again what helps them). ``child`` says that a child complains.
    """

    complaint_id: ComplaintId
    reference: str
    service: str
    team: str
    officer: str | None
    stage: int
    state: str
    received_at: datetime
    due: date | None
    light: Light
    urgent: bool
    child: bool
    opened: bool
    alarmed: bool
    waits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the queue, with how many matters there are in all."""

    rows: list[QueueRow]
    total: int
    number: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE))


def page(db: Session, *, officer: Officer, chosen: Chosen, council: Council, today: date) -> Page:
    """Return one page of the matters this officer may open, in two queries."""
    living = and_(seeing.seen_by(officer, council), Complaint.state != surviving.MERGED)
    duplicate = _duplicate(officer, council)
    wanted = and_(living, _in_state(chosen.state, duplicate), _of_team(chosen.team), _of(chosen.who, officer))
    total = db.scalar(select(func.count()).select_from(_joined(duplicate).where(wanted).subquery())) or 0
    number = min(max(chosen.page, 1), max(1, -(-total // PAGE)))
    urgent = or_(Complaint.urgent, Complaint.urgent_words)
    rows = db.execute(
        _joined(duplicate)
        .where(wanted)
        .order_by(
            case((and_(urgent, Complaint.state == "open", UrgentWatch.opened_at.is_(None)), 0), else_=1),
            case((and_(urgent, Complaint.state == "open"), 0), else_=1),
            case((and_(Complaint.acting_as == "child", Complaint.state == "open"), 0), else_=1),
            Complaint.due.is_(None),
            Complaint.due,
            Complaint.received_at,
        )
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    )
    return Page([_row(row, council, today) for row in rows], total, number)


def urgent_rows(db: Session, *, officer: Officer, council: Council, today: date) -> list[QueueRow]:
    """Return the open urgent matters this officer may open, those nobody has opened first, then the oldest."""
    rows = db.execute(
        _joined(_duplicate(officer, council))
        .where(
            seeing.seen_by(officer, council),
            or_(Complaint.urgent, Complaint.urgent_words),
            Complaint.state == "open",
        )
        .order_by(case((UrgentWatch.opened_at.is_(None), 0), else_=1), Complaint.logged_at)
    )
    return [_row(row, council, today) for row in rows]


def words_wait() -> ColumnElement[bool]:
    """The person wrote after the council last told them anything."""
    heard, told = aliased(Event), aliased(Event)
    later = exists().where(
        told.complaint_id == heard.complaint_id, told.seq > heard.seq, told.kind.in_([kind.value for kind in _TOLD])
    )
    # What came along with the complaint itself is no news.
    files = and_(
        heard.kind == Kind.EVIDENCE_ADDED.value, heard.actor_kind == "person", heard.at > Complaint.received_at
    )
    news = or_(heard.kind.in_([kind.value for kind in _HEARD]), files)
    return exists().where(heard.complaint_id == Complaint.id, news, ~later)


def _held() -> ColumnElement[bool]:
    return exists().where(LetterboxMessage.complaint_id == Complaint.id, LetterboxMessage.decision.is_(None))


def _chased(kind: str) -> ColumnElement[bool]:
    joined = exists().where(
        Merge.merged_id == Chase.complaint_id, Merge.surviving_id == Complaint.id, Merge.undone_at.is_(None)
    )
    return exists().where(
        or_(Chase.complaint_id == Complaint.id, joined), Chase.kind == kind, Chase.answered_at.is_(None)
    )


def _duplicate(officer: Officer, council: Council) -> ColumnElement[bool]:
    """It may be the same as a matter that this officer may open."""
    other = aliased(Complaint)
    return exists().where(
        PossibleDuplicate.complaint_id == Complaint.id,
        other.id == PossibleDuplicate.other_id,
        duplicates.stands(),
        seeing.seen_by(officer, council, other),
    )


def _authority() -> ColumnElement[bool]:
    return exists().where(Authority.complaint_id == Complaint.id, sweep.waits(clock.today()))


def _in_state(state: str, duplicate: ColumnElement[bool]) -> ColumnElement[bool]:
    if state == "to_do":
        # What a person adds to an answered matter is work too.
        asked = or_(_held(), _chased("update"), _chased("remedy"), _authority(), needs_tasks.letter_held())
        return or_(Complaint.state == "open", words_wait(), asked, duplicate)
    return true() if state == "all" else Complaint.state == state


def _of_team(team: str) -> ColumnElement[bool]:
    return Complaint.team == team if team else true()


def _of(who: str, officer: Officer) -> ColumnElement[bool]:
    if who == "me":
        return seeing.holder() == officer.id
    return seeing.holder().is_(None) if who == "nobody" else true()


def _joined(duplicate: ColumnElement[bool]) -> Select[Any]:
    asked = exists().where(EscalationRequest.complaint_id == Complaint.id, EscalationRequest.outcome.is_(None))
    return (
        select(
            Complaint.id,
            seeing.first_number().label("number"),
            Complaint.service,
            Complaint.team,
            Officer.name.label("officer"),
            Complaint.stage,
            Complaint.state,
            Complaint.received_at,
            Complaint.due,
            or_(Complaint.urgent, Complaint.urgent_words).label("urgent"),
            UrgentWatch.opened_at,
            UrgentWatch.alarmed_at,
            asked.label("asked"),
            words_wait().label("words"),
            _held().label("held"),
            _chased("update").label("update"),
            _chased("remedy").label("remedy"),
            duplicate.label("duplicate"),
            _authority().label("authority"),
            (Complaint.acting_as == "child").label("child"),
            needs_tasks.letter_held().label("letter_held"),
            needs_tasks.to_check(clock.now()).label("needs"),
        )
        .outerjoin(UrgentWatch, UrgentWatch.complaint_id == Complaint.id)
        .outerjoin(Officer, Officer.id == seeing.holder())
    )


def _row(row: Any, council: Council, today: date) -> QueueRow:
    waits = (
        ("request", row.asked),
        ("remedy", row.remedy),
        ("update", row.update),
        ("words", row.words),
        ("letterbox", row.held),
        ("duplicate", row.duplicate),
        ("authority", row.authority),
        ("held", row.letter_held),
        ("needs", row.needs),
    )
    return QueueRow(
        complaint_id=row.id,
        reference=reference.grouped(row.number),
        service=wording.service(council, row.service, today),
        team=wording.team(council, row.team, today),
        officer=row.officer,
        stage=row.stage,
        state=row.state,
        received_at=row.received_at,
        due=row.due,
        light=deadlines.light(row.due, today),
        urgent=bool(row.urgent),
        child=bool(row.child),
        opened=row.opened_at is not None,
        alarmed=row.alarmed_at is not None,
        waits=tuple(key for key, waiting in waits if waiting),
    )
