"""What a checked caller may be told: dates, stage and answers. Never what was taken in confidence, and no notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.complaints.matter.findings import FINDINGS
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.matter.standing import get_position
from portal.complaints.tracking import promise_words, reading
from portal.complaints.tracking.exchange_rows import ReplyRow
from portal.complaints.tracking.promise_words import PromiseWords
from portal.db import ComplaintId, PersonId
from portal.i18n import gettext as _
from portal.procedures.words import RESPONDERS


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the council, as the person reads it."""

    stage: int
    day: date
    finding: str
    reasons: str
    remedy: str
    next_step: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """Where a matter stands, for reading out."""

    where: str
    stage: int
    last_stage: int | None
    responder: str
    dates: tuple[PromiseWords, ...]
    answers: tuple[Answer, ...]


def telling(db: Session, *, complaint_id: ComplaintId, person_id: PersonId, rulebook: Rulebook, today: date) -> Telling:
    """Return what may be told about a matter, in the current language. Raises NotFound."""
    position = get_position(db, complaint_id=complaint_id, rulebook=rulebook, today=today)
    standing = position.standing
    if standing.withdrawn:
        where = _("It was withdrawn.")
    elif standing.open_request:
        where = _("We were asked to take it further, and are deciding on that.")
    elif standing.answered:
        where = _("We have answered.")
    elif standing.reply_overdue:
        where = _("Our answer is late.")
    elif standing.acknowledged:
        where = _("We are looking into it.")
    else:
        where = _("We have it, and have not yet said what we understood.")
    promised = reading.promised(db, complaint_id=complaint_id)
    return Telling(
        where=where,
        stage=standing.stage,
        last_stage=standing.last_stage,
        responder=str(RESPONDERS[position.stage.responder]),
        dates=tuple(promise_words.shown(promised, today=today, withdrawn=standing.withdrawn)),
        answers=tuple(
            _answer(row)
            for row in reading.exchange(db, complaint_id=complaint_id, person_id=person_id)
            if isinstance(row, ReplyRow)
        ),
    )


def _answer(row: ReplyRow) -> Answer:
    finding = FINDINGS.get(row.finding)
    return Answer(
        stage=row.stage,
        day=row.at,
        finding=str(finding.plain) if finding else "",
        reasons=row.reasons,
        remedy=row.remedy,
        next_step=tuple(row.next_step),
    )
