"""The complaint's own page, the way to it by reference and private code, and the way out."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping

from flask import Blueprint, Flask, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from portal import clock
from portal.complaints.codes import signing_in_guards
from portal.complaints.grants import still_you_guards
from portal.complaints.grants.guards import NotOpen, back_to, find_to_read, get_open
from portal.complaints.grants.open_matter import OpenMatter
from portal.complaints.grants.still_you_guards import StillYou
from portal.complaints.matter import rulebook
from portal.complaints.tracking import limited_page
from portal.complaints.tracking import page as complaint_page
from portal.complaints.tracking.forms import MessageForm, SignInForm
from portal.db import GrantId
from portal.errors import Refusal
from portal.i18n import gettext as _
from portal.outage import ERRORS, gave_way
from portal.web import sessions
from portal.web.access import access_of, public, resident
from portal.web.forms import PortalForm
from portal.web.unit_of_work import reading, settings

blueprint = Blueprint("tracking", __name__)
log = logging.getLogger(__name__)

_NOT_CARRIED = frozenset({"csrf_token", "reference", "code", "going_on", "still_you"})


def wire(app: Flask, *, goes_on: Collection[str], says: Mapping[str, str]) -> None:
    """Answer everywhere alike when a complaint is not open in the browser.

    ``goes_on`` are the endpoints that take up again what somebody wrote before their visit ended; ``says`` is what
    the complaint's page says of what was just done.
    """
    app.extensions["portal.goes_on"], app.extensions["portal.says"] = goes_on, says
    app.register_error_handler(NotOpen, _not_open)
    app.context_processor(_way_out)
    still_you_guards.wire(app)


@blueprint.route("/track", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Open a complaint by its reference and private code."""
    form = SignInForm()
    status, wrong, asks = 200, False, False
    if form.validate_on_submit():
        try:
            grant_id = signing_in_guards.find_by_code(number=form.number, code=form.code.data or "")
            if grant_id is not None:
                return _opened(form, grant_id)
            form.code.errors = [_("The reference and the private code do not go together. Check both")]
            wrong = True
        except StillYou:
            still_you_guards.ask(form)
            asks = True
        except Refusal as refusal:
            form.form_errors.append(str(refusal.message))
            status, wrong = refusal.status, True
    return _sign_in_page(form, request.form.get("going_on"), status=status, wrong=wrong, asks=asks)


@blueprint.get("/complaint/<grant_id>")
@resident
def complaint(grant_id: GrantId) -> ResponseReturnValue:
    """The complaint's own page."""
    return draw(get_open(grant_id, "own"), MessageForm(formdata=None))


def draw(matter: OpenMatter, form: MessageForm, *, only_read: bool = False) -> str:
    """Return the complaint's page with this message form; a smaller page for somebody who may not see the matter.

    ``only_read`` leaves out all that leads on: there is no visit in which it could be opened.
    """
    chosen = settings()
    done = current_app.extensions["portal.says"].get(request.args.get("done", ""))
    if matter.apart or "see" not in matter.may.split():
        limited = limited_page.read(reading(), matter, today=clock.today())
        return render_template(
            "complaints/tracking/limited.html", page=limited, matter=matter, form=form, done=done, only_read=only_read
        )
    page = complaint_page.read(reading(), matter, rulebook=rulebook.read(chosen.council_file), today=clock.today())
    return render_template(
        "complaints/tracking/complaint.html",
        page=page,
        matter=matter,
        form=form,
        done=done,
        only_read=only_read,
    )


def _way_out() -> dict[str, object]:
    """Give the frame the button that ends the visit, on every page that only a visit opens."""
    marked = access_of(current_app, request.endpoint or "")
    if marked is None or marked.kind != "resident" or sessions.cookie_hash() is None:
        return {}
    return {"way_out": url_for("ending.end_visit"), "way_out_form": PortalForm(formdata=None)}


def _opened(form: SignInForm, grant_id: GrantId) -> Response:
    """Open the complaint in this browser; while nothing can be stored, show it once, to read, without a visit."""
    try:
        signing_in_guards.open_by_code(grant_id)
    except ERRORS as error:
        if not gave_way(error):
            raise
        log.error("a visit could not begin: %s", type(error).__name__)  # noqa: TRY400
        return _to_read(form, grant_id)
    return _going_on(grant_id)


def _to_read(form: SignInForm, grant_id: GrantId) -> Response:
    """Show the complaint to read; words that wait to be sent stay on the page that asks for the code."""
    going_on = request.form.get("going_on")
    matter = None if _goes_on(going_on) else find_to_read(grant_id)
    if matter is None:
        phone = rulebook.read(settings().council_file).council.contact.phone
        form.form_errors.append(
            _("We cannot store anything just now. Wait a minute, then try again, or call %(phone)s.", phone=phone)
        )
        return _sign_in_page(form, going_on, status=503)
    return make_response(draw(matter, MessageForm(formdata=None), only_read=True), 503)


def _sign_in_page(
    form: SignInForm, going_on: str | None, *, status: int = 200, wrong: bool = False, asks: bool = False
) -> Response:
    """Ask for reference and code; where a page is to be taken up again, what was typed there goes along."""
    kept = _goes_on(going_on)
    page = render_template(
        "complaints/tracking/sign_in.html",
        form=form,
        # The page may stand at another address: that of the words that came too late.
        action=url_for("tracking.sign_in"),
        wrong=wrong,
        asks=asks,
        closed=request.args.get("closed") == "yes",
        going_on=going_on if kept else "",
        carried=[one for one in request.form.items(multi=True) if one[0] not in _NOT_CARRIED] if kept else [],
    )
    return make_response(page, status)


def _going_on(grant_id: GrantId) -> Response:
    """Lead to the complaint; or send what was written before the visit ended to its page once more.

    That page has another visit's token then, so it shows the words again and asks to press the button.
    """
    going_on = request.form.get("going_on")
    if going_on and _goes_on(going_on):
        return redirect(url_for(going_on, grant_id=grant_id), 307)
    return back_to(grant_id)


def _not_open(_error: Exception) -> Response:
    """Lead to signing in, always alike; words that were just sent go along, and what a visit left is cleared."""
    sessions.current("resident")
    if request.method != "POST" or not _goes_on(request.endpoint):
        return redirect(url_for("tracking.sign_in", closed="yes"), 303)
    form = SignInForm(formdata=None)
    form.form_errors.append(_("Your visit ended. Open your complaint again. We have kept what you wrote"))
    return _sign_in_page(form, request.endpoint)


def _goes_on(endpoint: str | None) -> bool:
    return endpoint in current_app.extensions["portal.goes_on"]
