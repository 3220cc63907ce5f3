"""Changing how we reach somebody: proving a contact, replacing it with the old one's code, and how to treat them."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from portal.complaints.codes import browser_guards, digits_views, proof
from portal.complaints.follow_up import contact_change
from portal.complaints.follow_up.act_views import done
from portal.complaints.follow_up.forms import DetailsForm, NewContactForm, ProvenChangeForm
from portal.complaints.grants.guards import address_of, back_to, get_open
from portal.complaints.grants.open_matter import OpenMatter
from portal.complaints.matter.act_guards import persons_act
from portal.db import GrantId
from portal.errors import Refusal
from portal.people import contacts, needs
from portal.people.models import ContactPoint, Person
from portal.people.one_time_codes import Wanted
from portal.web.access import resident
from portal.web.forms import PortalForm
from portal.web.unit_of_work import changes, reading, settings

blueprint = Blueprint("reaching", __name__, url_prefix="/complaint")

# What a one-time code sent from here is for: to show that a contact works, or to change it.
_PURPOSES = {"prove": "prove-contact", "change": "change-contact"}


@blueprint.get("/<grant_id>/contact")
@resident
def contact(grant_id: GrantId) -> ResponseReturnValue:
    """Show how we reach the person now, half hidden, and the ways to change it."""
    matter = get_open(grant_id, "contact")
    in_use = _in_use(matter)
    return render_template(
        "complaints/follow_up/contact.html",
        matter=matter,
        shown=[(contact_change.half_hidden(one), one.proven_at is not None, contacts.may_write(one)) for one in in_use],
        changing=_changing(in_use),
        to_prove=_unproven(in_use) is not None,
        form=PortalForm(formdata=None),
        back=address_of(grant_id),
    )


@blueprint.post("/<grant_id>/contact/code/<what>")
@resident
def send_code(grant_id: GrantId, what: str) -> ResponseReturnValue:
    """Send a one-time code to the contact in use, to prove it or to change it."""
    matter = get_open(grant_id, "contact")
    in_use = _in_use(matter)
    to = _asked(in_use) if what == "change" else _unproven(in_use)
    if to is None or what not in _PURPOSES or not PortalForm().validate_on_submit():
        return redirect(url_for("reaching.contact", grant_id=grant_id), 303)
    _send(to, what)
    return redirect(url_for(f"reaching.{what}", grant_id=grant_id), 303)


@blueprint.route("/<grant_id>/contact/prove", methods=["GET", "POST"])
@resident
def prove(grant_id: GrantId) -> ResponseReturnValue:
    """Take the digits that were sent to the contact in use."""
    matter = get_open(grant_id, "contact")
    to = _unproven(_in_use(matter))
    if to is None:
        return redirect(url_for("reaching.contact", grant_id=grant_id), 303)
    return digits_views.enter(
        "complaints/follow_up/prove.html",
        lambda digits: _used("prove", digits),
        lambda contact_id: _proven(matter, contact_id),
        again=PortalForm(formdata=None),
        matter=matter,
        address=contact_change.half_hidden(to),
        back=url_for("reaching.contact", grant_id=grant_id),
    )


@blueprint.route("/<grant_id>/contact/change", methods=["GET", "POST"])
@resident
def change(grant_id: GrantId) -> ResponseReturnValue:
    """Take a new contact, with the code that was sent to the old one; without one where we had none."""
    matter = get_open(grant_id, "contact")
    in_use = _in_use(matter)
    asked, alone = _asked(in_use), contact_change.may_change_alone(in_use)
    if asked is None and not alone:
        return redirect(url_for("reaching.contact", grant_id=grant_id), 303)
    form: NewContactForm = NewContactForm() if alone else ProvenChangeForm()
    if not reading().get_one(Person, matter.person_id).under_18:
        del form.whose
    status = 200
    if form.validate_on_submit():
        try:
            made = _changed(matter, form)
            if made is not None:
                return made
            if isinstance(form, ProvenChangeForm):
                form.digits.errors = [digits_views.wrong()]
        except Refusal as refusal:
            form.form_errors.append(str(refusal.message))
            status = refusal.status
    page = render_template(
        "complaints/follow_up/change.html",
        form=form,
        address=None if asked is None else contact_change.half_hidden(asked),
        back=url_for("reaching.contact", grant_id=grant_id),
    )
    return make_response(page, status)


@blueprint.route("/<grant_id>/contact/details", methods=["GET", "POST"])
@resident
def details(grant_id: GrantId) -> ResponseReturnValue:
    """Keep when it is safe to call, and what makes it easier for the person."""
    matter = get_open(grant_id, "contact")
    wants_call = reading().get_one(Person, matter.person_id).wants_call
    known = needs.of(reading(), person_id=matter.person_id, proven=True)
    form = DetailsForm(data={**asdict(known), "wants_call": wants_call})
    change = partial(contact_change.change_details, given=needs.given(form.data), wants_call=bool(form.wants_call.data))
    return done(matter, form, change, "contact") or render_template(
        "complaints/follow_up/details.html", form=form, back=url_for("reaching.contact", grant_id=grant_id)
    )


def _proven(matter: OpenMatter, contact_id: str) -> Response:
    act, complaint_id, person_id = persons_act(matter.person_id), matter.complaint_id, matter.person_id
    with changes() as db:
        contact_change.prove(db, act, complaint_id=complaint_id, person_id=person_id, contact_id=contact_id)
    return back_to(matter.grant_id, "proven")


def _changed(matter: OpenMatter, form: NewContactForm) -> Response | None:
    """Change the contact; None when the old contact's code does not fit."""
    old = None
    if isinstance(form, ProvenChangeForm):
        old = _used("change", form.digits.data or "")
        if old is None:
            return None
    whose = form.whose.data or "" if "whose" in form else ""
    given = contact_change.NewContact(form.kind, form.new_address, form.shared.data or "", whose)
    with changes() as db:
        made = contact_change.change(
            db,
            persons_act(matter.person_id),
            given,
            complaint_id=matter.complaint_id,
            person_id=matter.person_id,
            old_proven=old,
        )
    new = _unproven([one for one in _in_use(matter) if one.id == made])
    if new is None:
        return back_to(matter.grant_id, "contact")
    _send(new, "prove")
    return redirect(url_for("reaching.prove", grant_id=matter.grant_id), 303)


