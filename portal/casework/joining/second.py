"""A second officer decides whether two matters are joined that nothing proves to be one person's (threat T35).

One officer asks, with a reason; until another one agrees nothing is joined, and nobody outside the desk is told.
"""

from __future__ import annotations

from typing import Literal, cast

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import Session

from portal.casework.desk import urgent
from portal.casework.desk.acts import require_words
from portal.casework.desk.models import CallerCheck, JoinRequest
from portal.complaints.joining import merge
from portal.complaints.joining.answered import Meaning
from portal.complaints.joining.plan import plan
from portal.complaints.matter import correspondence, events
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.surviving import surviving
from portal.db import ComplaintId, new_id
from portal.errors import NotFound, Refusal
from portal.i18n import gettext as _
from portal.i18n import lazy
from portal.letters.outgoing.kinds import Content
from portal.organisation import routing

Decision = Literal["agreed", "refused"]


def ask(
    db: Session, act: OfficersAct, *, one_id: ComplaintId, other_id: ComplaintId, reason: str, meaning: Meaning | None
) -> str:
    """Ask a second officer to join two matters, tell the complaints team, and return the request's id.

    ``reason`` is how the officer knows that one person wrote both. While a request about the two waits, asking again
    gives that one. Raises NotFound, Refusal ``reason_missing``, and the Refusals of `joining.plan`.
    """
    merge.take_turns(db, one_id, other_id)
    plan(db, one_id=one_id, other_id=other_id)
    require_words(reason, "reason_missing", _("Say how you know that one person wrote both."), field="reason")
    there = find_waiting(db, one_id=one_id, other_id=other_id)
    if there is not None:
        return there.id
    first, second = sorted((one_id, other_id))
    made = JoinRequest(
        id=new_id(),
        one_id=first,
        other_id=second,
        reason=reason.strip(),
        meaning=meaning or "",
        asked_at=act.now,
        asked_by=act.officer_id,
    )
    db.add(made)
    db.flush()
    _record(db, act, made, events.Kind.JOIN_ASKED)
    for complaint_id in (first, second):
        urgent.mark_opened(db, act, complaint_id=complaint_id)
    team = routing.central_team(act.rulebook.council, act.today)
    correspondence.write_to_staff(db, act, first, Content("join_waits"), addresses=[team.email])
    return made.id


def get(db: Session, *, request_id: str) -> JoinRequest:
    """Return a request. Raises NotFound."""
    found = db.get(JoinRequest, request_id)
    if found is None:
        raise NotFound("request")
    return found


def find_waiting(db: Session, *, one_id: ComplaintId, other_id: ComplaintId) -> JoinRequest | None:
    """Return the request about these two that nobody decided, or None."""
    return db.scalars(select(JoinRequest).where(_waits_about(one_id, other_id))).one_or_none()


def waiting(db: Session) -> list[JoinRequest]:
    """Return every request that nobody decided, the oldest first."""
    rows = select(JoinRequest).where(JoinRequest.decision.is_(None)).order_by(JoinRequest.asked_at, JoinRequest.id)
    return list(db.scalars(rows))


def decide(
    db: Session, act: OfficersAct, *, request_id: str, decision: Decision, answer: str, checked: str = ""
) -> ComplaintId:
    """Agree to a request, which joins the two, or refuse it, as the second officer; return the matter that lives.

    ``answer`` is why; ``checked`` is how an officer made sure who the person is: call_back, one_time_code, phone_word
    or in_person, and "" when nobody did. Then each side goes on seeing only its own. The same decision twice changes
    nothing. Raises NotFound, Refusal ``own_request``, ``answer_missing``, ``request_decided``, and those of
    `joining.merge.merge`.
    """
    found = _take(db, request_id)
    if found.asked_by == act.officer_id:
        raise Refusal("own_request", lazy("You asked for this, so somebody else has to decide."))
    if (found.decision, found.decided_by) == (decision, act.officer_id):
        return surviving(db, found.one_id)
    _require_undecided(found)
    require_words(answer, "answer_missing", _("Say why you decide so."), field="answer")
    found.answer = answer.strip()
    if decision == "agreed":
        found.checked = checked
        merge.merge(
            db,
            act,
            one_id=found.one_id,
            other_id=found.other_id,
            meaning=cast(Meaning, found.meaning) if found.meaning else None,
            agreed=merge.Agreed(found.asked_by, found.reason, checked),
        )
    else:
        _record(db, act, found, events.Kind.JOIN_REFUSED)
    _note(db, act, found, decision)
    living = surviving(db, found.one_id)
    for one in sorted({found.one_id, found.other_id, living}):
        urgent.mark_opened(db, act, complaint_id=one)
    return living


def withdraw(db: Session, act: OfficersAct, *, request_id: str) -> None:
    """Take one's own request back; again changes nothing. Raises NotFound, and Refusal ``request_decided``."""
    found = _take(db, request_id)
    if found.asked_by != act.officer_id:
        raise NotFound("request")
    if found.decision == "withdrawn":
        return
    _require_undecided(found)
    _record(db, act, found, events.Kind.JOIN_NOT_WANTED)
    _note(db, act, found, "withdrawn")


def note_joined(db: Session, act: OfficersAct, *, one_id: ComplaintId, other_id: ComplaintId) -> None:
    """Let no request about two matters wait that were joined without it."""
    db.execute(
        update(JoinRequest)
        .where(_waits_about(one_id, other_id))
        .values(decision="joined", decided_at=act.now, decided_by=act.officer_id)
    )


def is_caller_checked(db: Session, act: OfficersAct, *, one_id: ComplaintId, other_id: ComplaintId) -> bool:
    """Tell whether this officer has checked the caller about both matters, and both checks hold now."""
    held = select(func.count(CallerCheck.complaint_id.distinct())).where(
        CallerCheck.complaint_id.in_((one_id, other_id)),
        CallerCheck.officer_id == act.officer_id,
        CallerCheck.at <= act.now,
        CallerCheck.until > act.now,
    )
    return db.scalar(held) == len({one_id, other_id})


def checks(db: Session, *, complaint_ids: tuple[ComplaintId, ComplaintId]) -> list[CallerCheck]:
    """Return how callers about these matters were checked, the latest first."""
    rows = select(CallerCheck).where(CallerCheck.complaint_id.in_(complaint_ids)).order_by(CallerCheck.at.desc())
    return list(db.scalars(rows))


def _waits_about(one_id: ComplaintId, other_id: ComplaintId) -> ColumnElement[bool]:
    """The condition that a request about these two is not decided."""
    first, second = sorted((one_id, other_id))
    return and_(JoinRequest.one_id == first, JoinRequest.other_id == second, JoinRequest.decision.is_(None))


def _take(db: Session, request_id: str) -> JoinRequest:
    """Return a request as it stands once the turns of both its matters are taken: two officers at once take turns."""
    found = get(db, request_id=request_id)
    merge.take_turns(db, found.one_id, found.other_id)
    db.refresh(found, with_for_update=True)
    return found


def _require_undecided(found: JoinRequest) -> None:
    if found.decision is not None:
        raise Refusal("request_decided", lazy("This has been decided already."))


def _note(db: Session, act: OfficersAct, found: JoinRequest, decision: str) -> None:
    found.decision, found.decided_at, found.decided_by = decision, act.now, act.officer_id
    db.flush()


def _record(db: Session, act: OfficersAct, found: JoinRequest, kind: events.Kind) -> None:
    for complaint_id in (found.one_id, found.other_id):
        act.record(db, complaint_id, kind, {"request": found.id})
