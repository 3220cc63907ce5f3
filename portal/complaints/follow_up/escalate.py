"""Taking a matter further: a request with a time and outcomes of its own; only acceptance opens the next stage."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal import clock
from portal.complaints.acting import authority
from portal.complaints.matter import correspondence, promises
from portal.complaints.matter.act import Act, OfficersAct
from portal.complaints.matter.events import Kind
from portal.complaints.matter.models import EscalationRequest, Outcome, PromisedDate, Stage
from portal.complaints.matter.once import insert_once
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.matter.standing import Position, find_request, get_position, project
from portal.db import ComplaintId, PersonId, new_id, one_at_a_time
from portal.errors import NotFound, Refusal
from portal.i18n import lazy
from portal.letters.outgoing.kinds import Content
from portal.procedures import deadlines, next_step
from portal.procedures.deadlines import Counted, StageDates
from portal.procedures.model import ProcedureVersion, StageRule, Term, Unit
from portal.procedures.steps import Step
from portal.procedures.words import RESPONDERS

# How soon a request is answered where the next stage names no acknowledgement: as in the two codes (LGSCO Code 6.2).
_DECIDE_WITHIN = Term(5, Unit.WORKING_DAYS)


def ask(db: Session, act: Act, *, complaint_id: ComplaintId, person_id: PersonId, reason: str) -> str:
    """Ask to take a matter to its next stage and return the request's id; ``reason`` may be empty.

    Allowed after an answer that was not the last stage's, and when the reply is overdue. One request is open at a
    time, which its unique index decides: asking again, at the same moment too, returns the open one.
    The act's officer is who took the request down. Raises NotFound, and Refusal ``further_not_now``.
    """
    today = act.today
    position = get_position(db, complaint_id=complaint_id, rulebook=act.rulebook, today=today)
    if position.request is not None:
        return position.request.id
    if Step.GO_FURTHER not in position.allowed:
        raise Refusal(
            "further_not_now", lazy("You cannot take this complaint further now. Its page says what you can do.")
        )
    to_stage = position.stage.number + 1
    values = {
        "id": new_id(),
        "complaint_id": complaint_id,
        "to_stage": to_stage,
        "because": "answered" if position.standing.answered else "late",
        "reason": reason,
        "asked_at": act.now,
        "asked_by": person_id,
        "outcome_reason": "",
    }
    if not insert_once(db, EscalationRequest, values, key=["complaint_id"], where=EscalationRequest.outcome.is_(None)):
        already = find_request(db, complaint_id=complaint_id)
        if already is None:
            raise NotFound("request")
        return already
    decide_by = _promise_decision(db, act, position, to_stage)
    data = {"request": values["id"], "to_stage": to_stage, "because": values["because"]}
    act.record(db, complaint_id, Kind.FURTHER_ASKED, data)
    project(db, complaint_id=complaint_id)
    content = Content("further_received", {"decide_by": decide_by})
    correspondence.write_to_person(db, act, complaint_id, content, person_id=person_id)
    return str(values["id"])


def decide(db: Session, act: OfficersAct, *, request_id: str, outcome: Outcome, reason: str) -> None:
    """Answer a request to go further; the same answer twice changes nothing.

    accepted opens the next stage under the procedure version in force on the London day of the request, and its
    dates run from the request (docs/procedures.md, Taking it further). rejected needs a reason, which the letter
    gives with the ombudsman; resolved needs the words of what was agreed; withdrawn is the person's own wish.
    Raises NotFound, and Refusal ``request_decided``, ``decide_not_now`` or ``reason_missing``.
    """
    request = db.get(EscalationRequest, request_id)
    if request is None:
        raise NotFound("request")
    one_at_a_time(db, f"complaint:{request.complaint_id}")
    db.refresh(request)
    if request.outcome is not None:
        if request.outcome == outcome:
            return
        raise Refusal("request_decided", lazy("Somebody has already answered this request."))
    if outcome in {"rejected", "resolved"} and not reason.strip():
        raise Refusal("reason_missing", lazy("Write the reason. The person will read it."), field="reason")
    today = act.today
    position = get_position(db, complaint_id=request.complaint_id, rulebook=act.rulebook, today=today)
    if outcome != "withdrawn" and Step.DECIDE_REQUEST not in position.allowed:
        raise Refusal("decide_not_now", lazy("This complaint was withdrawn, so the request cannot be answered now."))
    request.outcome, request.outcome_reason = outcome, reason
    request.decided_at, request.decided_by = act.now, act.officer_id
    db.flush()
    promises.keep(db, complaint_id=request.complaint_id, stage=request.to_stage, kind="request", now=act.now)
    act.record(db, request.complaint_id, Kind.FURTHER_DECIDED, {"request": request.id, "outcome": outcome})
    values: dict[str, object] = {"reason": reason}
    if outcome == "accepted":
        opened, dates = _open_stage(db, act, position, request)
        data = {"stage": opened.number, "procedure": opened.procedure, "from": opened.procedure_from.isoformat()}
        act.record(db, request.complaint_id, Kind.STAGE_OPENED, data)
        values |= {"responder": RESPONDERS[opened.responder], "reply_by": dates.reply_by}
    project(db, complaint_id=request.complaint_id)
    for person_id in authority.end_with_stage(db, complaint_id=request.complaint_id, now=act.now):
        correspondence.write_to_person(db, act, request.complaint_id, Content("authority_ended"), person_id=person_id)
    if outcome == "rejected":
        step = next_step.to_ombudsman(
            position.version, ombudsman_function=position.function, on=act.today, because="refused"
        )
        values["next_step"] = [step]
    if outcome != "withdrawn":
        content = Content(f"further_{outcome}", values)
        correspondence.write_to_person(db, act, request.complaint_id, content, person_id=request.asked_by)


def version_for_stage(
    position: Position, *, number: int, requested_at: datetime, rulebook: Rulebook
) -> ProcedureVersion:
    """Return the version a stage asked for at this moment keeps: the one in force on its London day.

    Where that version has no such stage (a third one was abolished meanwhile), the one the matter already runs
    under stays: nobody loses a stage they were promised.
    """
    on = clock.london_date(requested_at)
    version = rulebook.catalogue.version_in_force(position.stage.procedure, on=on)
    return version if version.last_stage >= number else position.version


def _open_stage(db: Session, act: Act, position: Position, request: EscalationRequest) -> tuple[Stage, StageDates]:
    version = version_for_stage(position, number=request.to_stage, requested_at=request.asked_at, rulebook=act.rulebook)
    rule = version.stage(request.to_stage)
    dates = deadlines.on_request(rule, received_at=request.asked_at, calendar=act.rulebook.calendar)
    stage = Stage(
        id=new_id(),
        complaint_id=request.complaint_id,
        number=request.to_stage,
        procedure=version.key,
        procedure_from=version.effective_from,
        responder=rule.responder,
        requested_at=request.asked_at,
        opened_at=act.now,
    )
    db.add(stage)
    # What the stage before still owed is owed by this one now; the dates stay to be seen as missed.
    db.execute(
        update(PromisedDate)
        .where(
            PromisedDate.complaint_id == request.complaint_id,
            PromisedDate.kept_at.is_(None),
            PromisedDate.replaced_at.is_(None),
        )
        .values(replaced_at=act.now)
    )
    rows = promises.rows_of(request.complaint_id, request.to_stage, dates, because="asked", now=act.now)
    promises.promise(db, rows)
    return stage, dates


def _promise_decision(db: Session, act: Act, position: Position, to_stage: int) -> object:
    version = version_for_stage(position, number=to_stage, requested_at=act.now, rulebook=act.rulebook)
    rule: StageRule = version.stage(to_stage)
    term = rule.acknowledge or _DECIDE_WITHIN
    start = act.today
    due = deadlines.add_term(start, term, act.rulebook.calendar)
    counted = Counted("request", start, "request", term, due, act.rulebook.calendar.closed_between(start, due))
    row = promises.row_of(position.complaint.id, to_stage, "request", counted, because="asked", now=act.now)
    promises.promise(db, [row])
    return due
