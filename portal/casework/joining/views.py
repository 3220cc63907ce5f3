"""Joining two complaints of one person: the other's reference, what will happen, and taking it apart again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.accounts.officers import get_officer
from portal.casework.desk import belongs, guards
from portal.casework.desk.form_views import acted, back_to, drawn, result
from portal.casework.desk.forms import ConfirmForm
from portal.casework.desk.guards import Desk
from portal.casework.joining import join, second
from portal.casework.joining.forms import JoinForm, OtherForm
from portal.complaints.joining import merge, plan
from portal.complaints.joining.answered import Meaning, meanings
from portal.complaints.joining.plan import Plan
from portal.db import ComplaintId
from portal.errors import Refusal
from portal.web.access import desk
from portal.web.forms import PortalForm
from portal.web.unit_of_work import reading


@desk("merge")
def choose(complaint_id: ComplaintId) -> str | AnyResponse:
    """Take the reference of the complaint to join with."""
    at, form = guards.at_desk(complaint_id, "merge"), OtherForm()
    if form.validate_on_submit():
        other_id = guards.find_typed(form.reference, "merge")
        if other_id is not None:
            return redirect(url_for("casework.join_with", complaint_id=complaint_id, other_id=other_id), 303)
    return drawn("casework/joining/join.html", at, form)


@desk("merge")
def join_with(complaint_id: ComplaintId, other_id: ComplaintId) -> str | AnyResponse:
    """Show what joining does, or why it is refused; and join, or ask a second officer."""
    at = guards.at_desk(complaint_id, "merge")
    guards.at_desk(other_id, "merge")
    refusal, found, meant = _planned(at, other_id)
    known = found is None or found.known or _is_caller_checked(at, other_id)
    form = JoinForm()
    form.ask_only(known=known, meanings=meant)
    both, meaning = {"one_id": complaint_id, "other_id": other_id}, form.data.get("meaning")
    if not known:
        reason = form.data.get("reason") or ""
        if acted(at, form, second.ask, **both, reason=reason, meaning=meaning):
            return back_to(complaint_id, "join_asked")
    else:
        joined = partial(join.join, complaint_id=complaint_id, other_id=other_id, meaning=meaning)
        if (living_id := result(form, lambda db: joined(db, at.act()))) is not None:
            return back_to(living_id, "merged")
    if refusal is not None and form.is_submitted():
        # Said once, in the page's own place.
        form.form_errors[:] = [refusal]
    return _preview(at, other_id, form, kept_id=found.kept_id if found else at.complaint_id, refusal=refusal)


@desk("merge")
def unjoin(complaint_id: ComplaintId, merge_id: str) -> str | AnyResponse:
    """Ask once more, and let both stand by themselves again."""
    at, form = guards.at_desk(complaint_id, "merge"), ConfirmForm()
    if request.method == "GET":
        merge.get_merge(reading(), merge_id=merge_id, complaint_id=complaint_id)
    if acted(at, form, merge.undo, merge_id=merge_id):
        return back_to(complaint_id, "unmerged")
    made = merge.get_merge(reading(), merge_id=merge_id, complaint_id=complaint_id)
    other = belongs.read_beside(reading(), complaint_id=made.merged_id, rulebook=guards.rules(), today=clock.today())
    return drawn("casework/joining/unjoin.html", at, form, other=other)


def _is_caller_checked(at: Desk, other_id: ComplaintId) -> bool:
    return second.is_caller_checked(reading(), at.act(), one_id=at.complaint_id, other_id=other_id)


def _planned(at: Desk, other_id: ComplaintId) -> tuple[Any, Plan | None, Sequence[Meaning]]:
    """Return why joining is refused, or what it would do and what the later complaint may mean for an answered one."""
    try:
        found = plan.plan(reading(), one_id=at.complaint_id, other_id=other_id)
    except Refusal as refused:
        return refused.message, None, ()
    if not found.answered:
        return None, found, ()
    rules, today = guards.rules(), clock.today()
    return None, found, meanings(reading(), complaint_id=found.kept_id, rulebook=rules, today=today)


def _preview(at: Desk, other_id: ComplaintId, form: JoinForm, *, kept_id: ComplaintId, refusal: Any) -> str:
    beside = {
        one: belongs.read_beside(reading(), complaint_id=one, rulebook=guards.rules(), today=clock.today())
        for one in (at.complaint_id, other_id)
    }
    merged_id = next((one for one in beside if one != kept_id), other_id)
    waits = second.find_waiting(reading(), one_id=at.complaint_id, other_id=other_id)
    return render_template(
        "casework/joining/preview.html",
        at=at,
        form=form,
        kept=beside[kept_id],
        merged=beside[merged_id],
        refusal=refusal,
        request=waits,
        asker=get_officer(reading(), waits.asked_by).name if waits else "",
        own=waits is not None and waits.asked_by == at.officer.id,
        may_decide=at.may("approve_join"),
        plain=PortalForm(formdata=None),
        may_link=at.may("link"),
        back=url_for("casework.join", complaint_id=at.complaint_id),
    )
