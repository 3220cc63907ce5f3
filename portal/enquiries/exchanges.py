"""What is said about an enquiry, kept in order under its reference."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db import one_at_a_time
from portal.enquiries.models import Enquiry, EnquiryExchange, Said
from portal.errors import NotFound


def begin(db: Session, *, enquiry_id: str, office: str | None = None) -> Enquiry:
    """Return an enquiry, of this office only where one is given, and let nobody else write to it until the end.

    Raises NotFound.
    """
    one_at_a_time(db, f"enquiry:{enquiry_id}")
    found = db.get(Enquiry, enquiry_id)
    if found is None or (office is not None and found.office != office):
        raise NotFound("enquiry")
    return found


def keep(
    db: Session,
    *,
    enquiry_id: str,
    key: str,
    kind: Said,
    body: str,
    at: datetime,
    logged_at: datetime | None = None,
    officer_id: str | None = None,
    signed_by: str = "",
    due: date | None = None,
) -> None:
    """Keep what was said as the last thing about an enquiry. The caller has called `begin` and `slot`."""
    db.add(
        EnquiryExchange(
            id=key,
            enquiry_id=enquiry_id,
            seq=last(db, enquiry_id=enquiry_id) + 1,
            kind=kind,
            at=at,
            logged_at=logged_at,
            officer_id=officer_id,
            signed_by=signed_by,
            body=body,
            due=due,
        )
    )
    db.flush()


def last(db: Session, *, enquiry_id: str) -> int:
    """Return the number of the last thing that was said, 0 before anything was."""
    return db.scalar(select(func.max(EnquiryExchange.seq)).where(EnquiryExchange.enquiry_id == enquiry_id)) or 0


def slot(db: Session, *, send_key: str, body: str) -> tuple[str, EnquiryExchange | None]:
    """Return the key that these words are kept under, and what is kept there: a second click finds the first.

    A form that was sent before with other words gets a key made of both, so that neither is lost.
    """
    found = db.get(EnquiryExchange, send_key)
    if found is not None and found.body != body:
        send_key = hashlib.sha256(f"{send_key}:{body}".encode()).hexdigest()[:32]
        found = db.get(EnquiryExchange, send_key)
    return send_key, found
