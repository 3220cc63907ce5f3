"""Where a matter stands: read from what happened, and kept beside the complaint for queues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.matter import promises
from portal.complaints.matter.models import Complaint, EscalationRequest, Stage, Withdrawal
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.matter.surviving import MERGED, is_merged
from portal.db import ComplaintId
from portal.errors import NotFound
from portal.organisation import routing
from portal.organisation.model import OmbudsmanFunction
from portal.procedures import steps
from portal.procedures.model import ProcedureVersion, StageRule


@dataclass(frozen=True, slots=True)
class Position:
    """A matter with its running stage, the rules that stage keeps, and what is allowed now."""

    complaint: Complaint
    stage: Stage
    version: ProcedureVersion
    rule: StageRule
    function: OmbudsmanFunction
    standing: steps.Standing
    allowed: frozenset[steps.Step]
    request: EscalationRequest | None
    withdrawal: Withdrawal | None


@dataclass(frozen=True, slots=True)
class RunningStage:
    """The facts of the running stage, from whichever rows they were read.

    ``reply_due`` is its reply date that is neither kept nor replaced.
    """

    number: int
    acknowledged: bool
    answered: bool
    reply_due: date | None


def get_position(db: Session, *, complaint_id: ComplaintId, rulebook: Rulebook, today: date) -> Position:
    """Return where a matter stands today. Raises NotFound."""
    complaint = db.get(Complaint, complaint_id)
    if complaint is None:
        raise NotFound("complaint")
    stage = _running(db, complaint_id)
    requests = list(
        db.scalars(
            select(EscalationRequest)
            .where(EscalationRequest.complaint_id == complaint_id)
            .order_by(EscalationRequest.asked_at)
        )
    )
    withdrawal = _withdrawal(db, complaint_id)
    request = next((one for one in requests if one.outcome is None), None)
    promised = promises.standing(db, complaint_id=complaint_id)
    version = rulebook.version(stage.procedure, stage.procedure_from)
    function = routing.ombudsman_for(rulebook.council, complaint.service, today)
    standing = standing_of(
        RunningStage(
            number=stage.number,
            acknowledged=stage.acknowledged_at is not None,
            answered=stage.answered_at is not None,
            reply_due=next((one.due for one in promised if (one.kind, one.stage) == ("reply", stage.number)), None),
        ),
        outcomes=[one.outcome for one in requests],
        undo_until=withdrawal.undo_until if withdrawal is not None else None,
        last_stage=version.last_stage_for(function, on=today),
        today=today,
    )
    return Position(
        complaint=complaint,
        stage=stage,
        version=version,
        rule=version.stage(stage.number),
        function=function,
        standing=standing,
        # What was joined into another goes on there.
        allowed=frozenset() if complaint.state == MERGED else steps.allowed(standing, version),
        request=request,
        withdrawal=withdrawal,
    )


def standing_of(
    running: RunningStage, *, outcomes: Sequence[str | None], undo_until: date | None, last_stage: int, today: date
) -> steps.Standing:
    """Return where a matter stands.

    ``outcomes`` are those of every request to go further, in order, None for the open one. ``undo_until`` is the last
    day to take the matter up again, None when it is not withdrawn.
    """
    return steps.Standing(
        stage=running.number,
        acknowledged=running.acknowledged,
        answered=running.answered,
        reply_overdue=running.reply_due is not None and running.reply_due < today,
        open_request=None in outcomes,
        # Only an officer's decision answers a request; what is sent at once is its receipt.
        request_acknowledged=True,
        refused=bool(outcomes) and outcomes[-1] == "rejected",
        withdrawn=undo_until is not None,
        may_undo=undo_until is not None and today <= undo_until,
        last_stage=last_stage,
    )


def _running(db: Session, complaint_id: ComplaintId) -> Stage:
    newest = select(Stage).where(Stage.complaint_id == complaint_id).order_by(Stage.number.desc()).limit(1)
    return db.scalars(newest).one()


def _withdrawal(db: Session, complaint_id: ComplaintId) -> Withdrawal | None:
    return db.scalars(
        select(Withdrawal).where(Withdrawal.complaint_id == complaint_id, Withdrawal.undone_at.is_(None)).limit(1)
    ).one_or_none()


def find_request(db: Session, *, complaint_id: ComplaintId) -> str | None:
    """Return the request to go further that waits for an officer's decision, or None."""
    return db.scalars(
        select(EscalationRequest.id).where(
            EscalationRequest.complaint_id == complaint_id, EscalationRequest.outcome.is_(None)
        )
    ).first()


def project(db: Session, *, complaint_id: ComplaintId) -> None:
    """Write what the events add up to beside the complaint: its stage, state and next date due."""
    db.flush()
    complaint = db.get(Complaint, complaint_id)
    if complaint is None:
        raise NotFound("complaint")
    stage = _running(db, complaint_id)
    asked = find_request(db, complaint_id=complaint_id)
    complaint.stage = stage.number
    if is_merged(db, complaint_id):
        complaint.state = MERGED
    elif _withdrawal(db, complaint_id) is not None:
        complaint.state = "withdrawn"
    else:
        complaint.state = "answered" if stage.answered_at is not None and not asked else "open"
    # An answered matter waits for nothing but what the person asked since, and what has not reached them.
    waiting = [
        one.due
        for one in promises.standing(db, complaint_id=complaint_id)
        if complaint.state == "open" or one.kind in {"update", "remedy"} or one.done_at is not None
    ]
    complaint.due = waiting[0] if waiting and complaint.state not in {"withdrawn", MERGED} else None
    db.flush()