def _used(what: str, digits: str) -> str | None:
    """Return the contact these digits were sent to, once, each try counted. Raises Refusal ``too_many_tries``."""
    return browser_guards.use(digits, purpose=_PURPOSES[what], counted_as="contact")


def _send(to: ContactPoint, what: str) -> None:
    browser_guards.ask(Wanted(_PURPOSES[what], to.id, "phone" if to.kind == "phone" else "email", to.address))


def _in_use(matter: OpenMatter) -> list[ContactPoint]:
    return contacts.in_use(reading(), person_id=matter.person_id)


def _reached(in_use: list[ContactPoint]) -> list[ContactPoint]:
    """The contacts a code can be sent to from here."""
    reached = {"email", "phone"} if proof.can_text(settings()) else {"email"}
    return [one for one in in_use if one.kind in reached and contacts.may_write(one)]


def _asked(in_use: list[ContactPoint]) -> ContactPoint | None:
    return contact_change.needs_old(_reached(in_use))


def _unproven(in_use: list[ContactPoint]) -> ContactPoint | None:
    return next((one for one in _reached(in_use) if one.proven_at is None), None)


def _changing(in_use: list[ContactPoint]) -> str:
    """Which way there is to change the contact: alone, with a code to the old one, or by calling us."""
    if contact_change.may_change_alone(in_use):
        return "alone"
    return "code" if _asked(in_use) is not None else "call"
