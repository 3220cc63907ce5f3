"""The pages on which somebody says whether another person may act for them. Looking decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from portal import clock
from portal.complaints.acting import authority, consent, consent_guards, objecting
from portal.complaints.acting.forms import NO, ConsentForm
from portal.complaints.codes import digits_views
from portal.complaints.grants.guards import address_of, get_open
from portal.complaints.matter.act_guards import persons_act
from portal.complaints.matter.authority_models import Authority
from portal.db import ComplaintId, GrantId, PersonId
from portal.errors import NotFound, Refusal
from portal.i18n import format_date
from portal.people.models import Person
from portal.web.access import public, resident
from portal.web.forms import PortalForm
from portal.web.unit_of_work import changes, reading

blueprint = Blueprint("consent", __name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: who wants to act, and how far it has come (open, given, formal: not by consent, or over).

    ``checked`` says of a formal right that the council knows it; ``said`` is the day on which the person affected said
    that this one should not act, while an officer looks at it.
    """

    id: str
    name: str
    organisation: str
    scope: str
    stands: str
    checked: bool = False
    said: str = ""


@blueprint.route("/consent/<authority_id>", methods=["GET", "POST"])
@public
def ask(authority_id: str) -> ResponseReturnValue:
    """Ask the question once the address has been proven in this browser; before, offer to send a code there."""
    claim = consent_guards.find_proven(authority_id)
    if claim is not None:
        return _question(claim, url_for("consent.answer", authority_id=authority_id))
    form = PortalForm()
    if form.validate_on_submit():
        consent_guards.ask_code(authority_id)
        return redirect(url_for("consent.enter", authority_id=authority_id), 303)
    return render_template("complaints/acting/consent_ask.html", form=form)


@blueprint.route("/consent/<authority_id>/code", methods=["GET", "POST"])
@public
def enter(authority_id: str) -> ResponseReturnValue:
    """Take the six digits in the browser that asked for them."""
    return digits_views.enter(
        "complaints/acting/consent_code.html",
        consent_guards.by_code,
        lambda opened: redirect(url_for("consent.ask", authority_id=opened), 303),
        asks=True,
        back=url_for("consent.ask", authority_id=authority_id),
    )


@blueprint.post("/consent/<authority_id>/answer")
@resident
def answer(authority_id: str) -> ResponseReturnValue:
    """Take yes or no from a browser in which the address was proven."""
    claim = consent_guards.find_proven(authority_id)
    here = url_for("consent.ask", authority_id=authority_id)
    if claim is None:
        return redirect(here, 303)
    return _take(claim, url_for("consent.answer", authority_id=authority_id), here)


@blueprint.get("/complaint/<grant_id>/speaking")
@resident
def of_matter(grant_id: GrantId) -> ResponseReturnValue:
    """List who acts or wants to act for the person whose complaint is open, with a question for each."""
    matter = get_open(grant_id)
    claims = _about(matter.complaint_id, matter.person_id)
    if not claims:
        raise NotFound("authority")
    return render_template(
        "complaints/acting/consent_list.html",
        # Of somebody who claimed again the latest counts.
        asked=[_asked(one) for one in {one.person_id: one for one in claims}.values()],
        grant_id=grant_id,
        back=address_of(grant_id),
    )


@blueprint.route("/complaint/<grant_id>/speaking/<authority_id>", methods=["GET", "POST"])
@resident
def of_one(grant_id: GrantId, authority_id: str) -> ResponseReturnValue:
    """Ask about one of them, and take the answer."""
    matter = get_open(grant_id)
    claims = _about(matter.complaint_id, matter.person_id)
    claim = next((one for one in claims if one.id == authority_id), None)
    if claim is None:
        raise NotFound("authority")
    back = url_for("consent.of_matter", grant_id=grant_id)
    if request.method == "GET":
        return _question(claim, "", back=back)
    return _take(claim, "", back, back=back)


def _take(claim: Authority, action: str, after: str, back: str | None = None) -> ResponseReturnValue:
    form = ConsentForm()
    if not form.validate_on_submit():
        return _question(claim, action, form, back)
    said = form.answer.data or NO
    try:
        with changes() as db:
            consent.answer(
                db,
                persons_act(claim.affected_id),
                authority_id=claim.id,
                complaint_id=claim.complaint_id,
                person_id=claim.affected_id,
                scope=None if said == NO else said,
            )
    except Refusal as refusal:
        form.form_errors.append(str(refusal.message))
        return _question(claim, action, form, back)
    return redirect(after, 303)


def _question(claim: Authority, action: str, form: ConsentForm | None = None, back: str | None = None) -> Response:
    page = render_template(
        "complaints/acting/consent_question.html",
        form=form or ConsentForm(formdata=None),
        them=_asked(claim),
        action=action,
        back=back,
    )
    return make_response(page)


def _asked(claim: Authority) -> Asked:
    person, affected = reading().get_one(Person, claim.person_id), reading().get_one(Person, claim.affected_id)
    stands, going = "over", claim.state in authority.GOING
    if claim.kind != "consent" and going and not affected.died:
        stands = "formal"
    elif claim.state == "confirmed":
        stands = "given" if claim.kind == "consent" else "over"
    elif going and not affected.died:
        stands = "open"
    said = objecting.said_at(reading(), claim)
    return Asked(
        claim.id,
        person.name,
        person.organisation,
        str(authority.SCOPES[claim.scope]),
        stands,
        claim.state == "confirmed",
        format_date(clock.london_date(said)) if said else "",
    )


def _about(complaint_id: ComplaintId, person_id: PersonId) -> list[Authority]:
    return [one for one in authority.of_complaint(reading(), complaint_id=complaint_id) if one.affected_id == person_id]
