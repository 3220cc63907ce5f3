"""Opening a matter in a browser: a new session that carries over what the one before had open."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.complaints import grants, sent_drafts
from portal.complaints.draft_guard import OpenDraft
from portal.web import sessions
from portal.web.unit_of_work import changes, reading


def begin_session(db: Session, *, grant_id: str, how: str, replaced: str | None, now: datetime) -> str:
    """Open a grant in a new session and return the session's id; the one it replaces (by hash) ends."""
    session_id = sessions.begin(db, kind="resident", now=now, replaces=replaced)
    grants.unlock(db, grant_id=grant_id, session_hash=sessions.hash_of(session_id), how=how, now=now, carry=replaced)
    return session_id


def live_session() -> str | None:
    """Return the hash of this browser's live session, None when it has none; asked before ``changes()`` opens."""
    row = sessions.current("resident")
    return None if row is None else row.id_hash


def open_matter(draft: OpenDraft, *, now: datetime) -> bool:
    """Open what a draft became in this browser, which holds its code; False when the code opens it no more."""
    found = sent_drafts.find_with_code(reading(), draft_id=draft.id, code_hmac=draft.code_hmac or "", now=now)
    if found is None:
        return False
    replaced = live_session()
    if replaced and grants.find_opened(reading(), grant_id=found.grant_id, session_hash=replaced, now=now):
        return True
    with changes() as db:
        session_id = begin_session(db, grant_id=found.grant_id, how="code", replaced=replaced, now=now)
    sessions.put_in_cookie(session_id)
    return True
