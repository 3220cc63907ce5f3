"""Sending a draft from its browser: prepared outside the transaction, written once, whatever is clicked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.complaints import drafts
from portal.complaints.draft_guard import OpenDraft, find_open
from portal.complaints.opening import begin_session, live_session
from portal.complaints.rulebook import Rulebook
from portal.complaints.submit import ReferenceTaken, Submission, find_registered, prepare, register
from portal.config import Settings
from portal.errors import NotFound
from portal.web import sessions
from portal.web.unit_of_work import changes

_TRIES = 5


def send(draft: OpenDraft, *, now: datetime, rulebook: Rulebook, settings: Settings) -> None:
    """Register the draft, once, and open its matter in this browser.

    A reference that is taken is drawn again; words saved in another tab meanwhile are read again, so that what is
    sent is what was saved last. Raises ReferenceTaken after five tries, NotFound for a draft that has gone.
    """
    replaced = live_session()
    for _try in range(_TRIES):
        submission = _prepared(draft, now, rulebook, settings)
        try:
            with changes() as db:
                grant_id = _written(db, draft, submission)
                session_id = (
                    begin_session(db, grant_id=grant_id, how="sent", replaced=replaced, now=now) if grant_id else None
                )
        except ReferenceTaken:
            continue
        if session_id is not None:
            sessions.put_in_cookie(session_id)
            return
        read_again = find_open(draft.id)
        if read_again is None:
            raise NotFound("draft")
        draft = read_again
    raise ReferenceTaken


def _prepared(draft: OpenDraft, now: datetime, rulebook: Rulebook, settings: Settings) -> Submission:
    return prepare(
        draft.answers,
        receipt_key=draft.receipt_key,
        code_hmac=draft.code_hmac,
        proven=draft.proven,
        language=draft.language,
        channel=draft.channel,
        received_at=now,
        now=now,
        rulebook=rulebook,
        settings=settings,
        draft_id=draft.id,
    )


def _written(db: Session, draft: OpenDraft, submission: Submission) -> str | None:
    """Return the grant of what was registered, now or before; None when other answers were saved in between."""
    saved_at, complaint_id = drafts.hold(db, draft_id=draft.id)
    if complaint_id is not None:
        registered = find_registered(db, complaint_id=complaint_id)
        if registered is None:
            raise NotFound("complaint")
        return registered.grant_id
    if saved_at != draft.saved_at:
        return None
    return register(db, submission).grant_id
