"""Calls being logged: each is a draft of its officer's, with its page as typed beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, func, or_, select, update
from sqlalchemy.orm import Session

from portal.accounts.models import Officer
from portal.accounts.permissions import allowed_somewhere
from portal.casework.desk.models import Call, IncompleteCall
from portal.complaints.drafts import drafts
from portal.complaints.drafts.models import Draft
from portal.complaints.incoming import by_mail
from portal.complaints.matter.act import OfficersAct
from portal.complaints.questions.answers import Answers
from portal.db import ComplaintId, OfficerId
from portal.errors import NotFound, Refusal
from portal.i18n import lazy


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call as an officer may see it. ``typed`` is the page field by field, {} before the first save.

    ``until`` is the day by which somebody finishes it, None unless it was kept as incomplete; ``complaint_id`` is
    what it became, None while it is not registered.
    """

    draft_id: str
    receipt_key: str
    taken_by: OfficerId
    owner: OfficerId
    language: str
    channel: str
    answers: Answers
    typed: Mapping[str, str]
    started_at: datetime
    saved_at: datetime
    until: date | None
    complaint_id: ComplaintId | None


def start_call(db: Session, act: OfficersAct, *, language: str) -> str:
    """Begin a call and return its draft's id: a phone call until the officer says otherwise."""
    draft_id, _no_code = drafts.start(db, act, answers=Answers(), language=language, channel="phone")
    db.add(Call(draft_id=draft_id, typed={}))
    db.flush()
    return draft_id


def find_call(db: Session, *, draft_id: str, officer_id: OfficerId, now: datetime) -> OpenCall | None:
    """Return a call that is this officer's, registered or not; None for another's, an expired and an invented one.

    A call belongs to who took it, or to whom it was given when it broke off.
    """
    found = db.execute(_calls().where(Draft.id == draft_id, _owner() == officer_id, _not_expired(now))).first()
    return None if found is None else _read(found)


def get_call(db: Session, *, draft_id: str, officer_id: OfficerId, now: datetime) -> OpenCall:
    """Return a call that is this officer's. Raises NotFound."""
    call = find_call(db, draft_id=draft_id, officer_id=officer_id, now=now)
    if call is None:
        raise NotFound("call")
    return call


def open_calls(db: Session, *, officer_id: OfficerId, now: datetime) -> list[OpenCall]:
    """Return the officer's calls that are not registered: those kept for a day first, the soonest first."""
    found = db.execute(
        _calls()
        .where(_owner() == officer_id, Draft.complaint_id.is_(None), _not_expired(now))
        .order_by(Draft.started_at.desc())
    )
    calls = [_read(row) for row in found]
    return sorted(calls, key=lambda call: (call.until is None, call.until or date.max))


def save_call(
    db: Session, act: OfficersAct, *, draft_id: str, answers: Answers, typed: Mapping[str, str], channel: str
) -> bool:
    """Keep the page of a call and return True; one that was registered meanwhile stays as it was sent (False).

    The same page again changes nothing, not even when it was saved. Raises NotFound for a call that is not this
    officer's.
    """
    kept = get_call(db, draft_id=draft_id, officer_id=act.officer_id, now=act.now)
    if kept.complaint_id is None and (kept.typed, kept.answers, kept.channel) == (typed, answers, channel):
        return True
    if not drafts.save(db, draft_id=draft_id, answers=answers, language=kept.language, now=act.now):
        return False
    db.execute(update(Draft).where(Draft.id == draft_id).values(channel=channel))
    db.execute(update(Call).where(Call.draft_id == draft_id).values(typed=dict(typed)))
    return True


def keep_incomplete(
    db: Session, *, draft_id: str, officer_id: OfficerId, owner: OfficerId, until: date, now: datetime
) -> None:
    """Keep a call that broke off, with somebody to finish it and a day; it does not expire before they do.

    Raises NotFound, and Refusal ``call_registered`` or ``owner_unknown``.
    """
    get_call(db, draft_id=draft_id, officer_id=officer_id, now=now)
    _saved_at, complaint_id = drafts.hold(db, draft_id=draft_id)
    if complaint_id is not None:
        raise Refusal("call_registered", lazy("This call is registered already."))
    if owner not in {officer.id for officer in possible_owners(db)}:
        raise Refusal("owner_unknown", lazy("Choose somebody who can finish this call."))
    row = db.get(IncompleteCall, draft_id)
    if row is None:
        row = IncompleteCall(draft_id=draft_id, kept_at=now)
        db.add(row)
    row.owner, row.until, row.ended_at = owner, until, None
    db.flush()


def possible_owners(db: Session) -> list[Officer]:
    """Return the officers who may log calls, by name."""
    officers = db.scalars(select(Officer).where(Officer.disabled_at.is_(None)).order_by(Officer.name, Officer.id))
    return [officer for officer in officers if allowed_somewhere(officer, "log_call")]


def note_registered(db: Session, *, draft_id: str, now: datetime) -> None:
    """Drop the page as typed, now that a complaint holds the words, and end the waiting for somebody.

    The mail that the draft was made of, if it was, goes with it onto that complaint.
    """
    complaint_id = db.scalar(select(Draft.complaint_id).where(Draft.id == draft_id))
    if complaint_id is not None:
        by_mail.note_became(db, draft_id=draft_id, complaint_id=complaint_id)
    db.execute(delete(Call).where(Call.draft_id == draft_id))
    db.execute(
        update(IncompleteCall)
        .where(IncompleteCall.draft_id == draft_id, IncompleteCall.ended_at.is_(None))
        .values(ended_at=now)
    )


def forget_expired_calls(db: Session, *, now: datetime) -> int:
    """Delete calls past their day that nobody registered and nobody still has to finish; return how many."""
    waiting = select(IncompleteCall.draft_id).where(IncompleteCall.ended_at.is_(None))
    gone = list(
        db.scalars(
            select(Draft.id).where(
                Draft.officer_id.is_not(None),
                Draft.complaint_id.is_(None),
                Draft.expires_at <= now,
                Draft.id.not_in(waiting),
            )
        )
    )
    for table, column in ((Call, Call.draft_id), (IncompleteCall, IncompleteCall.draft_id), (Draft, Draft.id)):
        db.execute(delete(table).where(column.in_(gone)))
    return len(gone)


def _calls() -> Select[Any]:
    return (
        select(Draft, Call.typed, IncompleteCall.owner, IncompleteCall.until, IncompleteCall.ended_at)
        .outerjoin(Call, Call.draft_id == Draft.id)
        .outerjoin(IncompleteCall, IncompleteCall.draft_id == Draft.id)
        .where(Draft.officer_id.is_not(None))
    )


def _read(row: Row[Any]) -> OpenCall:
    draft: Draft = row[0]
    taken_by = draft.officer_id or OfficerId("")
    return OpenCall(
        draft_id=draft.id,
        receipt_key=draft.receipt_key,
        taken_by=taken_by,
        owner=row.owner or taken_by,
        language=draft.language,
        channel=draft.channel,
        answers=Answers.read(draft.answers),
        typed=row.typed or {},
        started_at=draft.started_at,
        saved_at=draft.saved_at,
        until=row.until if row.ended_at is None else None,
        complaint_id=draft.complaint_id,
    )


def _owner() -> ColumnElement[str | None]:
    return func.coalesce(IncompleteCall.owner, Draft.officer_id)


def _not_expired(now: datetime) -> ColumnElement[bool]:
    waiting = IncompleteCall.draft_id.is_not(None) & IncompleteCall.ended_at.is_(None)
    return or_(Draft.expires_at > now, waiting)
