"""What is allowed when: the steps a matter may take from where it stands."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.procedures.calendar import WorkingCalendar
from portal.procedures.model import ProcedureVersion

UNDO_WITHDRAWAL_WORKING_DAYS = 20


class Step(StrEnum):
    """Something a person or an officer may do with a matter."""

    ACKNOWLEDGE = "acknowledge"
    REPLY = "reply"
    EXTEND = "extend"
    MESSAGE = "message"
    ADD = "add"
    WITHDRAW = "withdraw"
    UNDO_WITHDRAWAL = "undo_withdrawal"
    GO_FURTHER = "go_further"
    DECIDE_REQUEST = "decide_request"
    OMBUDSMAN = "ombudsman"


# The steps of the person who complains; the others are an officer's.
BY_THE_PERSON = frozenset({Step.ADD, Step.WITHDRAW, Step.UNDO_WITHDRAWAL, Step.GO_FURTHER, Step.OMBUDSMAN})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a matter stands.

    `stage` is the stage that was opened last, and `acknowledged`, `answered` and `reply_overdue` are about it;
    `open_request` is a request for the next stage that nobody has decided, with its own acknowledgement.
    `refused` says that the council will not look into the matter, or rejected the last request. `may_undo` says
    that a withdrawal is still within the time of `undo_withdrawal_by`. `last_stage` is the last one that may be
    opened for this matter (`ProcedureVersion.last_stage_for`); None takes the procedure's own.
    """

    stage: int = 1
    acknowledged: bool = False
    answered: bool = False
    reply_overdue: bool = False
    open_request: bool = False
    request_acknowledged: bool = False
    refused: bool = False
    withdrawn: bool = False
    may_undo: bool = False
    last_stage: int | None = None


def allowed(standing: Standing, version: ProcedureVersion) -> frozenset[Step]:
    """Return the steps the rules allow now; who may take them is a question of permissions.

    Words may always be added and sent. A person may go further after an answer, and when the reply is overdue,
    unless a request is open or this was the last stage; asking late (`ask_within` has passed) is still asking
    (docs/procedures.md, Taking it further). The ombudsman is open after the last answer, after a refusal and when
    the council is late; under the 2009 Regulations (adult social care) at any time.
    """
    steps = {Step.ADD, Step.MESSAGE}
    if version.ombudsman_any_time:
        steps.add(Step.OMBUDSMAN)
    if standing.withdrawn:
        return frozenset(steps | {Step.UNDO_WITHDRAWAL} if standing.may_undo else steps)
    last = version.last_stage if standing.last_stage is None else standing.last_stage
    late = standing.reply_overdue and not standing.answered
    if not standing.answered:
        steps |= {Step.REPLY, Step.EXTEND, Step.WITHDRAW}
    if not standing.answered and not standing.acknowledged:
        steps.add(Step.ACKNOWLEDGE)
    if standing.open_request:
        steps |= {Step.DECIDE_REQUEST, Step.WITHDRAW}
        if not standing.request_acknowledged:
            steps.add(Step.ACKNOWLEDGE)
    elif standing.stage < last and (standing.answered or late):
        steps.add(Step.GO_FURTHER)
    if late or standing.refused or (standing.answered and standing.stage >= last):
        steps.add(Step.OMBUDSMAN)
    return frozenset(steps)


def undo_withdrawal_by(withdrawn_on: date, calendar: WorkingCalendar) -> date:
    """Return the last day on which a withdrawal can be undone: 20 working days after it."""
    return calendar.add_working_days(withdrawn_on, UNDO_WITHDRAWAL_WORKING_DAYS)
