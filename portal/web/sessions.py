"""Sessions on the server: a random id in the signed cookie, a row that can be ended at any time."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask, Request, g, request, session
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import update

from portal import clock
from portal.config import Settings
from portal.outage import ERRORS, gave_way
from portal.web import cookies
from portal.web.models import WebSession
from portal.web.session_rows import Kind, find_live, hash_of
from portal.web.unit_of_work import changes, reading, settings

SESSION_ID = "sid"
_SEEN_EVERY = timedelta(minutes=1)


def desk_request(incoming: Request) -> bool:
    """Tell whether a request is for the desk: the desk has a cookie of its own."""
    return incoming.path == "/desk" or incoming.path.startswith("/desk/")


def put_in_cookie(session_id: str) -> None:
    """Make this browser carry the session; everything it carried before is dropped, the CSRF seed too."""
    drop_cookie()
    session[SESSION_ID] = session_id


def drop_cookie() -> None:
    """Take away all that this side's signed cookie carries, the CSRF seed too."""
    session.clear()
    g.pop("csrf_token", None)
    g.pop("timed_out", None)


def drop_id() -> None:
    """Take the session's id out of the cookie; a form on the page at hand still knows its token."""
    session.pop(SESSION_ID, None)


def is_signed(name: str) -> bool:
    """Tell whether this is the name of the signed cookie of this request's side."""
    return name == signed_name(settings())


def signed_name(chosen: Settings) -> str:
    """Return the name of the signed cookie of this request's side."""
    return cookies.named("desk" if desk_request(request) else "resident", chosen)


def cookie_hash() -> str | None:
    """Return the hash of the session id this browser carries, live or not."""
    session_id = session.get(SESSION_ID)
    return hash_of(session_id) if isinstance(session_id, str) and session_id else None


def current(kind: Kind) -> WebSession | None:
    """Return this request's live session of a kind; looked up once per request.

    One that was too long unused is over: the answer clears what the browser kept of it. Notes "last seen" at most
    once a minute, in a short transaction of its own (the one write a GET may do).
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
    # One that was ended may have been replaced in another tab a moment ago, whose answer brings the new cookie.
    over = reading().get(WebSession, id_hash)
    g.timed_out = over is not None and over.kind == kind and over.ended_at is None
    return None


def live_hash() -> str | None:
    """Return the hash of this browser's live resident session, or None; asked before ``changes()`` opens."""
    row = current("resident")
    return None if row is None else row.id_hash


def note_seen(id_hash: str, seen_at: datetime, now: datetime) -> None:
    """Note that a live session is in use, after the answer has left and at most once a minute."""
    if now - seen_at >= _SEEN_EVERY:
        g.session_seen = (id_hash, now)


def _note_seen(_error: BaseException | None = None) -> None:
    seen = g.pop("session_seen", None)
    if seen is not None:
        id_hash, now = seen
        try:
            # Nobody waits for a page because of it: what is not noted now is noted with the next page.
            with changes(at_once=True) as db:
                db.execute(update(WebSession).where(WebSession.id_hash == id_hash).values(seen_at=now))
        except ERRORS as error:
            if not gave_way(error):
                raise


class TwoCookies(SecureCookieSessionInterface):
    """One signed cookie for residents, one for the desk; neither is read by the other's views."""

    def get_cookie_name(self, app: Flask) -> str:
        """Return the cookie's name for the request at hand."""
        return signed_name(app.extensions["portal.settings"])


def wire(app: Flask) -> None:
    """Use two cookies and note when a session was last seen."""
    app.session_interface = TwoCookies()
    app.teardown_request(_note_seen)
