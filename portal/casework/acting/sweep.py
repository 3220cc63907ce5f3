"""Claims that nobody has confirmed: chased after 5 and 10 working days, handed to an officer after 15, never lapsing.

A right to act that was given until a certain day ends after that day.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.complaints.acting import authority, consent, elsewhere
from portal.complaints.follow_up import chases
from portal.complaints.matter import correspondence, events
from portal.complaints.matter.act import Act
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import Complaint
from portal.db import one_at_a_time
from portal.letters.outgoing.kinds import Content
from portal.procedures.calendar import WorkingCalendar

CHASE_AFTER = (5, 10, authority.DECIDE_WITHIN)
"""Working days after the claim; after the last of them an officer decides."""


def waits(today: date) -> ColumnElement[bool]:
    """The condition of claims on which an officer has to act now: refused or overdue, or due to be looked at again.

    Also where the affected person has said that somebody should not act (`portal.complaints.acting.objecting`).
    """
    undecided = and_(
        Authority.decision.is_(None),
        or_(
            Authority.state == "refused",
            and_(Authority.state.in_(sorted(authority.WAITING)), Authority.decide_by <= today),
        ),
    )
    again = and_(Authority.state.in_(sorted(authority.GOING)), Authority.review_on <= today)
    return or_(undecided, again)


def due(db: Session, *, today: date, calendar: WorkingCalendar) -> list[str]:
    """Return the ids of what is to be chased or ended today, the longest waiting first.

    Nobody is chased about a matter that was withdrawn, or joined into another where the right to act is asked too.
    """
    rows = db.scalars(
        select(Authority)
        .join(Complaint, Complaint.id == Authority.complaint_id)
        .where(
            Authority.state.in_(sorted(authority.WAITING)),
            Authority.decision.is_(None),
            Complaint.state.in_(["open", "answered"]),
        )
        .order_by(Authority.claimed_at)
    )
    waiting = [one.id for one in rows if one.chased < _chases_by(one, today, calendar)]
    over = select(Authority.id).where(Authority.state == "confirmed", Authority.expires_on < today)
    return [*db.scalars(over), *waiting]


def do(db: Session, act: Act, authority_id: str) -> bool:
    """Chase or end one; False when it was done meanwhile, or an officer was faster.

    Also of a matter that was split from another on which the same is asked: nobody is asked twice.
    """
    claim = db.get_one(Authority, authority_id)
    one_at_a_time(db, f"complaint:{claim.complaint_id}")
    db.refresh(claim)
    today = act.today
    if claim.state == "confirmed":
        if claim.expires_on is None or claim.expires_on >= today:
            return False
        authority.end(db, act.as_portal(), claim, state="expired")
        consent.tell(db, act, claim, Content("authority_ended"))
        return True
    by_now = _chases_by(claim, today, act.rulebook.calendar)
    if claim.state not in authority.WAITING or claim.decision is not None or claim.chased >= by_now:
        return False
    claim.chased = by_now
    db.flush()
    if elsewhere.asked_with_first(db, claim, authority.WAITING):
        return False
    last = by_now == len(CHASE_AFTER)
    if claim.contact_id is not None and not last:
        consent.send(db, act, claim)
    if not last:
        consent.tell(db, act, claim, Content("authority_waiting", {"decide_by": claim.decide_by}))
    content = Content("authority_due" if last else "authority_unasked", {"due": claim.decide_by})
    to = chases.owners(db, act, db.get_one(Complaint, claim.complaint_id))
    correspondence.write_to_staff(db, act, claim.complaint_id, content, addresses=to)
    authority.record(db, act.as_portal(), claim, events.Kind.AUTHORITY_CHASED, after=str(CHASE_AFTER[by_now - 1]))
    return True


def _chases_by(claim: Authority, today: date, calendar: WorkingCalendar) -> int:
    """How many times this is to have been chased by this day, the last being the officer's turn."""
    passed = calendar.working_days_between(clock.london_date(claim.claimed_at), today)
    return sum(passed >= days for days in CHASE_AFTER)
