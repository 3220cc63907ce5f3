"""The resident's pages for stopping and coming back: the private code, shown to write down and typed to go on."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from portal.complaints.codes import browser_guards
from portal.complaints.codes.forms import ReturnForm
from portal.complaints.drafts import drafts, held
from portal.complaints.drafts.guards import (
    expired_page,
    held_here,
    of_this_browser,
    open_matter,
    put_cookie,
    showing_code,
)
from portal.complaints.drafts.held import Held
from portal.complaints.drafts.open_draft import OpenDraft, read
from portal.complaints.grants import private_code, still_you_guards
from portal.complaints.grants.still_you_guards import StillYou
from portal.complaints.journey.views import address
from portal.complaints.matter.act import Act
from portal.complaints.matter.act_guards import persons_act
from portal.complaints.questions import order
from portal.errors import Refusal
from portal.i18n import gettext as _
from portal.web import session_rows
from portal.web.access import public, resident
from portal.web.unit_of_work import changes, reading, settings

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
    status, asks = 200, False
    if form.validate_on_submit():
        try:
            opened = _opened(private_code.read(form.code.data or ""))
            if opened is not None:
                return opened
            form.code.errors = [_("We have no unsent complaint with this code. Check it and try again")]
        except StillYou:
            still_you_guards.ask(form)
            asks = True
        except Refusal as refusal:
            form.code.errors, status = [str(refusal.message)], refusal.status
    days = settings().limits.draft_days
    return make_response(render_template("complaints/journey/return.html", form=form, days=days, asks=asks), status)


def _opened(code: str) -> Response | None:
    """Open what the code belongs to; only a wrong one is counted, so that nobody's wrong tries keep a right one out."""
    act = persons_act()
    found = drafts.find_by_code(reading(), code=code, settings=act.settings)
    if found is None:
        browser_guards.count_wrong("draft-code", code)
        return None
    draft = read(found, Held("", code))
    if draft.expires_at <= act.now:
        return None if draft.complaint_id else expired_page()
    if draft.complaint_id is not None and not open_matter(draft, now=act.now):
        return None
    return _holding(act, draft)


def _holding(act: Act, draft: OpenDraft) -> Response:
    """Let this browser hold the draft, and lead to it. What the browser held of it before opens nothing any more."""
    sent = draft.complaint_id is not None
    with changes() as db:
        session_rows.end(db, id_hash=held_here(draft.id).session_hash, now=act.now)
        cookie = held.begin(db, act, code=draft.code, sent=sent)
    answer = make_response(redirect(url_for("confirming.sent" if sent else "journey.go_on", draft_id=draft.id), 303))
    put_cookie(answer, draft.id, cookie)
    return answer
