"""The resident's page before sending that asks for photos and documents; nobody needs any."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.complaints.drafts import files
from portal.complaints.drafts.guards import of_this_browser, sent_before
from portal.complaints.drafts.open_draft import OpenDraft
from portal.complaints.journey.views import address, draw, on_way_back, situation
from portal.complaints.questions import order
from portal.complaints.questions.order import Page
from portal.files.forms import UploadForm, limits_in_words, size_in_words
from portal.web.access import resident
from portal.web.forms import PortalForm
from portal.web.security import takes_files
from portal.web.unit_of_work import changes, reading, settings

blueprint = Blueprint("draft_files", __name__, url_prefix="/complain")


@blueprint.route(f"/<draft_id>/{Page.FILES}", methods=["GET", "POST"])
@takes_files
@resident
@of_this_browser
def choose(draft: OpenDraft) -> ResponseReturnValue:
    """Take in what was chosen and show it; with nothing chosen, go on."""
    form = UploadForm()
    if form.validate_on_submit():
        if not form.chosen():
            return redirect(_following(draft), 303)
        kept = _take_in(draft, form)
        if not kept:
            return sent_before(draft)
        if not form.files.errors:
            return redirect(address(Page.FILES, draft), 303)
    return draw(
        "complaints/journey/files.html",
        Page.FILES,
        draft,
        form=form,
        held=files.of_draft(reading(), draft_id=draft.id),
        following=_following(draft),
        way=on_way_back(),
        limits=limits_in_words(),
        size=size_in_words,
    )


@blueprint.post(f"/<draft_id>/{Page.FILES}/<file_id>/remove")
@resident
@of_this_browser
def remove(draft: OpenDraft, file_id: str) -> ResponseReturnValue:
    """Take one file away again."""
    if PortalForm().validate_on_submit():
        with changes() as db:
            removed = files.remove(db, draft_id=draft.id, file_id=file_id)
        if not removed:
            return sent_before(draft)
    return redirect(url_for("draft_files.choose", draft_id=draft.id, **on_way_back()), 303)


def _take_in(draft: OpenDraft, form: UploadForm) -> bool:
    """Check and keep what was chosen; False when the draft was sent in the meantime."""
    now, limits = clock.now(), settings().limits
    accepted = form.take_in(room=files.room(reading(), draft_id=draft.id, limits=limits), now=now)
    if not accepted:
        return True
    with changes() as db:
        return files.add(db, draft_id=draft.id, accepted=accepted, limits=limits, now=now)


def _following(draft: OpenDraft) -> str:
    """Return where the way leads from here."""
    if on_way_back():
        return address(Page.CHECK, draft)
    return address(order.after(Page.FILES, draft.answers, situation(draft.answers, draft, clock.now())), draft)
