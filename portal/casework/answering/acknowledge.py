"""Acknowledging: an officer tells the person what the council understood, and who handles it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.casework.desk import acts, refused
from portal.complaints.follow_up import chases
from portal.complaints.matter import correspondence, events, promises
from portal.complaints.matter.act import Act, OfficersAct
from portal.complaints.matter.models import Acknowledgement
from portal.complaints.matter.standing import Position
from portal.db import ComplaintId, OfficerId, new_id
from portal.errors import Refusal
from portal.i18n import gettext as _
from portal.letters.outgoing.kinds import Content
from portal.procedures import deadlines
from portal.procedures.deadlines import Counted
from portal.procedures.next_step import to_ombudsman
from portal.procedures.steps import Step

# A date that an officer set, with a reason, stands; only one that the rules gave is brought forward.
_SET_BY_OFFICER = frozenset({"extended", "late"})


@dataclass(frozen=True, slots=True)
class Words:
    """What an acknowledgement tells the person; ``handler`` is who deals with it, ``phone`` how they are called."""

    understood: str
    outcome: str
    not_ours: str
    handler: str
    phone: str


def acknowledge(
    db: Session, act: OfficersAct, *, complaint_id: ComplaintId, words: Words, stage: int | None = None
) -> str:
    """Acknowledge the running stage, write to the person, and return the acknowledgement's id.

    Where the reply is counted from the acknowledgement, an early one brings the reply date forward; a late one
    changes nothing (docs/procedures.md, Receipt and acknowledgement). The same words from the same officer again are
    the same acknowledgement. Raises NotFound, and Refusal ``understood_missing``, ``outcome_missing``,
    ``handler_missing``, ``phone_missing``, ``uq_acknowledgement_stage`` (somebody was faster), ``withdrawn``,
    ``answered`` or ``moved_on``.
    """
    _require_whole(words)
    position = acts.begin(db, act, complaint_id=complaint_id, stage=stage)
    number = position.stage.number
    if position.stage.acknowledged_at is not None:
        return _same_again(db, made_by=act.officer_id, complaint_id=complaint_id, stage=number, words=words)
    acts.require_step(position, Step.ACKNOWLEDGE)
    made = Acknowledgement(
        id=new_id(), complaint_id=complaint_id, stage=number, at=act.now, officer_id=act.officer_id, **asdict(words)
    )
    with refused.by_name(db):
        db.add(made)
    position.stage.acknowledged_at = act.now
    promises.keep(db, complaint_id=complaint_id, stage=number, kind="acknowledge", now=act.now)
    chases.told(db, complaint_id=complaint_id, kinds=("update",), now=act.now)
    reply_by, before = _reply_date(db, act, position)
    _write(db, act, position, words=words, reply_by=reply_by)
    data: dict[str, object] = {"acknowledgement": made.id, "stage": number}
    if reply_by is not None:
        data["reply_by"] = reply_by.isoformat()
    if before is not None:
        data["brought_forward_from"] = before.isoformat()
    acts.finish(db, act, complaint_id, events.Kind.ACKNOWLEDGED, data=data)
    return made.id


def _require_whole(words: Words) -> None:
    acts.require_words(
        words.understood, "understood_missing", _("Say what you understood the complaint to be."), field="understood"
    )
    acts.require_words(words.outcome, "outcome_missing", _("Say what the person wants to happen."), field="outcome")
    acts.require_words(words.handler, "handler_missing", _("Say who is handling the complaint."), field="handler")
    acts.require_words(words.phone, "phone_missing", _("Give a phone number the person can call."), field="phone")


def _same_again(db: Session, *, made_by: OfficerId, complaint_id: ComplaintId, stage: int, words: Words) -> str:
    first = db.scalars(
        select(Acknowledgement).where(Acknowledgement.complaint_id == complaint_id, Acknowledgement.stage == stage)
    ).one()
    if first.officer_id == made_by and all(getattr(first, name) == said for name, said in asdict(words).items()):
        return first.id
    raise Refusal("uq_acknowledgement_stage", refused.MESSAGES["uq_acknowledgement_stage"])


def _reply_date(db: Session, act: Act, position: Position) -> tuple[date | None, date | None]:
    """Promise an earlier reply when the rules give one; return the date that stands, and the one it replaced."""
    number, rule = position.stage.number, position.rule
    standing = next(
        (
            one
            for one in promises.standing(db, complaint_id=position.complaint.id)
            if one.kind == "reply" and one.stage == number
        ),
        None,
    )
    if standing is None or standing.because in _SET_BY_OFFICER:
        return (standing.due if standing else None), None
    due = deadlines.on_acknowledgement(
        rule, received_at=position.stage.requested_at, acknowledged_at=act.now, calendar=act.rulebook.calendar
    )
    if due >= standing.due:
        return standing.due, None
    start = max(deadlines.received_on(position.stage.requested_at), deadlines.received_on(act.now))
    closed = act.rulebook.calendar.closed_between(start, due)
    given = due if rule.milestones else Counted("reply", start, "acknowledgement", rule.reply, due, closed)
    row = promises.row_of(position.complaint.id, number, "reply", given, because="acknowledged", now=act.now)
    promises.promise(db, [row])
    return due, standing.due


def _write(db: Session, act: Act, position: Position, *, words: Words, reply_by: date | None) -> None:
    writer = correspondence.writer_of(db, complaint_id=position.complaint.id)
    on = deadlines.received_on(act.now)
    further = to_ombudsman(position.version, ombudsman_function=position.function, on=on, because="any_time")
    values = {
        "understood": words.understood,
        "outcome": words.outcome,
        "not_ours": words.not_ours,
        "handler": words.handler,
        "handler_phone": words.phone,
        "offer_to_talk": "yes" if position.rule.offer_to_talk else None,
        "reply_by": reply_by,
        "next_step": [further] if position.version.ombudsman_any_time else None,
    }
    content = Content("acknowledgement", values)
    correspondence.write_to_person(db, act, position.complaint.id, content, person_id=writer.id)
