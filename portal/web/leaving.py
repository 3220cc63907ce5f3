"""Ways out: what a browser's cookies open is ended on the server, and the browser loses the cookies (threat T40).

And “Exit this page”, which is offered on pages about what somebody else must not see.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Flask, Response, g, request
from sqlalchemy.orm import Session

from portal import clock
from portal.web import cookies, session_rows, sessions
from portal.web.forms import PortalForm
from portal.web.session_rows import Kind
from portal.web.unit_of_work import changes, reading

_FAILED = 500
_NOT_SENT: Kind = "draft"
_ALL: tuple[Kind, ...] = ("resident", "desk", "sent", _NOT_SENT)

KNOWN_DEVICE = "desk-device"
"""The cookie by which the desk knows a device again. It names nobody, and every way out leaves it."""


def offer() -> None:
    """Show the button on the page of this request."""
    g.exit_offered = True


def wire(app: Flask) -> None:
    """Give the frame the button's form where it was offered, and take cookies away with the answer."""
    app.context_processor(_form)
    app.after_request(_take_away)


def pressed_here(form: PortalForm) -> bool:
    """Tell whether somebody pressed a button of ours to get out.

    A page may be older than the token in the cookie, and a way out must not fail for that: a browser that says that
    the form came from our own site is believed.
    """
    return form.validate_on_submit() or request.headers.get("Sec-Fetch-Site") == "same-origin"


def end_visit() -> None:
    """End on the server whatever this browser's cookies of this side open, in a transaction of its own.

    The answer takes the cookies away and tells the browser to clear what it kept.
    """
    with changes() as db:
        end_held(db, now=clock.now())
    forget()


def forget() -> None:
    """Let the answer take every cookie of this side from the browser, and tell it to clear what it kept."""
    g.cookies_away = set(_ids())
    g.clear_kept = True
    sessions.drop_cookie()


def end_held(db: Session, *, now: datetime, keeps_unsent: bool = False, spares: str = "") -> None:
    """End the sessions in this browser's cookies of this side; the answer takes the cookies of drafts away.

    ``keeps_unsent`` leaves drafts that are not sent to the browser, and ``spares`` the cookie of this name.
    """
    ids = {name: id_hash for name, id_hash in _ids().items() if name != spares}
    kinds = tuple(kind for kind in _ALL if not (keeps_unsent and kind == _NOT_SENT))
    ended = session_rows.end_of_kinds(db, id_hashes=ids.values(), kinds=kinds, now=now)
    g.cookies_away = {name for name, id_hash in ids.items() if id_hash in ended and not sessions.is_signed(name)}


def values_of(begins: str) -> list[str]:
    """Return the values of this request's cookies whose names begin so."""
    return [value for name, value in request.cookies.items() if cookies.plain_name(name).startswith(begins)]


def _form() -> dict[str, Any]:
    return {"exit_form": PortalForm(formdata=None)} if g.get("exit_offered") else {}


def _ids() -> dict[str, str]:
    """Return the cookies of this request that may say what somebody did on this side, each with its session's hash.

    A cookie beside the signed one begins with the id of its session, up to a point.
    """
    if sessions.desk_request(request):
        return {name: sessions.cookie_hash() or "" for name in request.cookies if sessions.is_signed(name)}
    found = {}
    for name, value in request.cookies.items():
        if sessions.is_signed(name):
            found[name] = sessions.cookie_hash() or ""
        elif cookies.plain_name(name) not in {"desk", "language", KNOWN_DEVICE}:
            found[name] = session_rows.hash_of(value.partition(".")[0])
    return found


def _take_away(answer: Response) -> Response:
    """Take away what was ended; after a time-out also what belonged to the visit that is over."""
    if g.get("timed_out"):
        g.clear_kept = True
        g.cookies_away = _of_kind_sent() | g.get("cookies_away", set())
        sessions.drop_id()
    cleared = g.get("clear_kept", False)
    # Where the database failed nothing was ended, and the browser keeps its drafts; but who exits, exits.
    going = g.get("cookies_away", set()) if cleared or answer.status_code < _FAILED else set()
    for name in going:
        if not sessions.is_signed(name):
            cookies.drop(answer, name)
    if cleared:
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _of_kind_sent() -> set[str]:
    ids = {name: id_hash for name, id_hash in _ids().items() if not sessions.is_signed(name)}
    if not ids:
        return set()
    sent = session_rows.those_of_kind(reading(), id_hashes=ids.values(), kind="sent")
    return {name for name, id_hash in ids.items() if id_hash in sent}
