"""The resident's pages for stopping and coming back: the private code, shown to write down and typed to go on."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from portal import clock
from portal.complaints.codes import browser_guards
from portal.complaints.codes.forms import ReturnForm
from portal.complaints.drafts import drafts
from portal.complaints.drafts.guards import expired_page, of_this_browser, open_matter, put_cookie, showing_code
from portal.complaints.drafts.open_draft import OpenDraft, read
from portal.complaints.grants import private_code
from portal.complaints.journey.views import address
from portal.complaints.questions import order
from portal.errors import Refusal
from portal.i18n import gettext as _
from portal.web.access import public, resident
from portal.web.unit_of_work import reading, settings

blueprint = Blueprint("returning", __name__, url_prefix="/complain")


@blueprint.get("/<draft_id>/later")
@resident
@of_this_browser
def later(draft: OpenDraft) -> ResponseReturnValue:
    """Show the private code and how to come back with it."""
    page = render_template(
        "complaints/journey/later.html",
        code=private_code.grouped(draft.code),
        until=draft.expires_at,
        going_on=address(order.resume(draft.answers), draft),
        not_sent=True,
    )
    return showing_code(page)


@blueprint.route("/return", methods=["GET", "POST"])
@public
def come_back() -> ResponseReturnValue:
    """Open a draft on any device by its private code; wrong tries are counted."""
    form = ReturnForm()
    status = 200
    if form.validate_on_submit():
        try:
            opened = _opened(private_code.read(form.code.data or ""))
            if opened is not None:
                return opened
            form.code.errors = [_("We have no unsent complaint with this code. Check it and try again")]
        except Refusal as refusal:
            form.code.errors, status = [str(refusal.message)], refusal.status
    days = settings().limits.draft_days
    return make_response(render_template("complaints/journey/return.html", form=form, days=days), status)


def _opened(code: str) -> Response | None:
    """Open what the code belongs to; only a wrong one is counted, so that nobody's wrong tries keep a right one out."""
    now, chosen = clock.now(), settings()
    found = drafts.find_by_code(reading(), code=code, settings=chosen)
    if found is None:
        browser_guards.count_wrong("draft-code", code)
        return None
    draft = read(found, code)
    if draft.expires_at <= now:
        return None if draft.complaint_id else expired_page()
    if draft.complaint_id is not None:
        answer = make_response(redirect(url_for("confirming.sent", draft_id=draft.id), 303))
        if not open_matter(draft, now=now):
            return None
    else:
        answer = make_response(redirect(url_for("journey.go_on", draft_id=draft.id), 303))
    put_cookie(answer, draft.id, code)
    return answer
