"""Log a call: the officer's open calls, and one page with all questions for each."""

from __future__ import annotations

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.accounts.guards import current_officer
from portal.accounts.officers import get_officer
from portal.casework.calls import drafts, forms, matters
from portal.casework.calls.drafts import OpenCall
from portal.casework.calls.forms import CallForm
from portal.casework.calls.matters import CallersMatter
from portal.casework.calls.wording import SAY, channel
from portal.casework.desk.guards import own_act, rules
from portal.errors import NotFound
from portal.i18n import current_language
from portal.i18n import gettext as _
from portal.organisation import routing
from portal.web.access import desk
from portal.web.forms import PortalForm
from portal.web.unit_of_work import changes, reading


def own_call(draft_id: str) -> OpenCall:
    """Return one of the calls of the officer at work. Raises NotFound for any other."""
    return drafts.get_call(reading(), draft_id=draft_id, officer_id=current_officer().id, now=clock.now())


@desk("log_call")
def calls() -> str:
    """List the officer's calls that are not registered."""
    found = drafts.open_calls(reading(), officer_id=current_officer().id, now=clock.now())
    names = {one: get_officer(reading(), one).name for one in {call.taken_by for call in found}}
    return render_template(
        "casework/calls/calls.html",
        running=[call for call in found if call.until is None],
        waiting=[call for call in found if call.until is not None],
        names=names,
        channel=channel,
        today=clock.today(),
        form=PortalForm(formdata=None),
    )


@desk("log_call")
def new() -> ResponseReturnValue:
    """Begin a call."""
    form = PortalForm()
    if not form.validate_on_submit():
        return redirect(url_for("calls.calls"), 303)
    with changes() as db:
        draft_id = drafts.start_call(db, own_act(), language=current_language().code)
    return redirect(url_for("calls.call", draft_id=draft_id), 303)


@desk("log_call")
def call(draft_id: str) -> ResponseReturnValue:
    """Show the page of a call as it was typed last."""
    found = own_call(draft_id)
    if found.complaint_id is not None:
        return redirect(url_for("calls.registered", draft_id=draft_id), 303)
    form = forms.from_kept(found, rules().council, clock.today())
    return draw(found, form)


@desk("log_call")
def save(draft_id: str) -> ResponseReturnValue:
    """Keep the page, right or wrong, then read it back, end it, or go on."""
    found = own_call(draft_id)
    form = forms.from_page(found, rules().council, clock.today())
    if not form.csrf_token.validate(form):
        return draw(found, form)
    if not keep(found, form):
        form.form_errors.append(
            _("This call is registered already. What you changed since was not kept: add it to the complaint.")
        )
        return draw(found, form)
    wanted = request.form.get("do")
    if wanted == "save":
        return redirect(url_for("calls.call", draft_id=draft_id), 303)
    if wanted == "hang_up":
        return redirect(url_for("calls.hung_up", draft_id=draft_id), 303)
    if not right(form):
        return draw(found, form)
    return redirect(url_for("calls.read_back", draft_id=draft_id), 303)


@desk("log_call")
def autosave(draft_id: str) -> ResponseReturnValue:
    """Keep the page while it is being typed: 204, 400 for a stale page, 409 when it is registered already."""
    found = own_call(draft_id)
    form = forms.from_page(found, rules().council, clock.today())
    status = 400
    if form.csrf_token.validate(form):
        status = 204 if keep(found, form) else 409
    return Response(status=status, mimetype="text/plain")


def keep(found: OpenCall, form: CallForm) -> bool:
    """Keep the page of a call, right or wrong; False when it is registered already and stays as it was sent."""
    answers = form.into(found.answers)
    typed = forms.typed_on(form, request.form)
    channel, act = form.channel.data or "phone", own_act()
    with changes() as db:
        return drafts.save_call(db, act, draft_id=found.draft_id, answers=answers, typed=typed, channel=channel)


def right(form: CallForm) -> bool:
    """Check the whole page, and that a procedure was in force when the complaint reached the council."""
    if not form.validate():
        return False
    on = clock.london_date(form.received_at())
    procedure = routing.procedure_for(rules().council, form.answered()["service"], on)
    try:
        rules().catalogue.version_in_force(procedure, on=on)
    except NotFound:
        form.received_on.errors = [_("No procedure was in force on that day. Check the date")]
        return False
    return True


def callers_matters(found: OpenCall) -> list[CallersMatter]:
    """Return the matters that a call's page leads to, as it was saved last."""
    return matters.find(reading(), own_act(), call=found, officer=current_officer())


def draw(found: OpenCall, form: CallForm) -> str:
    """Return the page of a call."""
    return render_template(
        "casework/calls/call.html",
        call=found,
        form=form,
        say=SAY,
        matters=callers_matters(found),
        by=matters.BY,
        emergency=rules().council.emergency_numbers,
        taken_by=get_officer(reading(), found.taken_by).name,
        back=url_for("calls.calls"),
    )
