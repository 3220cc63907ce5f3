"""Pages to acknowledge, answer, take more time, write to the person, and decide a request."""

from __future__ import annotations

from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.casework.answering import acknowledge as acknowledging
from portal.casework.answering import decide_request
from portal.casework.answering import extend as extending
from portal.casework.answering import message as messages
from portal.casework.answering import reply as replying
from portal.casework.answering.forms import AcknowledgeForm, DecideForm, ExtendForm, MessageForm, ReplyForm
from portal.casework.desk import acts, guards
from portal.casework.desk.form_views import acted, back_to, drawn, file_of, result
from portal.complaints.matter.models import Later
from portal.db import ComplaintId
from portal.errors import NotFound
from portal.procedures import deadlines, next_step
from portal.procedures.steps import Step
from portal.web.access import desk
from portal.web.unit_of_work import reading


@desk("acknowledge")
def acknowledge(complaint_id: ComplaintId) -> str | AnyResponse:
    """Tell the person what we understood and who handles it."""
    at, form = guards.at_desk(complaint_id, "acknowledge"), AcknowledgeForm()
    stage = form.stage_number()
    if acted(at, form, acknowledging.acknowledge, words=form.filled_in(), stage=stage, complaint_id=complaint_id):
        return back_to(complaint_id, "acknowledged")
    file = file_of(at)
    if not form.is_submitted():
        acts.require_step(file.position, Step.ACKNOWLEDGE)
        form.stage.data = str(file.position.stage.number)
        form.handler.data, form.phone.data = at.officer.name, at.officer.phone
    return drawn("casework/answering/acknowledge.html", at, form, file=file)


@desk("reply")
def reply(complaint_id: ComplaintId) -> str | AnyResponse:
    """Answer. The page shows how to go further as it will be sent; the officer cannot change that."""
    at, form = guards.at_desk(complaint_id, "reply"), ReplyForm()
    stage = form.stage_number()
    if acted(at, form, replying.reply, answer=form.filled_in(), stage=stage, complaint_id=complaint_id):
        return back_to(complaint_id, "replied")
    file = file_of(at)
    if not form.is_submitted():
        acts.require_step(file.position, Step.REPLY)
        form.stage.data = str(file.position.stage.number)
    further = {
        refuses: next_step.words(
            *replying.how_to_go_further(
                file.position,
                finding="rejected" if refuses else None,
                on=clock.today(),
                calendar=guards.rules().calendar,
            )
        )
        for refuses in (False, True)
    }
    return drawn("casework/answering/reply.html", at, form, file=file, further=further[False], refused=further[True])


@desk("extend")
def extend(complaint_id: ComplaintId) -> str | AnyResponse:
    """Promise a later date, with a reason; the rules say whether it is an extension or a late notice."""
    at, form = guards.at_desk(complaint_id, "extend"), ExtendForm()

    def act(db: Session) -> Later:
        return extending.extend(
            db,
            at.act(),
            new_date=form.chosen_day(),
            reason=form.reason.data or "",
            consented=bool(form.consented.data),
            stage=form.stage_number(),
            complaint_id=complaint_id,
        )

    if (what := result(form, act)) is not None:
        return back_to(complaint_id, what)
    file = file_of(at)
    if not form.is_submitted():
        acts.require_step(file.position, Step.EXTEND)
        form.stage.data = str(file.position.stage.number)
    rule = file.position.rule
    if rule.extension is None or not rule.extension.needs_consent:
        del form.consented
    dates = extending.find_dates(reading(), file.position)
    limit = dates and deadlines.extension_limit(
        rule, received_at=file.position.stage.requested_at, reply_by=dates[0], calendar=guards.rules().calendar
    )
    return drawn("casework/answering/extend.html", at, form, file=file, promised=dates and dates[1], limit=limit)


@desk("message")
def message(complaint_id: ComplaintId) -> str | AnyResponse:
    """Write to the person."""
    at, form = guards.at_desk(complaint_id, "message"), MessageForm()
    key, body = form.key(), form.body.data or ""
    form.choose_from(messages.addressees(reading(), complaint_id=complaint_id, now=clock.now()))
    to = form.addressee()
    sent = acted(at, form, messages.send_message, body=body, send_key=key, to=to, complaint_id=complaint_id)
    return back_to(complaint_id, "message") if sent else drawn("casework/answering/message.html", at, form)


@desk("decide_request")
def decide(complaint_id: ComplaintId) -> str | AnyResponse:
    """Answer a request to take the matter further."""
    at, form = guards.at_desk(complaint_id, "decide_request"), DecideForm()
    file = file_of(at)
    request_id = form.request_id.data or "" if form.is_submitted() else ""
    if not form.is_submitted():
        if file.position.request is None:
            raise NotFound("request")
        request_id = form.request_id.data = file.position.request.id
    if acted(
        at,
        form,
        decide_request.decide_request,
        request_id=request_id,
        outcome=form.outcome.data or "",
        reason=form.reason.data or "",
        complaint_id=complaint_id,
    ):
        return back_to(complaint_id, "decided")
    return drawn("casework/answering/decide.html", at, form, file=file)
