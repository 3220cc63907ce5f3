"""Photos and documents of a complaint, as its person sees them and adds to them."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal import clock
from portal.complaints.grants.guards import address_of, back_to, get_open
from portal.complaints.grants.open_matter import OpenMatter
from portal.complaints.matter import evidence
from portal.complaints.matter.act_guards import persons_act
from portal.db import GrantId
from portal.files.forms import UploadForm, limits_in_words, size_in_words
from portal.web.access import resident
from portal.web.security import takes_files
from portal.web.unit_of_work import changes, reading, settings

blueprint = Blueprint("evidence", __name__, url_prefix="/complaint")


@blueprint.route("/<grant_id>/evidence", methods=["GET", "POST"])
@takes_files
@resident
def add(grant_id: GrantId) -> ResponseReturnValue:
    """List what there is, and take in more."""
    matter = get_open(grant_id, "say")
    form = UploadForm()
    if form.validate_on_submit() and form.require_some():
        _take_in(matter, form)
        if not form.files.errors:
            return back_to(grant_id, "evidence")
    return render_template(
        "complaints/follow_up/evidence.html",
        form=form,
        held=_shown(matter),
        limits=limits_in_words(),
        size=size_in_words,
        back=address_of(grant_id),
    )


def _shown(matter: OpenMatter) -> list[evidence.Shown]:
    """What this person added, and what the council did where they may see that."""
    files = evidence.of_complaint(reading(), complaint_id=matter.complaint_id, person_id=matter.person_id)
    return [one for one in files if not one.by_officer or "see" in matter.may.split()]


def _take_in(matter: OpenMatter, form: UploadForm) -> None:
    chosen, now = settings(), clock.now()
    space = evidence.room(reading(), complaint_id=matter.complaint_id, limits=chosen.limits)
    accepted = form.take_in(room=space, now=now)
    if accepted:
        with changes() as db:
            evidence.add(
                db,
                persons_act(matter.person_id),
                complaint_id=matter.complaint_id,
                accepted=accepted,
                person_id=matter.person_id,
            )
