"""What people see when the portal itself is broken, at addresses that only tests have."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, make_response, render_template
from flask.typing import ResponseReturnValue

from portal.complaints.grants.guards import find_to_read
from portal.complaints.tracking.forms import MessageForm
from portal.complaints.tracking.views import draw
from portal.db import GrantId
from portal.errors import NotFound, Refusal
from portal.web import posted_again
from portal.web.access import public
from portal.web.forms import PortalForm

blueprint = Blueprint("broken", __name__, url_prefix="/broken")


@blueprint.get("/<int:status>")
@public
def error(status: int) -> ResponseReturnValue:
    """Answer with an error of this status."""
    abort(status)


@blueprint.get("/refused")
@public
def refused() -> ResponseReturnValue:
    """Refuse something."""
    raise Refusal("refused_in_a_test", "This has been decided already.")


@blueprint.get("/not-sent/<draft_id>")
@public
def not_sent(draft_id: str) -> ResponseReturnValue:
    """Answer as when the database refuses a complaint."""
    page = render_template("complaints/journey/not_sent.html", draft_id=draft_id, form=PortalForm(formdata=None))
    return make_response(page, 503)


@blueprint.get("/not-saved")
@public
def not_saved() -> ResponseReturnValue:
    """Answer as when nothing can be written while somebody sends words and a code."""
    sent = {"reference": "1234", "body": "Nobody came.\nNobody rang.", "code": "1234"}
    with current_app.test_request_context("/add", method="POST", data=sent):
        again = posted_again.read()
    return make_response(render_template("errors/not_saved.html", again=again), 503)


@blueprint.get("/only-read/<grant_id>")
@public
def only_read(grant_id: GrantId) -> ResponseReturnValue:
    """Answer as when the database refuses a visit to somebody who gave their code."""
    matter = find_to_read(grant_id)
    if matter is None:
        raise NotFound("grant")
    return make_response(draw(matter, MessageForm(formdata=None), only_read=True), 503)
