"""Sessions on the server: a random id in the signed cookie, a row that can be ended at any time."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Literal

from flask import Flask, Request, g, request, session
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.config import Limits, Settings
from portal.db import insert_rows
from portal.web.models import WebSession
from portal.web.unit_of_work import changes, reading, settings

Kind = Literal["resident", "desk"]
SESSION_ID = "sid"
_SEEN_EVERY = timedelta(minutes=1)


def hash_of(session_id: str) -> str:
    """Return the SHA-256 of a session id as 64 hexadecimal digits: 128 random bits need no slow hash."""
    return hashlib.sha256(session_id.encode("ascii", "replace")).hexdigest()


def begin(db: Session, *, kind: Kind, now: datetime, officer_id: str | None = None, replaces: str | None = None) -> str:
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


def end_officers(db: Session, *, officer_id: str, now: datetime, but: str | None = None) -> None:
    """End every session of one officer, except the one with hash ``but``."""
    statement = update(WebSession).where(WebSession.officer_id == officer_id, WebSession.ended_at.is_(None))
    if but:
        statement = statement.where(WebSession.id_hash != but)
    db.execute(statement.values(ended_at=now))


def of_officer(db: Session, *, officer_id: str) -> list[WebSession]:
    """Return an officer's sessions that nobody ended, the newest first."""
    return list(
        db.scalars(
            select(WebSession)
            .where(WebSession.officer_id == officer_id, WebSession.ended_at.is_(None))
            .order_by(WebSession.begun_at.desc())
        )
    )


def desk_request(incoming: Request) -> bool:
    """Tell whether a request is for the desk: the desk has a cookie of its own."""
    return incoming.path == "/desk" or incoming.path.startswith("/desk/")


def put_in_cookie(session_id: str) -> None:
    """Make this browser carry the session; everything it carried before is dropped, the CSRF seed too."""
    session.clear()
    session[SESSION_ID] = session_id
    g.pop("csrf_token", None)


def cookie_hash() -> str | None:
    """Return the hash of the session id this browser carries, live or not."""
    session_id = session.get(SESSION_ID)
    return hash_of(session_id) if isinstance(session_id, str) and session_id else None


def current(kind: Kind) -> WebSession | None:
    """Return this request's live session of a kind; looked up once per request.

    Notes "last seen" at most once a minute, in a short transaction of its own (the one write a GET may do).
    """
    kept = g.get("web_session")
    if kept is not None:
        return kept if kept.kind == kind else None
    id_hash = cookie_hash()
    if id_hash is None:
        return None
    now = clock.now()
    row = find_live(reading(), id_hash=id_hash, kind=kind, limits=settings().limits, now=now)
    if row is not None:
        g.web_session = row
        note_seen(id_hash, row.seen_at, now)
    return row


def note_seen(id_hash: str, seen_at: datetime, now: datetime) -> None:
    """Note that a live session is in use, after the answer has left and at most once a minute."""
    if now - seen_at >= _SEEN_EVERY:
        g.session_seen = (id_hash, now)


def _note_seen(_error: BaseException | None = None) -> None:
    seen = g.pop("session_seen", None)
    if seen is not None:
        id_hash, now = seen
        with changes() as db:
            db.execute(update(WebSession).where(WebSession.id_hash == id_hash).values(seen_at=now))


class TwoCookies(SecureCookieSessionInterface):
    """One signed cookie for residents, one for the desk; neither is read by the other's views."""

    def get_cookie_name(self, app: Flask) -> str:
        """Return the cookie's name for the request at hand."""
        chosen: Settings = app.extensions["portal.settings"]
        name = "desk" if desk_request(request) else "resident"
        return f"__Host-{name}" if chosen.secure_cookies else name


def wire(app: Flask) -> None:
    """Use two cookies and note when a session was last seen."""
    app.session_interface = TwoCookies()
    app.teardown_request(_note_seen)
