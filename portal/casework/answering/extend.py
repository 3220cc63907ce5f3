"""A later date for the reply: an extension within the rules, or a late notice, which is never refused."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.casework.desk import acts
from portal.complaints.follow_up import chases
from portal.complaints.matter import correspondence, events, promises
from portal.complaints.matter.act import Act, OfficersAct
from portal.complaints.matter.models import Extension, Later, PromisedDate
from portal.complaints.matter.standing import Position
from portal.db import ComplaintId, new_id
from portal.errors import Refusal
from portal.i18n import gettext as _
from portal.letters.outgoing.kinds import Content
from portal.procedures import deadlines, next_step
from portal.procedures.deadlines import LateNotice, Waiting
from portal.procedures.steps import Step

_SET_LATER = frozenset({"extended", "late", "undone"})


def extend(
    db: Session,
    act: OfficersAct,
    *,
    complaint_id: ComplaintId,
    new_date: date,
    reason: str,
    consented: bool,
    stage: int | None = None,
) -> Later:
    """Promise a later reply, write to the person, and return whether the rules call it an extension or late.

    Both letters name the ombudsman; a late notice also says when the person hears again. The same date and reason
    from the same officer again change nothing. Raises NotFound, and Refusal ``reason_missing``,
    ``new_date_not_working_day``, ``new_date_not_later``, ``new_date_past``, ``withdrawn``, ``answered``, ``not_now``
    or ``moved_on``.
    """
    acts.require_words(reason, "reason_missing", _("Say why you need more time."), field="reason")
    position = acts.begin(db, act, complaint_id=complaint_id, stage=stage)
    acts.require_step(position, Step.EXTEND)
    again = _find_same(db, act, position, new_date=new_date, reason=reason)
    if again is not None:
        return again
    dates = find_dates(db, position)
    if dates is None:
        raise Refusal("not_now", _("No date is promised that could be changed."))
    by_rules, promised = dates
    today = act.today
    result = deadlines.extend(
        position.rule,
        Waiting(position.stage.requested_at, by_rules, promised),
        new_date=new_date,
        told_on=today,
        consent_asked_on=today if consented else None,
        calendar=act.rulebook.calendar,
    )
    late = result if isinstance(result, LateNotice) else None
    what: Later = "late" if late else "extension"
    made = Extension(
        id=new_id(),
        complaint_id=complaint_id,
        stage=position.stage.number,
        kind=what,
        reason=reason,
        new_date=new_date,
        next_update=late.update_by if late else None,
        consented=consented,
        at=act.now,
        officer_id=act.officer_id,
    )
    db.add(made)
    # Before the new dates are promised: the letter answers who asked for an update, not the one it promises.
    chases.told(db, complaint_id=complaint_id, kinds=("update",), now=act.now)
    _promise(db, act, position, new_date=new_date, late=late)
    _write(db, act, position, made)
    kind = events.Kind.LATE_NOTICE_GIVEN if late else events.Kind.EXTENDED
    data = {"extension": made.id, "stage": position.stage.number, "new_date": new_date.isoformat()}
    acts.finish(db, act, complaint_id, kind, data={**data, "why": late.why} if late else data)
    return what


def find_dates(db: Session, position: Position) -> tuple[date, date] | None:
    """Return the reply date the rules gave the running stage, and the one that stands now; None without one."""
    rows = list(
        db.scalars(
            select(PromisedDate)
            .where(
                PromisedDate.complaint_id == position.complaint.id,
                PromisedDate.stage == position.stage.number,
                PromisedDate.kind == "reply",
            )
            .order_by(PromisedDate.promised_at)
        )
    )
    standing = [row for row in rows if row.kept_at is None and row.replaced_at is None]
    if not standing:
        return None
    given = [row for row in rows if row.because not in _SET_LATER] or rows
    return given[-1].due, standing[-1].due


def _find_same(db: Session, act: OfficersAct, position: Position, *, new_date: date, reason: str) -> Later | None:
    last = db.scalars(
        select(Extension)
        .where(Extension.complaint_id == position.complaint.id, Extension.stage == position.stage.number)
        .order_by(Extension.at.desc())
        .limit(1)
    ).first()
    if last is None or (last.officer_id, last.new_date, last.reason) != (act.officer_id, new_date, reason):
        return None
    return last.kind


def _promise(db: Session, act: Act, position: Position, *, new_date: date, late: LateNotice | None) -> None:
    complaint_id, stage = position.complaint.id, position.stage.number
    because = "late" if late else "extended"
    rows = [promises.row_of(complaint_id, stage, "reply", new_date, because=because, now=act.now)]
    if late is not None and late.update_by < new_date:
        rows.append(promises.row_of(complaint_id, stage, "update", late.update_by, because=because, now=act.now))
    promises.promise(db, rows)


def _write(db: Session, act: Act, position: Position, made: Extension) -> None:
    writer = correspondence.writer_of(db, complaint_id=position.complaint.id)
    late = made.kind == "late"
    step = next_step.to_ombudsman(
        position.version,
        ombudsman_function=position.function,
        on=act.today,
        because="late" if late else "extended",
        stage=position.stage.number,
    )
    values = {
        "new_date": made.new_date,
        "reason": made.reason,
        "next_step": [step],
        "next_update": made.next_update,
    }
    content = Content("late_notice" if late else "extended", values)
    correspondence.write_to_person(db, act, position.complaint.id, content, person_id=writer.id)
