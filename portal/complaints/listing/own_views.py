"""What somebody already has with us, by a code to their address alone: no reference is needed."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.complaints.codes import browser_guards, digits_views, own_address, proof
from portal.complaints.grants import visits
from portal.complaints.grants.guards import begin_visit
from portal.complaints.joining import duplicates
from portal.complaints.listing import own_lines, own_matters
from portal.complaints.listing.forms import YoursForm
from portal.complaints.listing.own_matters import OwnMatter
from portal.complaints.matter import rulebook
from portal.complaints.matter.act_guards import persons_act
from portal.i18n import gettext as _
from portal.people import addresses
from portal.people.addresses import ContactKind
from portal.people.one_time_codes import Wanted
from portal.web import sessions
from portal.web.access import public, resident
from portal.web.forms import PortalForm
from portal.web.unit_of_work import changes, reading, settings

blueprint = Blueprint("own", __name__, url_prefix="/track/yours")

_PURPOSE = "yours"


@blueprint.route("", methods=["GET", "POST"])
@public
def ask() -> ResponseReturnValue:
    """Ask for a code; the answer is the same whoever asks."""
    form = YoursForm()
    if form.validate_on_submit():
        if form.kind == "phone" and not proof.can_text(settings()):
            form.address.errors = [_("We cannot send text messages. Enter your email address, or call us")]
        else:
            _ask_code(form.name.data or "", form.kind, form.address.data or "")
            return redirect(url_for("own.enter"), 303)
    return render_template("complaints/listing/yours_ask.html", form=form, back=url_for("tracking.sign_in"))


@blueprint.route("/code", methods=["GET", "POST"])
@public
def enter() -> ResponseReturnValue:
    """Take the six digits in the browser that asked for them."""
    return digits_views.enter(
        "complaints/listing/yours_code.html",
        _by_code,
        lambda _opened: redirect(url_for("own.yours"), 303),
        asks=True,
        back=url_for("own.ask"),
    )


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


def _ask_code(name: str, kind: ContactKind, address: str) -> None:
    """Send a code to an address when there is a list to show under this name; otherwise nothing leaves."""
    normal = addresses.normal(kind, address) or address
    contact_id = own_address.find_contact(reading(), kind=kind, normal=normal, name=name)
    browser_guards.ask(Wanted(_PURPOSE, contact_id, kind, address))


def _by_code(digits: str) -> bool:
    """Open the matters that may be listed in this browser; False when the digits do not fit.

    Quiet ones stay closed: they open with their own private code. The address counts as proven from now on.
    Raises Refusal ``too_many_tries``.
    """
    contact_id = browser_guards.use(digits, purpose=_PURPOSE, counted_as=_PURPOSE)
    if contact_id is None:
        return False
    act, replaced = persons_act(), sessions.live_hash()
    with changes() as db:
        found = own_matters.reached_by(db, contact_id=contact_id, now=act.now, council=act.rulebook.council)
        for one in found:
            own_matters.prove(db, act, one, contact_id=contact_id)
        opens = [one.grant_id for one in found if not own_matters.is_closed(one)]
        session_id = begin_visit(db, replaced=replaced, opens=opens, how="one_time_code", proven=contact_id)
    sessions.put_in_cookie(session_id)
    return True


def _listed() -> list[OwnMatter] | None:
    """Return the matters to list in this browser, None when no address was proven in it."""
    session_hash = sessions.live_hash()
    proven = visits.proven_in(reading(), session_hash=session_hash) if session_hash else []
    council, now = rulebook.read(settings().council_file).council, clock.now()
    found: dict[str, OwnMatter] = {}
    for contact_id in proven:
        for one in own_matters.reached_by(reading(), contact_id=contact_id, now=now, council=council):
            found.setdefault(one.complaint_id, one)
    return list(found.values()) if proven else None
