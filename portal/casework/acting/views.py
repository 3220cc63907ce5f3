"""The desk's pages of who may act for whom."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.casework.acting import acts, shown
from portal.casework.acting import decide as authority_decide
from portal.casework.acting.forms import AskForm, CheckForm, DecisionForm, EndForm, LookForm, NewcomerForm
from portal.casework.desk import declared_views, guards
from portal.casework.desk.form_views import act_view, acted, drawn, file_of
from portal.casework.desk.forms import ConfirmForm
from portal.casework.desk.guards import Desk
from portal.complaints.acting import authority, consent, objecting, representatives
from portal.complaints.matter import evidence
from portal.db import ComplaintId, PersonId
from portal.people.addresses import ContactKind
from portal.web.access import desk
from portal.web.forms import PortalForm, choice
from portal.web.unit_of_work import reading


@desk("check_authority")
def show(complaint_id: ComplaintId) -> str:
    """Show every claim on the matter, and what can be done with it."""
    return _page(guards.at_desk(complaint_id, "check_authority"), ConfirmForm(formdata=None))


@desk("check_authority")
def confirm(complaint_id: ComplaintId, authority_id: str) -> str | AnyResponse:
    """Record what was checked, and let the representative act."""
    at, form = guards.at_desk(complaint_id, "check_authority"), CheckForm()
    claim = authority.get(reading(), authority_id=authority_id, complaint_id=complaint_id)
    files = evidence.of_complaint(reading(), complaint_id=complaint_id)
    form.file.choices = shown.file_choices([(one.file.id, one.file.label) for one in files])
    if not form.is_submitted():
        form.kind.data = claim.kind
    checked = form.checked()
    if acted(at, form, acts.confirm, authority_id=authority_id, checked=checked, complaint_id=complaint_id):
        return _back(complaint_id, "authority_confirmed")
    return _drawn(at, form, "confirm", rivals=len(acts.rivals(reading(), claim)))


@desk("check_authority")
def access(complaint_id: ComplaintId, authority_id: str) -> str | AnyResponse:
    """Post the affected person a reference and a private code of their own."""
    at, form = guards.at_desk(complaint_id, "check_authority"), ConfirmForm()
    claim = authority.get(reading(), authority_id=authority_id, complaint_id=complaint_id)
    given = acted(at, form, representatives.give_access, affected_id=claim.affected_id, complaint_id=complaint_id)
    return _back(complaint_id, "authority_access") if given else _page(at, form)


@desk("check_authority")
def add(complaint_id: ComplaintId) -> str | AnyResponse:
    """Write down one more person who says that they may act."""
    at, form = guards.at_desk(complaint_id, "check_authority"), NewcomerForm()
    people = shown.affected(reading(), complaint_id=complaint_id)
    form.whom.choices = [choice(one.id, one.name) for one in people]
    whom, newcomer = PersonId(form.whom.data or ""), form.newcomer()
    if acted(at, form, representatives.add, affected_id=whom, newcomer=newcomer, complaint_id=complaint_id):
        return _back(complaint_id, "authority_added")
    return _drawn(at, form, "add")


def _back(complaint_id: ComplaintId, said: str) -> AnyResponse:
    return redirect(url_for("casework.authority", complaint_id=complaint_id, said=said), 303)


def _drawn(at: Desk, form: PortalForm, page: str, **more: Any) -> str:
    back = url_for("casework.authority", complaint_id=at.complaint_id)
    return render_template(f"casework/acting/{page}.html", file=file_of(at), form=form, back=back, **more)


def _claim_page(page: str, at: Desk, form: PortalForm) -> str:
    """Draw the page of an act on the claim that the address names. Raises NotFound."""
    authority_id = (request.view_args or {})["authority_id"]
    claim = authority.get(reading(), authority_id=authority_id, complaint_id=at.complaint_id)
    objected = objecting.said_at(reading(), claim) is not None
    return _drawn(at, form, page, given=claim.state == "confirmed", objected=objected)


def _found(form: AskForm) -> dict[str, Any]:
    way: ContactKind = "email" if form.way.data == "email" else "post"
    return {"found": consent.FoundContact(way, form.address.data or "", form.found.data or "")}


def _looked(form: LookForm) -> dict[str, Any]:
    return {"reason": form.reason.data or "", "review_on": form.review_on.data}


def _page(at: Desk, form: PortalForm) -> str:
    lines = shown.lines(reading(), complaint_id=at.complaint_id)
    return drawn("casework/acting/show.html", at, form, lines=lines, said=declared_views.said())


# Begin a new claim where the last one has ended.
again = act_view("check_authority", ConfirmForm, acts.claim_again, said="authority_again", page=_page, after=_back)


# Ask the affected person, at an address the representative did not give.
ask = act_view(
    "check_authority",
    AskForm,
    consent.ask,
    said="authority_asked",
    page=partial(_claim_page, "ask"),
    after=_back,
    given=_found,
)
# Refuse a claim, or take back what was confirmed.
end = act_view(
    "check_authority", EndForm, acts.take_back, said="authority_ended", page=partial(_claim_page, "end"), after=_back
)
# Note that somebody looked at it again, and that they may go on.
look = act_view(
    "check_authority",
    LookForm,
    acts.look_again,
    said="authority_looked",
    page=partial(_claim_page, "look"),
    after=_back,
    given=_looked,
)
# Decide how to go on where nobody confirmed.
decide = act_view(
    "decide_authority",
    DecisionForm,
    authority_decide.decide,
    said="authority_decided",
    page=partial(_claim_page, "decide"),
    after=_back,
)
