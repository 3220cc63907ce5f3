"""What a person does with their matter after sending: add words, withdraw, and take the withdrawal back."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.complaints.matter import correspondence, events, promises
from portal.complaints.matter.act import Act
from portal.complaints.matter.models import Message, Withdrawal
from portal.complaints.matter.once import insert_once
from portal.complaints.matter.standing import get_position, project
from portal.complaints.matter.surviving import merged_into, own_surviving, take_living
from portal.db import ComplaintId, PersonId, new_id, one_at_a_time
from portal.errors import NotFound, Refusal
from portal.i18n import lazy
from portal.letters.outgoing.kinds import Content
from portal.procedures.deadlines import Counted
from portal.procedures.model import Term, Unit
from portal.procedures.steps import Step, undo_withdrawal_by


def add_message(
    db: Session,
    act: Act,
    *,
    complaint_id: ComplaintId,
    person_id: PersonId | None,
    body: str,
    channel: str,
    send_key: str,
) -> str:
    """Add a person's words to their matter, whatever its state, and return the message's id.

    Words for a matter that was joined into another land on that one, and are news there; where only officers' word
    joined them, they stay on the person's own (threat T35). ``send_key`` (32 characters, drawn with the
    form) makes a double click one message: the second gets the first's id. The act's officer took the words down,
    when they did not come by web; ``person_id`` is None for words whose sender is not proven. Raises NotFound.
    """
    sent_to, complaint_id = complaint_id, take_living(db, complaint_id)
    position = get_position(db, complaint_id=complaint_id, rulebook=act.rulebook, today=act.today)
    values = {
        "id": new_id(),
        "complaint_id": own_surviving(db, sent_to),
        "at": act.now,
        "author": "person",
        "person_id": person_id,
        "officer_id": act.officer_id,
        "channel": channel,
        "body": body,
        "send_key": send_key,
    }
    if not insert_once(db, Message, values, key=["send_key"]):
        first = db.scalars(
            select(Message.id).where(
                Message.send_key == send_key,
                Message.complaint_id.in_([complaint_id, *merged_into(db, complaint_id)]),
            )
        ).first()
        if first is None:
            raise NotFound("message")
        return first
    data = {"message": values["id"], "channel": channel, "stage": position.stage.number}
    act.record(db, complaint_id, events.Kind.ADDED_TO, data)
    project(db, complaint_id=complaint_id)
    return str(values["id"])


def withdraw(db: Session, act: Act, *, complaint_id: ComplaintId, person_id: PersonId, reason: str) -> date:
    """Withdraw a matter at the person's wish and return the last day on which that can be undone.

    A request to take it further sleeps with it and wakes again when it is undone. A second click changes nothing.
    Raises NotFound, and Refusal ``withdraw_not_now`` when there is nothing left to withdraw.
    """
    one_at_a_time(db, f"complaint:{complaint_id}")
    today = act.today
    position = get_position(db, complaint_id=complaint_id, rulebook=act.rulebook, today=today)
    if position.withdrawal is not None:
        return position.withdrawal.undo_until
    if Step.WITHDRAW not in position.allowed:
        raise Refusal("withdraw_not_now", lazy("We have answered this complaint, so there is nothing to withdraw."))
    until = undo_withdrawal_by(today, act.rulebook.calendar)
    withdrawal = Withdrawal(
        id=new_id(), complaint_id=complaint_id, at=act.now, person_id=person_id, reason=reason, undo_until=until
    )
    db.add(withdrawal)
    data = {"withdrawal": withdrawal.id, "undo_until": until.isoformat()}
    act.record(db, complaint_id, events.Kind.WITHDRAWN, data)
    project(db, complaint_id=complaint_id)
    content = Content("withdrawn", {"undo_until": until})
    correspondence.write_to_person(db, act, complaint_id, content, person_id=person_id)
    return until


def undo_withdrawal(db: Session, act: Act, *, complaint_id: ComplaintId, person_id: PersonId) -> None:
    """Take a withdrawal back within 20 working days; a second click changes nothing.

    Dates that still stood when the person withdrew move by the working days it slept, and the letter names them:
    an act with a reason and new dates, never a silent pause. Raises NotFound, and Refusal ``undo_too_late``.
    """
    one_at_a_time(db, f"complaint:{complaint_id}")
    position = get_position(db, complaint_id=complaint_id, rulebook=act.rulebook, today=act.today)
    withdrawal = position.withdrawal
    if withdrawal is None:
        return
    if Step.UNDO_WITHDRAWAL not in position.allowed:
        raise Refusal(
            "undo_too_late",
            lazy("It is too late to undo this online. Add a message, or call us, and we will look at it again."),
        )
    withdrawal.undone_at = act.now
    db.flush()
    _move_promises(db, act, complaint_id, clock.london_date(withdrawal.at))
    act.record(db, complaint_id, events.Kind.WITHDRAWAL_UNDONE, {"withdrawal": withdrawal.id})
    project(db, complaint_id=complaint_id)
    due = promises.find_due(db, complaint_id=complaint_id, kind="reply")
    content = Content("withdrawal_undone", {"reply_by": due})
    correspondence.write_to_person(db, act, complaint_id, content, person_id=person_id)


def _move_promises(db: Session, act: Act, complaint_id: ComplaintId, withdrawn_on: date) -> None:
    """Promise each date that was still to come then anew, later by the working days that the matter slept."""
    calendar = act.rulebook.calendar
    slept = calendar.working_days_between(withdrawn_on, act.today)
    if slept <= 0:
        return
    moved = []
    for one in promises.standing(db, complaint_id=complaint_id):
        if one.due < withdrawn_on:
            continue
        due = calendar.add_working_days(one.due, slept)
        term = Term(slept, Unit.WORKING_DAYS)
        counted = Counted(one.kind, one.due, "withdrawal", term, due, calendar.closed_between(one.due, due))
        moved.append(promises.row_of(complaint_id, one.stage, one.kind, counted, because="undone", now=act.now))
    if moved:
        promises.promise(db, moved)
