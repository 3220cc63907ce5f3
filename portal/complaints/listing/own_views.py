"""What somebody already has with us, by a code to their address alone: no reference is needed."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.complaints.codes import digits_views, proof
from portal.complaints.codes.forms import DigitsForm
from portal.complaints.grants import session_proofs
from portal.complaints.joining import duplicates
from portal.complaints.listing import own_lines, own_matters, own_signing_in
from portal.complaints.listing.own_matters import OwnMatter
from portal.complaints.matter import rulebook
from portal.complaints.matter.act_guards import persons_act
from portal.complaints.tracking.forms import YoursForm
from portal.i18n import gettext as _
from portal.web import attempts, sessions
from portal.web.access import public, resident
from portal.web.forms import PortalForm
from portal.web.unit_of_work import changes, reading, settings

blueprint = Blueprint("own", __name__, url_prefix="/track/yours")


@blueprint.route("", methods=["GET", "POST"])
@public
def ask() -> ResponseReturnValue:
    """Ask for a code; the answer is the same whoever asks."""
    chosen = settings()
    form = YoursForm()
    if form.validate_on_submit():
        if form.kind == "phone" and not proof.can_text(chosen):
            form.address.errors = [_("We cannot send text messages. Enter your email address, or call us")]
        else:
            own_signing_in.ask_code(
                persons_act(), name=form.name.data or "", kind=form.kind, address=form.address.data or ""
            )
            return redirect(url_for("own.enter"), 303)
    return render_template("complaints/listing/yours_ask.html", form=form, back=url_for("tracking.sign_in"))


@blueprint.route("/code", methods=["GET", "POST"])
@public
def enter() -> ResponseReturnValue:
    """Take the six digits in the browser that asked for them."""
    form, chosen = DigitsForm(), settings()
    opened, status = digits_views.take(
        form,
        lambda digits: (
            own_signing_in.by_code(persons_act(), digits=digits, network=attempts.network_of(request.remote_addr))
            or None
        ),
    )
    if opened:
        return redirect(url_for("own.yours"), 303)
    minutes = chosen.limits.code_minutes
    page = render_template("complaints/listing/yours_code.html", form=form, minutes=minutes, back=url_for("own.ask"))
    return make_response(page, status)


@blueprint.get("/list")
@resident
def yours() -> ResponseReturnValue:
    """List what may be listed to who proved an address in this browser."""
    matters = _listed()
    if matters is None:
        return redirect(url_for("own.ask"), 303)
    today, rules = clock.today(), rulebook.read(settings().council_file)
    return render_template(
        "complaints/listing/yours.html",
        lines=[
            own_lines.line(reading(), one, rulebook=rules, today=today, quiet=own_matters.is_closed(one))
            for one in matters
        ],
        form=PortalForm(formdata=None),
        said=request.args.get("said") == "yes",
    )


@blueprint.post("/together")
@resident
def together() -> ResponseReturnValue:
    """Take the person's word that some of their matters are one; the desk puts them together."""
    matters = _listed()
    if matters is None or not PortalForm().validate_on_submit():
        return redirect(url_for("own.yours"), 303)
    ticked = set(request.form.getlist("grant"))
    chosen = [one for one in matters if one.grant_id in ticked and not own_matters.is_closed(one)]
    if len(chosen) < 2:
        return redirect(url_for("own.yours"), 303)
    with changes() as db:
        duplicates.say_the_same(
            db, persons_act(chosen[0].person_id), [one.complaint_id for one in chosen], person_id=chosen[0].person_id
        )
    return redirect(url_for("own.yours", said="yes"), 303)


def _listed() -> list[OwnMatter] | None:
    """Return the matters to list in this browser, None when no address was proven in it."""
    live = sessions.current("resident")
    if live is None:
        return None
    proven = session_proofs.proven_in(reading(), session_hash=live.id_hash)
    council, now = rulebook.read(settings().council_file).council, clock.now()
    found: dict[str, OwnMatter] = {}
    for contact_id in proven:
        for one in own_matters.reached_by(reading(), contact_id=contact_id, now=now, council=council):
            found.setdefault(one.complaint_id, one)
    return list(found.values()) if proven else None
