"""Drafts: what somebody has written and not sent yet, kept on the server for 28 days."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Row, Table, and_, bindparam, delete, select, update
from sqlalchemy.orm import Session

from portal.complaints.drafts.held import Held
from portal.complaints.drafts.models import Draft
from portal.complaints.grants import private_code
from portal.complaints.matter.act import Act
from portal.complaints.matter.models import DraftFile
from portal.complaints.questions.answers import Answers
from portal.config import Settings
from portal.db import ComplaintId, new_id
from portal.errors import NotFound
from portal.files import store
from portal.sealed import DUMMY, same
from portal.web.models import WebSession

_HELD = select(Draft.saved_at, Draft.complaint_id).where(Draft.id == bindparam("draft_id")).with_for_update()
_DRAFTS = cast(Table, Draft.__table__)
_KEPT = (
    select(_DRAFTS)
    .join(WebSession, and_(WebSession.id_hash == bindparam("session_hash"), WebSession.ended_at.is_(None)))
    .where(_DRAFTS.c.id == bindparam("draft_id"), WebSession.kind.in_(("draft", "sent")))
)
_SENT = (
    update(_DRAFTS)
    .where(_DRAFTS.c.id == bindparam("draft_id"))
    .values({name: bindparam(name) for name in ("complaint_id", "saved_at", "expires_at")})
)


def start(
    db: Session, act: Act, *, answers: Answers, language: str, channel: str = "web", again_of: ComplaintId | None = None
) -> tuple[str, str]:
    """Keep a new draft and return its id and its private code; an officer's draft has no code ("").

    ``again_of`` is the answered matter that this says has happened again.
    """
    code = "" if act.officer_id else private_code.draw()
    draft = Draft(
        id=new_id(),
        code_hmac=private_code.hash_of(code, act.settings.code_key) if code else None,
        channel=channel,
        language=language,
        officer_id=act.officer_id,
        answers=answers.kept(),
        again_of=again_of,
        started_at=act.now,
        saved_at=act.now,
        expires_at=act.now + timedelta(days=act.settings.limits.draft_days),
    )
    db.add(draft)
    db.flush()
    return draft.id, code


def find_kept(db: Session, *, draft_id: str, held: Held, settings: Settings) -> Row[Any] | None:
    """Return the columns of a resident's draft when what a browser holds opens it, expired or not, else None."""
    draft = db.connection().execute(_KEPT, {"draft_id": draft_id, "session_hash": held.session_hash}).first()
    kept = draft.code_hmac if draft is not None and draft.code_hmac else DUMMY
    if not same(kept, private_code.hash_of(held.code, settings.code_key)) or draft is None:
        return None
    return draft


def find_by_code(db: Session, *, code: str, settings: Settings) -> Draft | None:
    """Return the draft that a private code opens on another device, expired or not; None when there is none."""
    return db.scalars(
        select(Draft).where(
            Draft.code_hmac == private_code.hash_of(code, settings.code_key), Draft.officer_id.is_(None)
        )
    ).one_or_none()


def find_unsent(db: Session, *, held: Collection[Held], settings: Settings, now: datetime) -> list[tuple[str, str]]:
    """Return the id and the private code of each draft that a browser holds and that can still be sent."""
    by_hmac = {private_code.hash_of(one.code, settings.code_key): one for one in held}
    open_there = select(WebSession.id_hash).where(
        WebSession.id_hash.in_([one.session_hash for one in held]),
        WebSession.kind == "draft",
        WebSession.ended_at.is_(None),
    )
    alive = set(db.scalars(open_there))
    rows = db.execute(
        select(Draft.id, Draft.code_hmac)
        .where(Draft.code_hmac.in_(by_hmac), Draft.complaint_id.is_(None), Draft.expires_at > now)
        .order_by(Draft.started_at)
    )
    found = [(row.id, by_hmac[row.code_hmac]) for row in rows]
    return [(draft_id, one.code) for draft_id, one in found if one.session_hash in alive]


def save(db: Session, *, draft_id: str, answers: Answers, language: str, now: datetime) -> bool:
    """Keep the answers and return True; a draft that was sent in the meantime stays as it was sent (False)."""
    saved = db.execute(
        update(Draft)
        .where(Draft.id == draft_id, Draft.complaint_id.is_(None))
        .values(answers=answers.kept(), language=language, saved_at=now)
        .returning(Draft.id)
    )
    return saved.first() is not None


def hold(db: Session, *, draft_id: str) -> tuple[datetime, ComplaintId | None]:
    """Keep others from changing a draft until the transaction ends; return when it was saved, and its matter if sent.

    What was read before the transaction may have been changed in another tab: compare ``saved_at``. Raises NotFound.
    """
    row = db.connection().execute(_HELD, {"draft_id": draft_id}).first()
    if row is None:
        raise NotFound("draft")
    return row.saved_at, row.complaint_id


def note_sent(db: Session, *, draft_id: str, complaint_id: ComplaintId, now: datetime, keep_until: datetime) -> None:
    """Note what a draft became, and until when it is kept for its confirmation."""
    became = {"draft_id": draft_id, "complaint_id": complaint_id, "saved_at": now, "expires_at": keep_until}
    db.connection().execute(_SENT, became)


def note_proven(db: Session, *, draft_id: str, normal_address: str) -> None:
    """Note which address was proven for this draft; another address typed later is not proven by it."""
    db.execute(update(Draft).where(Draft.id == draft_id).values(proven=normal_address))


def note_different(db: Session, *, draft_id: str, complaint_ids: Collection[str]) -> None:
    """Note that the person said their draft is not about these matters: nobody asks about them again."""
    draft = db.get(Draft, draft_id)
    if draft is not None:
        known = draft.different_from.split()
        draft.different_from = " ".join([*known, *(one for one in complaint_ids if one not in known)])
        db.flush()


def note_again(db: Session, *, draft_id: str, complaint_id: ComplaintId) -> None:
    """Note that the draft says an answered matter has happened again."""
    db.execute(update(Draft).where(Draft.id == draft_id).values(again_of=complaint_id))
    note_different(db, draft_id=draft_id, complaint_ids=[complaint_id])


def note_code_saved(db: Session, *, draft_id: str, now: datetime) -> None:
    """Note that the person has written their private code down."""
    db.execute(update(Draft).where(Draft.id == draft_id, Draft.code_noted_at.is_(None)).values(code_noted_at=now))


def forget_expired(db: Session, *, now: datetime) -> int:
    """Delete residents' drafts past their day that were never sent, with their files, and return how many.

    Officers' drafts of calls are forgotten by casework, which knows those that still wait for somebody.
    The row of a draft that was sent stays as long as its matter: its receipt key is in the complaint for ever.
    """
    past = (Draft.expires_at <= now, Draft.complaint_id.is_(None), Draft.officer_id.is_(None))
    files = delete(DraftFile).where(DraftFile.draft_id.in_(select(Draft.id).where(*past)))
    store.forget(db, file_ids=list(db.scalars(files.returning(DraftFile.file_id))))
    gone = db.execute(delete(Draft).where(*past).returning(Draft.id))
    return len(gone.all())
