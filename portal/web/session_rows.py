"""Sessions as rows: begun, found, ended. They know no request and no cookie."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.config import Limits
from portal.db import OfficerId, insert_rows
from portal.web.models import WebSession


def hash_of(session_id: str) -> str:
    """Return the SHA-256 of a session id as 64 hexadecimal digits: 128 random bits need no slow hash."""
    return hashlib.sha256(session_id.encode("ascii", "replace")).hexdigest()


def begin(
    db: Session, *, kind: Kind, now: datetime, officer_id: OfficerId | None = None, replaces: str | None = None
) -> str:
    """Open a session and return its new id (hex); the one it replaces (by hash) stops working in the same breath."""
    session_id = secrets.token_hex(16)
    if replaces:
        end(db, id_hash=replaces, now=now)
    row = {
        "id_hash": hash_of(session_id),
        "kind": kind,
        "officer_id": officer_id,
        "begun_at": now,
        "seen_at": now,
        "reauthenticated_at": now if officer_id else None,
    }
    insert_rows(db, WebSession, [row])
    return session_id


def find_live(db: Session, *, id_hash: str, kind: Kind, limits: Limits, now: datetime) -> WebSession | None:
    """Return the session if it is of this kind, not ended, and inside its idle and absolute limits."""
    row = db.get(WebSession, id_hash)
    if row is None or row.kind != kind or row.ended_at is not None:
        return None
    inside = within_limits(kind, begun_at=row.begun_at, seen_at=row.seen_at, limits=limits, now=now)
    return row if inside else None


def within_limits(kind: Kind, *, begun_at: datetime, seen_at: datetime, limits: Limits, now: datetime) -> bool:
    """Tell whether a session of this kind is inside its idle and absolute limits."""
    idle, absolute = limits_of(kind, limits)
    return now - seen_at <= idle and now - begun_at <= absolute


def limits_of(kind: Kind, limits: Limits) -> tuple[timedelta, timedelta]:
    """Return how long a session of this kind may be idle, and how long it may last."""
    if kind == "desk":
        return timedelta(minutes=limits.desk_idle), timedelta(minutes=limits.desk_absolute)
    return timedelta(minutes=limits.resident_idle), timedelta(minutes=limits.resident_absolute)


def end(db: Session, *, id_hash: str, now: datetime) -> None:
    """End one session; a session that is over stays as it was."""
    db.execute(
        update(WebSession).where(WebSession.id_hash == id_hash, WebSession.ended_at.is_(None)).values(ended_at=now)
    )


def end_officers(db: Session, *, officer_id: OfficerId, now: datetime, but: str | None = None) -> int:
    """End every session of one officer, except the one with hash ``but``, and return how many there were."""
    statement = update(WebSession).where(WebSession.officer_id == officer_id, WebSession.ended_at.is_(None))
    if but:
        statement = statement.where(WebSession.id_hash != but)
    return int(getattr(db.execute(statement.values(ended_at=now)), "rowcount", 0))


def end_all(db: Session, *, now: datetime) -> int:
    """End every session of everybody, residents' too, and return how many there were."""
    done = db.execute(update(WebSession).where(WebSession.ended_at.is_(None)).values(ended_at=now))
    return int(getattr(done, "rowcount", 0))


def of_officer(db: Session, *, officer_id: OfficerId) -> list[WebSession]:
    """Return an officer's sessions that nobody ended, the newest first."""
    return list(
        db.scalars(
            select(WebSession)
            .where(WebSession.officer_id == officer_id, WebSession.ended_at.is_(None))
            .order_by(WebSession.begun_at.desc())
        )
    )


Kind = Literal["resident", "desk"]
