"""What a person asks on their complaint's page: an update, a promise that was not kept, and that it happened again."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.codes.pasted_code_guard import holds_code
from portal.complaints.drafts import happened_again, held
from portal.complaints.drafts.guards import put_cookie
from portal.complaints.follow_up import chases, messages
from portal.complaints.follow_up.act_views import done
from portal.complaints.follow_up.forms import AgainForm, NotDoneForm
from portal.complaints.grants.guards import address_of, back_to, get_open
from portal.complaints.grants.open_matter import OpenMatter
from portal.complaints.matter.act import Act
from portal.complaints.matter.act_guards import persons_act
from portal.complaints.matter.models import Reply
from portal.db import ComplaintId, GrantId, PersonId
from portal.i18n import current_language
from portal.web.access import resident
from portal.web.forms import PortalForm
from portal.web.unit_of_work import changes, reading, settings

blueprint = Blueprint("asking", __name__, url_prefix="/complaint")


@blueprint.post("/<grant_id>/update")
@resident
def update(grant_id: GrantId) -> ResponseReturnValue:
    """Ask for an update; asking again shows when the open question is answered."""
    matter = get_open(grant_id, "add")
    ask = partial(chases.ask, kind="update", channel="web")
    return done(matter, PortalForm(), ask, "update") or back_to(grant_id)


@blueprint.route("/<grant_id>/not-done", methods=["GET", "POST"])
@resident
def not_done(grant_id: GrantId) -> ResponseReturnValue:
    """Say that what we promised was not done."""
    matter = get_open(grant_id, "add")
    if not _answered(matter):
        return back_to(grant_id)
    form = NotDoneForm()
    words, send_key = form.body.data or "", form.send_key.data or ""

    def say(db: Session, act: Act, /, *, complaint_id: ComplaintId, person_id: PersonId) -> None:
        whose: dict[str, Any] = {"complaint_id": complaint_id, "person_id": person_id, "channel": "web"}
        if words.strip():
            messages.add_message(db, act, body=words, send_key=send_key, **whose)
        chases.ask(db, act, "remedy", **whose)

    if (answer := done(matter, form, say, "remedy", own_words=form.body)) is not None:
        return answer
    days = settings().remedy_working_days
    return render_template("complaints/follow_up/not_done.html", form=form, days=days, back=address_of(grant_id))


@blueprint.route("/<grant_id>/again", methods=["GET", "POST"])
@resident
def again(grant_id: GrantId) -> ResponseReturnValue:
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
            cookie = held.begin(db, persons_act(), code=code)
        answer = make_response(redirect(url_for("journey.go_on", draft_id=draft_id), 303))
        put_cookie(answer, draft_id, cookie)
        return answer
    return render_template("complaints/follow_up/again.html", form=form, back=address_of(grant_id))


def _answered(matter: OpenMatter) -> bool:
    return reading().scalar(select(Reply.id).where(Reply.complaint_id == matter.complaint_id).limit(1)) is not None
