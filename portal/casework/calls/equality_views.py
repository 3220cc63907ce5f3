"""The equality questions at the end of a call, only if the caller agrees; nobody at the desk sees an answer again."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.accounts.guards import current_officer
from portal.casework.calls import after
from portal.casework.calls.after_views import registered_call
from portal.complaints.equality import calls
from portal.complaints.equality.call_forms import ThereOnCallForm, call_form
from portal.complaints.matter.act_guards import officers_act
from portal.errors import NotFound
from portal.web.access import desk
from portal.web.unit_of_work import changes, reading


@desk("log_call")
def equality(draft_id: str) -> ResponseReturnValue:
    """Ask everything that may be asked on one page, keep it, and show it no more."""
    call, found = registered_call(draft_id)
    act = officers_act(current_officer().id)
    about = calls.find_about(reading(), act, complaint_id=found.complaint_id, person_id=found.person_id)
    if about is None or not after.still_on_the_phone(reading(), call=call, now=clock.now()):
        raise NotFound("equality questions")
    back, there = url_for("calls.registered", draft_id=draft_id), request.args.get("there", "")
    if about.for_them and there not in {"yes", "no"}:
        return _who_is_there(draft_id, back)
    about = replace(about, there=there == "yes" or not about.for_them)
    form = call_form(act.rulebook.council, about=about, today=act.today)
    if not form.validate_on_submit():
        return render_template("casework/calls/equality.html", form=form, about=about, back=back)
    with changes() as db:
        calls.answer(
            db, act, complaint_id=found.complaint_id, person_id=found.person_id, given=form.given(), there=about.there
        )
    return redirect(url_for("calls.registered", draft_id=draft_id, done="equality"), 303)


def _who_is_there(draft_id: str, back: str) -> ResponseReturnValue:
    """Ask a caller who speaks for somebody if that person is with them, before the questions that hang on it."""
    form = ThereOnCallForm()
    if form.validate_on_submit():
        return redirect(url_for("calls.equality", draft_id=draft_id, there=form.there.data), 303)
    return render_template("casework/calls/equality.html", form=form, about=None, back=back)
