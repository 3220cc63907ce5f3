"""Answering a stage: a finding, the reasons, and how to go further in words that nobody edits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal.casework.answering.root_causes import ROOT_CAUSES
from portal.casework.desk import acts, refused
from portal.casework.desk.models import ReplyCause
from portal.complaints.follow_up import chases
from portal.complaints.matter import correspondence, events, promises
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.findings import FINDINGS
from portal.complaints.matter.models import Reply
from portal.complaints.matter.standing import Position
from portal.db import ComplaintId, new_id
from portal.errors import Refusal
from portal.i18n import gettext as _
from portal.i18n import use_locale
from portal.letters.outgoing.kinds import Content
from portal.procedures import next_step
from portal.procedures.calendar import WorkingCalendar
from portal.procedures.next_step import NextStep
from portal.procedures.steps import Step

# A full answer also does what an acknowledgement or an update would have done.
_KEPT_BY_A_REPLY = ("acknowledge", "update", "reply")


@dataclass(frozen=True, slots=True)
class Answer:
    """What an officer answers. ``finding`` is a key of `findings.FINDINGS`, ``root_cause`` of `root_causes`."""

    finding: str
    reasons: str
    remedy: str
    root_cause: str | None = None


def reply(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, answer: Answer, stage: int | None = None) -> str:
    """Answer the running stage, write to the person, and return the reply's id.

    How to go further is worked out here and stored word for word in the person's language. The same answer from the
    same officer again is the same reply. Raises NotFound, and Refusal ``finding_missing``, ``reasons_missing``,
    ``unknown_cause``, ``uq_reply_stage`` (somebody was faster), ``withdrawn``, ``answered`` or ``moved_on``.
    """
    if answer.finding not in FINDINGS:
        raise Refusal("finding_missing", _("Choose what you found."), field="finding")
    acts.require_words(answer.reasons, "reasons_missing", _("Give the reasons."), field="reasons")
    if answer.root_cause is not None and answer.root_cause not in ROOT_CAUSES:
        raise Refusal("unknown_cause", _("Choose a root cause from the list."), field="root_cause")
    given = {"finding": answer.finding, "reasons": answer.reasons, "remedy": answer.remedy}
    position = acts.begin(db, act, complaint_id=complaint_id, stage=stage)
    number = position.stage.number
    if position.stage.answered_at is not None:
        return _same_again(db, made_by=act.officer_id, complaint_id=complaint_id, stage=number, given=given)
    acts.require_step(position, Step.REPLY)
    person = correspondence.writer_of(db, complaint_id=complaint_id)
    further = how_to_go_further(position, finding=answer.finding, on=act.today, calendar=act.rulebook.calendar)
    with use_locale(person.language):
        said = next_step.words(*further)
    made = Reply(
        id=new_id(),
        complaint_id=complaint_id,
        stage=number,
        at=act.now,
        officer_id=act.officer_id,
        next_step=list(said),
        **given,
    )
    with refused.by_name(db):
        db.add(made)
    if answer.root_cause is not None:
        db.execute(insert(ReplyCause).values(reply_id=made.id, root_cause=answer.root_cause))
    position.stage.answered_at = act.now
    for kind in _KEPT_BY_A_REPLY:
        promises.keep(db, complaint_id=complaint_id, stage=number, kind=kind, now=act.now)
    chases.told(db, complaint_id=complaint_id, kinds=("update", "remedy"), now=act.now)
    values = {**given, "finding": FINDINGS[answer.finding].plain, "next_step": further}
    correspondence.write_to_person(db, act, complaint_id, Content("reply", values), person_id=person.id)
    data = {"reply": made.id, "stage": number, "finding": answer.finding}
    acts.finish(db, act, complaint_id, events.Kind.REPLIED, data=data)
    return made.id


def how_to_go_further(
    position: Position, *, finding: str | None, on: date, calendar: WorkingCalendar
) -> list[NextStep]:
    """Return where the matter may go after this stage's answer: what `next_step.words` tells.

    A finding that refuses to decide names the ombudsman at once, beside the next stage (LGSCO Code 2).
    """
    step = next_step.next_step(
        position.version,
        stage=position.stage.number,
        ombudsman_function=position.function,
        on=on,
        calendar=calendar,
    )
    if step.kind != "stage" or finding is None or not FINDINGS[finding].refuses:
        return [step]
    return [
        step,
        next_step.to_ombudsman(position.version, ombudsman_function=position.function, on=on, because="refused"),
    ]


def _same_again(db: Session, *, made_by: str, complaint_id: ComplaintId, stage: int, given: dict[str, str]) -> str:
    first = db.scalars(select(Reply).where(Reply.complaint_id == complaint_id, Reply.stage == stage)).one()
    if first.officer_id == made_by and all(getattr(first, name) == value for name, value in given.items()):
        return first.id
    raise Refusal("uq_reply_stage", refused.MESSAGES["uq_reply_stage"])
