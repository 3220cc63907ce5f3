"""The caller's matters beside the form of a call: as a part of its page, and putting the words on one by one click."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.casework.calls import forms, matters
from portal.casework.calls.page_views import callers_matters, draw, keep, own_call
from portal.casework.desk import guards
from portal.casework.desk.guards import rules
from portal.db import ComplaintId
from portal.web.access import desk
from portal.web.unit_of_work import changes


@desk("log_call")
def beside(draft_id: str) -> ResponseReturnValue:
    """The list alone, for a page that has just saved itself."""
    call = own_call(draft_id)
    return render_template(
        "casework/calls/matters.html",
        call=call,
        matters=callers_matters(call),
        by=matters.BY,
    )


@desk("caller_take")
def add_to(draft_id: str, complaint_id: ComplaintId) -> ResponseReturnValue:
    """Keep the page as it stands, put the call's words on a matter, and end the call there."""
    at, call = guards.at_desk(complaint_id, "caller_take"), own_call(draft_id)
    form = forms.from_page(call, rules().council, clock.today())
    if not form.csrf_token.validate(form):
        return draw(call, form)
    if keep(call, form):
        call = own_call(draft_id)
    with changes() as db:
        done = matters.add_to(db, at.act(), call=call, complaint_id=at.complaint_id)
    if not done and call.complaint_id not in {None, complaint_id}:
        return redirect(url_for("calls.call", draft_id=draft_id), 303)
    return redirect(url_for("callers.caller", complaint_id=complaint_id, done="words"), 303)
