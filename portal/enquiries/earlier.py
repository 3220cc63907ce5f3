"""Whether an office has asked about this person or complaint before, so that it goes on under the same reference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from portal import clock
from portal.complaints.matter import reference
from portal.enquiries.exchanges import Sent
from portal.enquiries.models import Enquiry, EnquiryExchange
from portal.people.names import folded

# How long after its answer an enquiry is still offered: the portal's own rule.
_RECENT = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An enquiry that a new one may belong to; its reference in groups."""

    id: str
    reference: str
    constituent: str
    received_on: date


def find(db: Session, new: Sent, *, now: datetime, open_to: ColumnElement[bool] | None = None) -> list[Earlier]:
    """Return this office's enquiries that wait, or were answered lately, about the same person or reference.

    The newest first. A reference that was quoted may also be the earlier enquiry's own. The one that was sent with
    this form's key is among them whatever it is about. Nothing of another office is looked at, and
    only what meets ``open_to``, the condition of what the sender may know of.
    """
    sent = db.scalar(select(EnquiryExchange.enquiry_id).where(EnquiryExchange.id == new.send_key))
    name, number = folded(new.constituent), _plain(new.quoted)
    rows = db.scalars(
        select(Enquiry)
        .where(Enquiry.office == new.office, or_(Enquiry.answered_at.is_(None), Enquiry.answered_at >= now - _RECENT))
        .where(true() if open_to is None else open_to)
        .order_by(Enquiry.received_at.desc())
    )
    return [
        Earlier(row.id, reference.grouped(row.number), row.constituent, clock.london_date(row.received_at))
        for row in rows
        if row.id == sent
        or (name and name == folded(row.constituent))
        or (number and number in {_plain(row.quoted), row.number})
    ]


def _plain(quoted: str) -> str:
    """Return a reference as it is compared: its twelve digits, or what was typed when it is none."""
    return reference.read(quoted).number or folded(quoted)
