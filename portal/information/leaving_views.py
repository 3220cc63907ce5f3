"""Leaving quickly: what the button does, and the way out. The visit ends on the server first."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.organisation import council as councils
from portal.web import leaving, session_rows, sessions
from portal.web.access import public
from portal.web.forms import PortalForm
from portal.web.unit_of_work import changes, settings

blueprint = Blueprint("leaving", __name__)


@blueprint.get("/leave")
@public
def explain() -> str:
    """Say what the button does, and what it cannot do."""
    leaving.offer()
    return render_template("information/leave.html")


@blueprint.post("/leave")
@public
def leave() -> ResponseReturnValue:
    """End the visit on the server, clear what this browser holds, and lead away; a button too old leads away too."""
    id_hash = sessions.cookie_hash()
    if id_hash is not None and PortalForm().validate_on_submit():
        with changes() as db:
            session_rows.end(db, id_hash=id_hash, now=clock.now())
    session.clear()
    answer = redirect(url_for("leaving.left"), 303)
    secure = settings().secure_cookies
    for name in leaving.cookies_of_visitors():
        answer.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="Lax")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@blueprint.get("/left")
@public
def left() -> Response:
    """Go on to another site at once. This page names neither the council nor complaints."""
    to = councils.load(settings().council_file).exit_to
    answer = make_response(render_template("information/left.html", to=to))
    # A form may lead to our own pages only (form-action), so the way out is a page of our own.
    answer.headers["Refresh"] = f"0; url={to}"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
