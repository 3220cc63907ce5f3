"""What a person does on their complaint's page: add a message, withdraw, take it further, and go to the ombudsman."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal import clock
from portal.complaints.follow_up import escalate, messages
from portal.complaints.follow_up.act_views import done
from portal.complaints.follow_up.forms import FurtherForm, WithdrawForm
from portal.complaints.grants.guards import address_of, back_to, get_open
from portal.complaints.grants.open_matter import OpenMatter
from portal.complaints.matter import rulebook
from portal.complaints.tracking import at_a_glance
from portal.complaints.tracking import page as complaint_page
from portal.complaints.tracking.forms import MessageForm
from portal.complaints.tracking.views import draw
from portal.db import GrantId
from portal.procedures import next_step
from portal.web.access import resident
from portal.web.forms import PortalForm
from portal.web.unit_of_work import reading, settings

blueprint = Blueprint("following", __name__, url_prefix="/complaint")


@blueprint.post("/<grant_id>/message")
@resident
def message(grant_id: GrantId) -> ResponseReturnValue:
    """Add a message; sent twice it is one."""
    matter = get_open(grant_id, "say")
    form = MessageForm()
    add = partial(messages.add_message, body=form.body.data or "", channel="web", send_key=form.send_key.data or "")
    return done(matter, form, add, "message", own_words=form.body) or draw(matter, form)


@blueprint.route("/<grant_id>/withdraw", methods=["GET", "POST"])
@resident
def withdraw(grant_id: GrantId) -> ResponseReturnValue:
    """Ask once more, and withdraw."""
    matter = get_open(grant_id, "withdraw")
    form = WithdrawForm()
    act = partial(messages.withdraw, reason=form.reason.data or "")
    if (answer := done(matter, form, act, "withdrawn", own_words=form.reason)) is not None:
        return answer
    page = _read(matter)
    if "withdraw" not in page.may:
        return back_to(grant_id)
    return render_template("complaints/follow_up/withdraw.html", form=form, page=page, back=address_of(grant_id))


@blueprint.post("/<grant_id>/withdraw/undo")
@resident
def undo(grant_id: GrantId) -> ResponseReturnValue:
    """Take a withdrawal back by one click."""
    matter = get_open(grant_id, "withdraw")
    return done(matter, PortalForm(), messages.undo_withdrawal, "undone") or back_to(grant_id)


@blueprint.route("/<grant_id>/further", methods=["GET", "POST"])
@resident
def further(grant_id: GrantId) -> ResponseReturnValue:
    """Ask to take it further; a reason is welcome and not asked for."""
    matter = get_open(grant_id, "further")
    form = FurtherForm()
    act = partial(escalate.ask, reason=form.reason.data or "")
    if (answer := done(matter, form, act, "further", own_words=form.reason)) is not None:
        return answer
    page = _read(matter)
    if "go_further" not in page.may:
        return back_to(grant_id)
    rule = page.glance.version.stage(matter.stage + 1)
    return render_template(
        "complaints/follow_up/further.html",
        form=form,
        page=page,
        responder=rule.responder_words(),
        back=address_of(grant_id),
    )


@blueprint.get("/<grant_id>/ombudsman")
@resident
def ombudsman(grant_id: GrantId) -> ResponseReturnValue:
    """Name the right ombudsman, with a summary to print and send."""
    matter = get_open(grant_id)
    page = _read(matter)
    if "ombudsman" not in page.may:
        return back_to(grant_id)
    step = at_a_glance.ombudsman(page.glance, today=clock.today())
    return render_template(
        "complaints/follow_up/ombudsman.html",
        page=page,
        paragraphs=next_step.words(step),
        today=clock.today(),
        back=address_of(grant_id),
    )


def _read(matter: OpenMatter) -> complaint_page.ComplaintPage:
    book = rulebook.read(settings().council_file)
    return complaint_page.read(reading(), matter, rulebook=book, today=clock.today())
