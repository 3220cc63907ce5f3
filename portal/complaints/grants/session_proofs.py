"""Addresses that were proven in a browser session: what is listed there is worked out from them at every request."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.grants.models import SessionProof
from portal.complaints.matter.once import insert_once


def note(db: Session, *, session_hash: str, contact_id: str, now: datetime) -> None:
    """Note that an address was proven in this session; again changes nothing."""
    values = {"session_hash": session_hash, "contact_id": contact_id, "at": now}
    insert_once(db, SessionProof, values, key=["session_hash", "contact_id"])


def proven_in(db: Session, *, session_hash: str) -> list[str]:
    """Return the contacts that were proven in a session, the latest first."""
    return list(
        db.scalars(
            select(SessionProof.contact_id)
            .where(SessionProof.session_hash == session_hash)
            .order_by(SessionProof.at.desc(), SessionProof.contact_id)
        )
    )


def carry(db: Session, *, replaced: str, session_hash: str, now: datetime) -> None:
    """Let what was proven in a session hold in the one that replaces it."""
    for contact_id in proven_in(db, session_hash=replaced):
        note(db, session_hash=session_hash, contact_id=contact_id, now=now)
