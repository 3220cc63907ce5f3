"""The ways in without the private code: a one-time code to a proven contact, and a lost reference sent to one."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.complaints.codes import digits_views, proof, signing_in_guards
from portal.complaints.grants.guards import back_to
from portal.complaints.tracking.forms import AskCodeForm, LostForm
from portal.i18n import gettext as _
from portal.people import one_time_codes
from portal.web import sessions
from portal.web.access import public
from portal.web.unit_of_work import settings

blueprint = Blueprint("track_code", __name__, url_prefix="/track")


@blueprint.route("/code", methods=["GET", "POST"])
@public
def ask() -> ResponseReturnValue:
    """Ask for a one-time code; the answer is the same whoever asks."""
    form = AskCodeForm()
    if form.validate_on_submit():
        if form.kind == "phone" and not proof.can_text(settings()):
            form.address.errors = [_("We cannot send text messages. Enter your email address, or call us")]
        else:
            signing_in_guards.ask_code(number=form.number, kind=form.kind, address=form.address.data or "")
            return redirect(url_for("track_code.enter"), 303)
    return render_template("complaints/tracking/ask_code.html", form=form, back=url_for("tracking.sign_in"))


@blueprint.route("/code/enter", methods=["GET", "POST"])
@public
def enter() -> ResponseReturnValue:
    """Take the six digits in the browser that asked for them."""
    return digits_views.enter(
        "complaints/tracking/enter_code.html",
        signing_in_guards.by_one_time_code,
        back_to,
        asks=True,
        back=url_for("track_code.ask"),
    )


@blueprint.get("/code/several")
@public
def several() -> ResponseReturnValue:
    """Say which code is this browser's where one message has several; pages that take digits are alike for all."""
    label = one_time_codes.label(sessions.cookie_hash() or "", settings())
    minutes = settings().limits.gathering_minutes
    return render_template("complaints/tracking/several_codes.html", label=label, minutes=minutes)


@blueprint.route("/lost", methods=["GET", "POST"])
@public
def lost() -> ResponseReturnValue:
    """Send somebody their references, to an address they have proven; never show them."""
    form = LostForm()
    if form.validate_on_submit():
        signing_in_guards.send_references(email=form.email.data or "")
        return redirect(url_for("track_code.lost_sent"), 303)
    return render_template("complaints/tracking/lost.html", form=form, back=url_for("tracking.sign_in"))


@blueprint.get("/lost/sent")
@public
def lost_sent() -> ResponseReturnValue:
    """Say what happens now, the same to everybody."""
    return render_template("complaints/tracking/lost_sent.html")
