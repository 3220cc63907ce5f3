"""Opening a matter in a browser: a new session that carries over what the one before had open."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.complaints.grants import grants, session_proofs
from portal.web import session_rows


def begin_session(db: Session, *, grant_id: str, how: str, replaced: str | None, now: datetime) -> str:
    """Open a grant in a new session and return the session's id; the one it replaces (by hash) ends."""
    session_id = session_rows.begin(db, kind="resident", now=now, replaces=replaced)
    if replaced:
        session_proofs.carry(db, replaced=replaced, session_hash=session_rows.hash_of(session_id), now=now)
    grants.unlock(
        db, grant_id=grant_id, session_hash=session_rows.hash_of(session_id), how=how, now=now, carry=replaced
    )
    return session_id
