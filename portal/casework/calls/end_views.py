"""How a call ends: broken off, read back and registered, and what the caller takes away."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.accounts.guards import current_officer
from portal.accounts.officers import get_officer
from portal.casework.calls import drafts, forms
from portal.casework.calls.drafts import OpenCall
from portal.casework.calls.end_forms import BrokenOffForm, RegisterForm
from portal.casework.calls.forms import CallForm
from portal.casework.calls.page_views import draw, own_call, right
from portal.casework.calls.register import prepare_call, register_call
from portal.casework.calls.wording import channel
from portal.casework.desk.guards import own_act, rules
from portal.complaints.drafts.register import ReferenceTaken
from portal.complaints.questions import shown as answers_shown
from portal.complaints.questions import who
from portal.complaints.questions.order import Page
from portal.errors import Refusal
from portal.web.access import desk
from portal.web.forms import choice
from portal.web.unit_of_work import changes, reading

_TRIES = 5
_DAYS_TO_FINISH = 2


@desk("log_call")
def hung_up(draft_id: str) -> ResponseReturnValue:
    """Register a call that broke off as it is, or keep it with somebody to finish it and a day."""
    call = own_call(draft_id)
    if call.complaint_id is not None:
        return redirect(url_for("calls.registered", draft_id=draft_id), 303)
    today = clock.today()
    first = {
        "owner": call.owner,
        "until": call.until or rules().calendar.add_working_days(today, _DAYS_TO_FINISH),
    }
    form = BrokenOffForm(data=first)
    form.owner.choices = [choice(one.id, one.name) for one in drafts.possible_owners(reading())]
    if form.validate_on_submit() and form.until.data is not None:
        officer_id, now = current_officer().id, clock.now()
        with changes() as db:
            drafts.keep_incomplete(
                db, draft_id=draft_id, officer_id=officer_id, owner=form.owner.data, until=form.until.data, now=now
            )
        return redirect(url_for("calls.calls"), 303)
    return render_template(
        "casework/calls/hung_up.html",
        call=call,
        form=form,
        register_form=_register_form(call),
        back=url_for("calls.call", draft_id=draft_id),
    )


@desk("log_call")
def read_back(draft_id: str) -> ResponseReturnValue:
    """Show what was written, to be read aloud before it is sent."""
    call = own_call(draft_id)
    if call.complaint_id is not None:
        return redirect(url_for("calls.registered", draft_id=draft_id), 303)
    if not forms.is_right(call, rules().council, clock.today()):
        return redirect(url_for("calls.call", draft_id=draft_id), 303)
    return _read_back_page(call, _register_form(call))


@desk("log_call")
def register(draft_id: str) -> ResponseReturnValue:
    """Register the call, once: the same button again leads to the same reference."""
    call = own_call(draft_id)
    if call.complaint_id is not None:
        return redirect(url_for("calls.registered", draft_id=draft_id), 303)
    asked = RegisterForm()
    if not asked.validate():
        return _read_back_page(call, asked)
    form = forms.from_kept(call, rules().council, clock.today(), token=request.form.get("csrf_token"))
    if not right(form):
        return draw(call, form)
    try:
        _register(call, form, as_read=asked.as_read.data or "")
    except Refusal as refusal:
        now_kept = own_call(draft_id)
        fresh = _register_form(now_kept)
        fresh.form_errors = [str(refusal.message)]
        return _read_back_page(now_kept, fresh)
    return redirect(url_for("calls.registered", draft_id=draft_id), 303)


def _register(call: OpenCall, form: CallForm, *, as_read: str) -> None:
    act = own_act()
    answers, received_at = form.into(call.answers), form.received_at()
    for tries_left in reversed(range(_TRIES)):
        submission = prepare_call(act, call, answers=answers, received_at=received_at)
        try:
            with changes() as db:
                register_call(db, call=call, submission=submission, as_read=as_read, now=act.now)
        except ReferenceTaken:
            if not tries_left:
                raise
        else:
            return


def _register_form(call: OpenCall) -> RegisterForm:
    return RegisterForm(formdata=None, data={"as_read": call.saved_at.isoformat()})


def _read_back_page(call: OpenCall, asked: RegisterForm) -> str:
    council, today = rules().council, clock.today()
    form = forms.from_kept(call, council, today)
    form.settle_choices()
    answers = who.settled(form.into(call.answers))
    shown = answers_shown.rows(answers, council=council, on=today, pages=tuple(Page))
    return render_template(
        "casework/calls/read_back.html",
        call=call,
        rows=[row for row in shown if row.answer],
        phone_beside=answers.phone if answers.contact in {"email", "post"} else "",
        received_at=form.received_at(),
        channel=channel(call.channel),
        taken_by=get_officer(reading(), call.taken_by).name,
        form=asked,
        back=url_for("calls.call", draft_id=call.draft_id),
    )
