"""The desk's pages of who may act for whom."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
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
from portal.web.access import desk
from portal.web.forms import PortalForm, choice
from portal.web.unit_of_work import reading


@desk("check_authority")
def show(complaint_id: str) -> str:
    """Show every claim on the matter, and what can be done with it."""
    return _page(guards.at_desk(complaint_id, "check_authority"), ConfirmForm(formdata=None))


@desk("check_authority")
def ask(complaint_id: str, authority_id: str) -> str | AnyResponse:
    """Ask the affected person, at an address the representative did not give."""
    at, form = guards.at_desk(complaint_id, "check_authority"), AskForm()
    authority.get(reading(), authority_id=authority_id, complaint_id=complaint_id)
    if acted(
        at,
        form,
        consent.ask,
        authority_id=authority_id,
        found=consent.FoundContact(
            "email" if form.way.data == "email" else "post", form.address.data or "", form.found.data or ""
        ),
        complaint_id=complaint_id,
    ):
        return _back(complaint_id, "authority_asked")
    return _drawn(at, form, "ask")


@desk("check_authority")
def confirm(complaint_id: str, authority_id: str) -> str | AnyResponse:
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
def end(complaint_id: str, authority_id: str) -> str | AnyResponse:
    """Refuse a claim, or take back what was confirmed."""
    at, form = guards.at_desk(complaint_id, "check_authority"), EndForm()
    claim = authority.get(reading(), authority_id=authority_id, complaint_id=complaint_id)
    reason = form.reason.data or ""
    if acted(at, form, acts.take_back, authority_id=authority_id, reason=reason, complaint_id=complaint_id):
        return _back(complaint_id, "authority_ended")
    return _drawn(at, form, "end", given=claim.state == "confirmed")


@desk("check_authority")
def look(complaint_id: str, authority_id: str) -> str | AnyResponse:
    """Note that somebody looked at it again, and that they may go on."""
    at, form = guards.at_desk(complaint_id, "check_authority"), LookForm()
    claim = authority.get(reading(), authority_id=authority_id, complaint_id=complaint_id)
    if acted(
        at,
        form,
        acts.look_again,
        complaint_id=complaint_id,
        authority_id=authority_id,
        reason=form.reason.data or "",
        review_on=form.review_on.data,
    ):
        return _back(complaint_id, "authority_looked")
    return _drawn(at, form, "look", objected=objecting.said_at(reading(), claim) is not None)


@desk("decide_authority")
def decide(complaint_id: str, authority_id: str) -> str | AnyResponse:
    """Decide how to go on where nobody confirmed."""
    at, form = guards.at_desk(complaint_id, "decide_authority"), DecisionForm()
    authority.get(reading(), authority_id=authority_id, complaint_id=complaint_id)
    if acted(
        at,
        form,
        authority_decide.decide,
        authority_id=authority_id,
        decision=form.decision.data or "",
        words=form.words.data or "",
        complaint_id=complaint_id,
    ):
        return _back(complaint_id, "authority_decided")
    return _drawn(at, form, "decide")


@desk("check_authority")
def access(complaint_id: str, authority_id: str) -> str | AnyResponse:
    """Post the affected person a reference and a private code of their own."""
    at, form = guards.at_desk(complaint_id, "check_authority"), ConfirmForm()
    claim = authority.get(reading(), authority_id=authority_id, complaint_id=complaint_id)
    given = acted(at, form, representatives.give_access, affected_id=claim.affected_id, complaint_id=complaint_id)
    return _back(complaint_id, "authority_access") if given else _page(at, form)


@desk("check_authority")
def add(complaint_id: str) -> str | AnyResponse:
    """Write down one more person who says that they may act."""
    at, form = guards.at_desk(complaint_id, "check_authority"), NewcomerForm()
    people = shown.affected(reading(), complaint_id=complaint_id)
    form.whom.choices = [choice(one.id, one.name) for one in people]
    whom, newcomer = form.whom.data or "", form.newcomer()
    if acted(at, form, representatives.add, affected_id=whom, newcomer=newcomer, complaint_id=complaint_id):
        return _back(complaint_id, "authority_added")
    return _drawn(at, form, "add")


def _back(complaint_id: str, said: str) -> AnyResponse:
    return redirect(url_for("casework.authority", complaint_id=complaint_id, said=said), 303)


def _drawn(at: Desk, form: PortalForm, page: str, **more: Any) -> str:
    back = url_for("casework.authority", complaint_id=at.complaint_id)
    return render_template(f"casework/acting/{page}.html", file=file_of(at), form=form, back=back, **more)


def _page(at: Desk, form: PortalForm) -> str:
    lines = shown.lines(reading(), complaint_id=at.complaint_id)
    return drawn("casework/acting/show.html", at, form, lines=lines, said=declared_views.said())


# Begin a new claim where the last one has ended.
again = act_view("check_authority", ConfirmForm, acts.claim_again, said="authority_again", page=_page, after=_back)
