"""What a person asks on their complaint's page: an update, a promise that was not kept, and that it happened again."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.complaints.codes.pasted_code_guard import holds_code
from portal.complaints.drafts import happened_again
from portal.complaints.drafts.guards import put_cookie
from portal.complaints.follow_up import remedies, updates
from portal.complaints.grants.guards import address_of, back_to, get_open
from portal.complaints.grants.open_matter import OpenMatter
from portal.complaints.matter.act_guards import persons_act
from portal.complaints.matter.models import Reply
from portal.complaints.tracking.forms import AgainForm, NotDoneForm
from portal.i18n import current_language
from portal.web.access import resident
from portal.web.forms import PortalForm
from portal.web.unit_of_work import changes, reading, settings

blueprint = Blueprint("asking", __name__, url_prefix="/complaint")


@blueprint.post("/<grant_id>/update")
@resident
def update(grant_id: str) -> ResponseReturnValue:
    """Ask for an update; asking again shows when the open question is answered."""
    matter = get_open(grant_id, "add")
    if not PortalForm().validate_on_submit():
        return back_to(grant_id)
    settings()
    with changes() as db:
        updates.ask(
            db,
            persons_act(matter.person_id),
            complaint_id=matter.complaint_id,
            person_id=matter.person_id,
            channel="web",
        )
    return back_to(grant_id, "update")


@blueprint.route("/<grant_id>/not-done", methods=["GET", "POST"])
@resident
def not_done(grant_id: str) -> ResponseReturnValue:
    """Say that what we promised was not done."""
    matter = get_open(grant_id, "add")
    if not _answered(matter):
        return back_to(grant_id)
    form = NotDoneForm()
    if form.validate_on_submit() and not holds_code(form.body, matter):
        settings()
        with changes() as db:
            remedies.not_done(
                db,
                persons_act(matter.person_id),
                complaint_id=matter.complaint_id,
                person_id=matter.person_id,
                words=form.body.data or "",
                send_key=form.send_key.data or "",
                channel="web",
            )
        return back_to(grant_id, "remedy")
    days = settings().remedy_working_days
    return render_template("complaints/follow_up/not_done.html", form=form, days=days, back=address_of(grant_id))


@blueprint.route("/<grant_id>/again", methods=["GET", "POST"])
@resident
def again(grant_id: str) -> ResponseReturnValue:
    """Begin a new complaint that is linked to this answered one."""
    matter = get_open(grant_id, "add")
    if not _answered(matter):
        return back_to(grant_id)
    form = AgainForm()
    if form.validate_on_submit() and not holds_code(form.body, matter):
        with changes() as db:
            draft_id, code = happened_again.start(
                db,
                persons_act(),
                complaint_id=matter.complaint_id,
                words=form.body.data or "",
                language=current_language().code,
            )
        answer = make_response(redirect(url_for("journey.go_on", draft_id=draft_id), 303))
        put_cookie(answer, draft_id, code)
        return answer
    return render_template("complaints/follow_up/again.html", form=form, back=address_of(grant_id))


def _answered(matter: OpenMatter) -> bool:
    return reading().scalar(select(Reply.id).where(Reply.complaint_id == matter.complaint_id).limit(1)) is not None
