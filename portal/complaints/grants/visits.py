"""A visit: a browser session with what is open in it, and the addresses that were proven in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.grants import grants
from portal.complaints.grants.models import SessionProof
from portal.complaints.matter.once import insert_once
from portal.db import GrantId
from portal.web import session_rows


def begin(
    db: Session, *, replaced: str | None, now: datetime, opens: Sequence[GrantId] = (), how: str = "", proven: str = ""
) -> str:
    """Begin a session that opens these grants, and return its id; ``how`` is as `grants.unlock` takes it.

    The session it replaces (by hash) ends, and what was open and proven there goes on in the new one. ``proven`` is
    a contact whose address was proven just now.
    """
    session_id = session_rows.begin(db, kind="resident", now=now, replaces=replaced)
    session_hash = session_rows.hash_of(session_id)
    for contact_id in [*(proven_in(db, session_hash=replaced) if replaced else ()), *([proven] if proven else ())]:
        note_proven(db, session_hash=session_hash, contact_id=contact_id, now=now)
    grants.unlock(db, grant_ids=opens, session_hash=session_hash, how=how, now=now, carry=replaced)
    return session_id


def note_proven(db: Session, *, session_hash: str, contact_id: str, now: datetime) -> None:
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
