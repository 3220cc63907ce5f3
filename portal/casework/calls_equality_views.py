"""The equality questions at the end of a call, only if the caller agrees; nobody at the desk sees an answer again."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.casework import calls_after
from portal.casework.calls_after_views import registered_call
from portal.casework.calls_page_views import rules
from portal.complaints import equality_calls
from portal.complaints.equality_call_forms import call_form
from portal.errors import NotFound
from portal.web.access import desk
from portal.web.unit_of_work import changes, reading, settings


@desk("log_call")
def equality(draft_id: str) -> ResponseReturnValue:
    """Ask everything on one page, keep it, and show it no more."""
    call, found = registered_call(draft_id)
    council, today = rules().council, clock.today()
    about = {"complaint_id": found.complaint_id, "person_id": found.person_id}
    for_them = equality_calls.asked_for_somebody_else(
        reading(), **about, council=council, today=today, settings=settings()
    )
    if for_them is None or not calls_after.still_on_the_phone(reading(), call=call, now=clock.now()):
        raise NotFound("equality questions")
    form = call_form(council, for_them=for_them, today=today)
    if not form.validate_on_submit():
        back = url_for("calls.registered", draft_id=draft_id)
        return render_template("casework/calls/equality.html", form=form, for_them=for_them, back=back)
    there = "there" in form and form.there.data == "yes"
    with changes() as db:
        equality_calls.answer(
            db, **about, given=form.given(), there=there, council=council, today=today, settings=settings()
        )
    return redirect(url_for("calls.registered", draft_id=draft_id, done="equality"), 303)
