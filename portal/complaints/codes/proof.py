"""Proving that somebody answers at an address, and opening a matter with that proof."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from portal.complaints.grants.grants import in_force
from portal.complaints.matter.act import Act
from portal.complaints.matter.joining_models import Merge
from portal.complaints.matter.models import Complaint, Grant, Reference
from portal.config import Settings
from portal.db import GrantId
from portal.letters.outgoing import outbox
from portal.letters.outgoing.compose import compose
from portal.letters.outgoing.daily import Asked
from portal.letters.outgoing.kinds import Channel, Content
from portal.people import one_time_codes
from portal.people.models import ContactPoint
from portal.people.one_time_codes import Wanted


def find_grant_reached_at(db: Session, *, number: str, normal_address: str, now: datetime) -> GrantId | None:
    """Return the grant in force of the person who was given this reference and has proven this address, or None."""
    return db.scalars(
        select(Grant.id)
        .join(Reference, (Reference.complaint_id == Grant.complaint_id) & (Reference.person_id == Grant.person_id))
        .join(ContactPoint, ContactPoint.person_id == Grant.person_id)
        .where(
            Reference.number == number,
            ContactPoint.normal == normal_address,
            ContactPoint.proven_at.is_not(None),
            ContactPoint.ended_at.is_(None),
            in_force(now),
        )
        .limit(1)
    ).first()


def references_reached_at(db: Session, *, normal_address: str) -> list[tuple[str, datetime]]:
    """Return the references given to persons who have proven this address, with the day each was given.

    Only contacts that nobody else reads: families, hostels and care homes share addresses.
    """
    found = db.execute(
        select(
            Reference.number,
            Reference.complaint_id,
            Complaint.received_at,
            func.coalesce(Merge.surviving_id, Reference.complaint_id).label("living"),
        )
        .join(Complaint, Complaint.id == Reference.complaint_id)
        .join(ContactPoint, ContactPoint.person_id == Reference.person_id)
        .outerjoin(Merge, and_(Merge.merged_id == Reference.complaint_id, Merge.undone_at.is_(None)))
        .where(
            ContactPoint.normal == normal_address,
            ContactPoint.proven_at.is_not(None),
            ContactPoint.ended_at.is_(None),
            ContactPoint.shared == "no",
        )
        .distinct()
        .order_by(Complaint.received_at)
    ).all()
    living = {row.complaint_id for row in found}
    # Of a matter that was joined into another only what still leads there, unless the other is listed too.
    return [
        (row.number, row.received_at) for row in found if row.living == row.complaint_id or row.living not in living
    ]


def send_code(
    db: Session, act: Act, wanted: Wanted, *, browser_hash: str, language: str, asked: Asked | None = None
) -> None:
    """Ask for a six-digit code to an address; with nothing to open the same rows are written and nothing is sent.

    ``asked`` says who asks on a page; without it an officer does, for a caller who reads the digits out: that code goes
    to proven addresses only.
    The digits are made by the worker while it sends, and never stored (threats T3, T6).
    """
    code_id = one_time_codes.ask(db, wanted, browser_hash=browser_hash, now=act.now, settings=act.settings)
    letter = "caller_code" if asked is None else "one_time_code"
    content = Content(letter, secret={"one_time_code": code_id})
    composed = compose(content, language=language, settings=act.settings)
    channel: Channel = "sms" if wanted.kind == "phone" else "email"
    to = outbox.Recipient(channel, wanted.address, language, proven=asked is None)
    outbox.post(db, composed, to=to, now=act.now, asked=asked)


def proven_addresses(db: Session, *, grant_id: GrantId) -> list[tuple[str, str]]:
    """Return kind and address of the ways to reach a grant's person that they have proven."""
    found = db.execute(
        select(ContactPoint.kind, ContactPoint.address)
        .join(Grant, Grant.person_id == ContactPoint.person_id)
        .where(Grant.id == grant_id, ContactPoint.proven_at.is_not(None), ContactPoint.ended_at.is_(None))
    )
    return [(row.kind, row.address) for row in found]


def can_text(settings: Settings) -> bool:
    """Tell whether there is a way to send text messages: in demo mode they are written to files."""
    return settings.demo
