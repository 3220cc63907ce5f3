"""The caller's matters beside the form of a call: as a part of its page, and putting the words on one by one click."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.casework import calls_forms, calls_matters, guards
from portal.casework.calls_matters import CallersMatter
from portal.casework.calls_page_views import draw, keep, own_call, rules
from portal.web.access import desk
from portal.web.unit_of_work import changes, reading, settings


@desk("log_call")
def beside(draft_id: str) -> ResponseReturnValue:
    """The list alone, for a page that has just saved itself."""
    call = own_call(draft_id)
    return render_template(
        "casework/calls/matters.html",
        call=call,
        matters=found(draft_id),
        by=calls_matters.BY,
    )


@desk("caller_take")
def add_to(draft_id: str, complaint_id: str) -> ResponseReturnValue:
    """Keep the page as it stands, put the call's words on a matter, and end the call there."""
    at, call = guards.at_desk(complaint_id, "caller_take"), own_call(draft_id)
    form = calls_forms.from_page(call, rules().council, clock.today())
    if not form.csrf_token.validate(form):
        return draw(call, form)
    if keep(call, form):
        call = own_call(draft_id)
    with changes() as db:
        done = calls_matters.add_to(
            db,
            call=call,
            complaint_id=at.complaint_id,
            officer_id=at.officer.id,
            now=clock.now(),
            rulebook=rules(),
            settings=settings(),
        )
    if not done and call.complaint_id not in {None, complaint_id}:
        return redirect(url_for("calls.call", draft_id=draft_id), 303)
    return redirect(url_for("callers.caller", complaint_id=complaint_id, done="words"), 303)


def found(draft_id: str) -> list[CallersMatter]:
    """Return the matters that the call's page leads to, as it was saved last."""
    return calls_matters.find(
        reading(),
        call=own_call(draft_id),
        may_open=guards.may_open,
        may_know_of=guards.may_know_of,
        rulebook=rules(),
        today=clock.today(),
        settings=settings(),
    )
