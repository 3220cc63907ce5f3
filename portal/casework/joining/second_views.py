"""The pages of the second officer: what waits, and deciding whether two matters are joined."""

from __future__ import annotations

from functools import partial
from typing import cast

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.accounts.guards import current_officer
from portal.accounts.officers import get_officer
from portal.casework.desk import belongs, guards
from portal.casework.desk.form_views import back_to, done, result
from portal.casework.desk.models import JoinRequest
from portal.casework.joining import second
from portal.casework.joining.forms import CHECKS, MEANINGS, DecideForm
from portal.complaints.joining import plan
from portal.complaints.joining.answered import Meaning
from portal.complaints.matter import correspondence
from portal.db import ComplaintId
from portal.errors import NotFound, Refusal
from portal.people import contacts
from portal.people.models import ContactPoint
from portal.web.access import desk
from portal.web.forms import PortalForm
from portal.web.unit_of_work import reading


@desk("approve_join")
def waiting() -> str:
    """List what waits for a second officer, as far as this one may decide about both matters."""
    rows = [one for one in second.waiting(reading()) if all(_may_decide(id_) for id_ in (one.one_id, one.other_id))]
    return render_template(
        "casework/joining/waiting.html",
        rows=[
            (
                one,
                [_beside(id_).reference for id_ in (one.one_id, one.other_id)],
                get_officer(reading(), one.asked_by).name,
                one.asked_by == current_officer().id,
            )
            for one in rows
        ],
        answer=request.args.get("answer", ""),
    )


@desk("approve_join")
def decide(request_id: str) -> str | AnyResponse:
    """Show both matters and why they should be one; agree, or refuse."""
    found = _to_decide(request_id)
    form = DecideForm()
    decision, act = cast(second.Decision, form.decision.data), guards.own_act()
    decided = partial(
        second.decide,
        request_id=request_id,
        decision=decision,
        answer=form.answer.data or "",
        checked=form.checked.data if form.checked.data in CHECKS else "",
    )
    living = result(form, lambda db: decided(db, act))
    if living is None:
        return _page(found, form)
    if decision == "agreed":
        return back_to(living, "merged")
    return redirect(url_for("casework.joins", answer="refused"), 303)


@desk("merge")
def withdraw(request_id: str) -> AnyResponse:
    """Take one's own request back."""
    found = second.get(reading(), request_id=request_id)
    at = guards.at_desk(found.one_id, "merge")
    if found.asked_by != at.officer.id:
        raise NotFound("request")
    taken = done(PortalForm(), lambda db: second.withdraw(db, at.act(), request_id=request_id))
    if not taken:
        return redirect(url_for("casework.join_with", complaint_id=found.one_id, other_id=found.other_id), 303)
    return back_to(found.one_id, "join_not_wanted")


def _to_decide(request_id: str) -> JoinRequest:
    """Return a request whose both matters this officer may decide about. Raises NotFound."""
    found = second.get(reading(), request_id=request_id)
    for complaint_id in (found.one_id, found.other_id):
        guards.at_desk(complaint_id, "approve_join")
    return found


def _may_decide(complaint_id: ComplaintId) -> bool:
    at = guards.find_desk(reading(), officer=current_officer(), complaint_id=complaint_id, rulebook=guards.rules())
    return at is not None and at.may("approve_join")


def _page(found: JoinRequest, form: DecideForm) -> str:
    refusal, kept_id = None, found.one_id
    if found.decision is None:
        try:
            kept_id = plan.plan(reading(), one_id=found.one_id, other_id=found.other_id).kept_id
        except Refusal as refused:
            refusal = refused.message
    merged_id = found.other_id if kept_id == found.one_id else found.one_id
    held = second.checks(reading(), complaint_ids=(found.one_id, found.other_id))
    return render_template(
        "casework/joining/decide.html",
        request=found,
        form=form,
        refusal=refusal,
        kept=_beside(kept_id),
        merged=_beside(merged_id),
        reached={one: _reached(one) for one in (kept_id, merged_id)},
        asker=get_officer(reading(), found.asked_by).name,
        meaning=MEANINGS[cast(Meaning, found.meaning)] if found.meaning else "",
        checks=[
            (_beside(one.complaint_id).reference, CHECKS[one.how], get_officer(reading(), one.officer_id).name, one.at)
            for one in held
        ],
        own=found.asked_by == current_officer().id,
        back=url_for("casework.joins"),
    )


def _beside(complaint_id: ComplaintId) -> belongs.Beside:
    return belongs.read_beside(reading(), complaint_id=complaint_id, rulebook=guards.rules(), today=clock.today())


def _reached(complaint_id: ComplaintId) -> list[ContactPoint]:
    writer = correspondence.writer_of(reading(), complaint_id=complaint_id)
    return contacts.in_use(reading(), person_id=writer.id)
