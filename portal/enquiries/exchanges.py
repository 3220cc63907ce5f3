"""What is said about an enquiry, kept in order under its reference."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.complaints.matter.act import Act
from portal.db import one_at_a_time
from portal.enquiries.models import Enquiry, EnquiryExchange
from portal.errors import NotFound


@dataclass(frozen=True, slots=True)
class Sent:
    """What an office sent: from which address, about whom, quoting which reference, and the key of its form.

    ``came_at`` is when it came, for what came by phone or post and an officer wrote down.
    """

    office: str
    words: str
    send_key: str
    sent_from: str = ""
    constituent: str = ""
    quoted: str = ""
    came_at: datetime | None = None


def begin(db: Session, *, enquiry_id: str, office: str | None = None) -> Enquiry:
    """Return an enquiry, of this office only where one is given, and let nobody else write to it until the end.

    Raises NotFound.
    """
    one_at_a_time(db, f"enquiry:{enquiry_id}")
    found = db.get(Enquiry, enquiry_id)
    if found is None or (office is not None and found.office != office):
        raise NotFound("enquiry")
    return found


def keep(db: Session, act: Act, said: EnquiryExchange, *, at: datetime | None = None) -> None:
    """Keep what was said as the last thing about its enquiry; ``at`` is when, if not now.

    The act's officer is who said it, or who wrote down what came by phone or post. The caller has called `begin` and
    `slot`.
    """
    said.seq, said.officer_id = last(db, enquiry_id=said.enquiry_id) + 1, act.officer_id
    said.at = at or act.now
    db.add(said)
    db.flush()


def keep_sent(db: Session, act: Act, sent: Sent, said: EnquiryExchange) -> None:
    """Keep what an office sent as `keep` does, with its words and when it came."""
    said.body, said.logged_at = sent.words, act.now if act.officer_id else None
    keep(db, act, said, at=sent.came_at)


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
