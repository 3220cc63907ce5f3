"""The person affected objects to somebody who acts for them by another right than their consent, or claims to.

They cannot end it themselves: a parent or a deputy acts without being asked. An officer looks at it, the same day.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.complaints.acting import authority
from portal.complaints.matter import events
from portal.complaints.matter.act import Act
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import Event
from portal.errors import Refusal
from portal.i18n import lazy
from portal.people.models import Person


def object_to(db: Session, act: Act, claim: Authority) -> None:
    """Put a claim before an officer today, because the affected person says no; the representative is not told.

    Said again before an officer has looked, it is said once. Raises Refusal ``authority_over`` or ``has_died``.
    """
    if claim.state not in authority.GOING:
        raise Refusal("authority_over", lazy("This has ended. This person may not act for you."))
    if db.get_one(Person, claim.affected_id).died:
        raise Refusal("has_died", lazy("This cannot be answered any more. Please call us."))
    if said_at(db, claim) is not None:
        return
    claim.review_on = act.today
    authority.record(db, act.as_person(claim.affected_id), claim, events.Kind.AUTHORITY_QUESTIONED)
    db.flush()


def said_at(db: Session, claim: Authority) -> datetime | None:
    """Return when the affected person said that this one should not act, None when no officer has to look at it."""
    if claim.review_on is None or claim.state not in authority.GOING:
        return None
    rows = db.scalars(
        select(Event)
        .where(Event.complaint_id == claim.complaint_id, Event.kind == events.Kind.AUTHORITY_QUESTIONED)
        .order_by(Event.seq.desc())
    )
    at = next((one.at for one in rows if one.data.get("authority") == claim.id), None)
    return at if at is not None and claim.review_on <= clock.london_date(at) else None
