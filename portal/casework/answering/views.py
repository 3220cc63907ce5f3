"""The acts that end a promise or make one: acknowledge, answer, take more time."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.casework.answering import acknowledge as acknowledging
from portal.casework.answering import extend as extending
from portal.casework.answering import reply as replying
from portal.casework.desk import acts, guards
from portal.casework.desk.case_file import CaseFile
from portal.casework.desk.form_views import back_to, basics, done, file_of
from portal.casework.desk.forms import AcknowledgeForm, ExtendForm, ReplyForm, StageForm
from portal.casework.desk.guards import Desk
from portal.procedures import deadlines
from portal.procedures.steps import Step
from portal.web.access import desk
from portal.web.unit_of_work import reading


@desk("acknowledge")
def acknowledge(complaint_id: str) -> str | AnyResponse:
    """Tell the person what we understood and who handles it."""
    at, form = guards.at_desk(complaint_id, "acknowledge"), AcknowledgeForm()

    def act(db: Session) -> object:
        return acknowledging.acknowledge(
            db,
            understood=form.understood.data or "",
            outcome=form.outcome.data or "",
            not_ours=form.not_ours.data or "",
            handler=form.handler.data or "",
            phone=form.phone.data or "",
            stage=form.stage_number(),
            **basics(at),
        )

    if done(form, act):
        return back_to(complaint_id, "acknowledged")
    file = file_of(at)
    if not form.is_submitted():
        acts.require_step(file.position, Step.ACKNOWLEDGE)
        form.stage.data = str(file.position.stage.number)
        form.handler.data, form.phone.data = at.officer.name, at.officer.phone
    return _drawn("casework/answering/acknowledge.html", at, file, form)


@desk("reply")
def reply(complaint_id: str) -> str | AnyResponse:
    """Answer; how to go further stands on the page as it will be sent, and is no field."""
    at, form = guards.at_desk(complaint_id, "reply"), ReplyForm()

    def act(db: Session) -> object:
        return replying.reply(
            db,
            finding=form.finding.data or "",
            reasons=form.reasons.data or "",
            remedy=form.remedy.data or "",
            root_cause=form.root_cause.data or None,
            stage=form.stage_number(),
            **basics(at),
        )

    if done(form, act):
        return back_to(complaint_id, "replied")
    file = file_of(at)
    if not form.is_submitted():
        acts.require_step(file.position, Step.REPLY)
        form.stage.data = str(file.position.stage.number)
    further = {
        refuses: replying.further_words(
            file.position,
            finding="rejected" if refuses else None,
            on=clock.today(),
            calendar=guards.rules().calendar,
        )
        for refuses in (False, True)
    }
    return _drawn("casework/answering/reply.html", at, file, form, further=further[False], refused=further[True])


@desk("extend")
def extend(complaint_id: str) -> str | AnyResponse:
    """Promise a later date, with a reason; the rules say whether it is an extension or a late notice."""
    at, form = guards.at_desk(complaint_id, "extend"), ExtendForm()
    what: list[str] = []

    def act(db: Session) -> None:
        what.append(
            extending.extend(
                db,
                new_date=form.chosen_day(),
                reason=form.reason.data or "",
                consented=bool(form.consented.data),
                stage=form.stage_number(),
                **basics(at),
            )
        )

    if done(form, act):
        return back_to(complaint_id, what[0])
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
    return _drawn("casework/answering/extend.html", at, file, form, promised=dates and dates[1], limit=limit)


def _drawn(template: str, at: Desk, file: CaseFile, form: StageForm, **more: Any) -> str:
    back = url_for("casework.complaint", complaint_id=at.complaint_id)
    return render_template(template, file=file, form=form, back=back, **more)
