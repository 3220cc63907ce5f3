"""Urgent matters: watched from the moment they are known, and an alarm when nobody opens them in time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from portal.casework.desk.models import UrgentWatch
from portal.complaints.matter import correspondence, events
from portal.complaints.matter.act import Act, OfficersAct
from portal.complaints.matter.models import Complaint
from portal.complaints.matter.once import insert_once
from portal.db import ComplaintId
from portal.letters.outgoing.kinds import Content
from portal.organisation import routing
from portal.procedures import deadlines

ALARM_WORKING_HOURS = 2


def unwatched(db: Session) -> list[ComplaintId]:
    """Return the ids of urgent matters that nobody watches yet, the oldest first."""
    return list(
        db.scalars(
            select(Complaint.id)
            .outerjoin(UrgentWatch, UrgentWatch.complaint_id == Complaint.id)
            .where(or_(Complaint.urgent, Complaint.urgent_words), UrgentWatch.complaint_id.is_(None))
            .order_by(Complaint.logged_at)
        )
    )


def watch(db: Session, act: Act, complaint_id: ComplaintId) -> bool:
    """Begin to watch an urgent matter and tell the urgent team; False when somebody already watches it.

    The alarm is due two working hours after it was logged: before that nobody could have opened it.
    """
    complaint = db.get(Complaint, complaint_id)
    if complaint is None:
        return False
    hours = act.rulebook.council.working_hours
    alarm_at = deadlines.add_working_hours(
        complaint.logged_at, ALARM_WORKING_HOURS, calendar=act.rulebook.calendar, opens=hours.opens, closes=hours.closes
    )
    if not _insert(db, {"complaint_id": complaint_id, "alarm_at": alarm_at}):
        return False
    team = routing.urgent_team(act.rulebook.council, act.today)
    correspondence.write_to_staff(db, act, complaint_id, Content("urgent_new"), addresses=[team.email])
    return True


def ringing(db: Session, *, now: datetime) -> list[ComplaintId]:
    """Return the ids of matters whose alarm is due and has not gone off."""
    return list(
        db.scalars(
            select(UrgentWatch.complaint_id)
            .where(UrgentWatch.alarm_at <= now, UrgentWatch.opened_at.is_(None), UrgentWatch.alarmed_at.is_(None))
            .order_by(UrgentWatch.alarm_at)
        )
    )


def alarm(db: Session, act: Act, complaint_id: ComplaintId) -> bool:
    """Write to the urgent team and to the matter's own team, once; False when it was opened or rung meanwhile."""
    rung = db.execute(
        update(UrgentWatch)
        .where(
            UrgentWatch.complaint_id == complaint_id,
            UrgentWatch.alarm_at <= act.now,
            UrgentWatch.opened_at.is_(None),
            UrgentWatch.alarmed_at.is_(None),
        )
        .values(alarmed_at=act.now)
        .returning(UrgentWatch.complaint_id)
    ).first()
    complaint = db.get(Complaint, complaint_id)
    if rung is None or complaint is None:
        return False
    today = act.today
    own = routing.find_team(act.rulebook.council, complaint.team, today) or routing.central_team(
        act.rulebook.council, today
    )
    to = list(dict.fromkeys([routing.urgent_team(act.rulebook.council, today).email, own.email]))
    correspondence.write_to_staff(db, act, complaint_id, Content("urgent_alarm"), addresses=to)
    return True


def mark_opened(db: Session, act: OfficersAct, *, complaint_id: ComplaintId) -> bool:
    """Note that an officer looks at an urgent matter; True the first time, False for others and when not urgent."""
    complaint = db.get(Complaint, complaint_id)
    if complaint is None or not (complaint.urgent or complaint.urgent_words):
        return False
    opened = {"opened_at": act.now, "opened_by": act.officer_id}
    first = _insert(db, {"complaint_id": complaint_id, "alarm_at": act.now, **opened}) or bool(
        db.execute(
            update(UrgentWatch)
            .where(UrgentWatch.complaint_id == complaint_id, UrgentWatch.opened_at.is_(None))
            .values(**opened)
            .returning(UrgentWatch.complaint_id)
        ).first()
    )
    if first:
        act.record(db, complaint_id, events.Kind.URGENT_OPENED)
    return first


def _insert(db: Session, values: dict[str, Any]) -> bool:
    return insert_once(db, UrgentWatch, values, key=["complaint_id"])
