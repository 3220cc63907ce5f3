"""Leaving quickly: what the button does, and the way out. The visit ends on the server first."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.organisation import council as councils
from portal.outage import ERRORS
from portal.web import leaving
from portal.web.access import public
from portal.web.forms import PortalForm
from portal.web.unit_of_work import settings

blueprint = Blueprint("leaving", __name__)
log = logging.getLogger(__name__)


@blueprint.get("/leave")
@public
def explain() -> str:
    """Say what the button does, and what it cannot do."""
    leaving.offer()
    return render_template("information/leave.html")


@blueprint.post("/leave")
@public
def leave() -> ResponseReturnValue:
    """End the visit on the server, clear what this browser holds, and lead away.

    A button too old leads away too, and so does one that cannot be kept to because the database is away.
    """
    if leaving.pressed_here(PortalForm()):
        try:
            leaving.end_visit()
        except ERRORS as error:
            log.error("a visit was not ended on the server: %s", type(error).__name__)  # noqa: TRY400
    leaving.forget()
    return redirect(url_for("leaving.left"), 303)


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
