"""The resident's way out: everything that their browser opens is ended, after a look at what is not sent."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.complaints.drafts import ending_guards
from portal.web.access import public

blueprint = Blueprint("ending", __name__, url_prefix="/track")


@blueprint.route("/end", methods=["GET", "POST"])
@public
def end_visit() -> ResponseReturnValue:
    """End what this browser opens, on the server, and clear what the browser kept of it."""
    return ending_guards.end_visit(url_for("ending.ended"))


@blueprint.get("/ended")
@public
def ended() -> str:
    """Say that the visit is over."""
    return render_template("complaints/journey/ended.html")
