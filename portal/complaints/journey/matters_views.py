"""The resident's pages that show what we already have from them: after proving a contact, and before sending."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.complaints.drafts import drafts
from portal.complaints.drafts.guards import cookie_name, of_this_browser
from portal.complaints.drafts.open_draft import OpenDraft
from portal.complaints.grants import still_you_guards
from portal.complaints.grants.guards import back_to, begin_visit, open_here
from portal.complaints.joining import recognition
from portal.complaints.journey import matters as draft_matters
from portal.complaints.journey import same_writer_guards
from portal.complaints.journey.matters import What
from portal.complaints.journey.views import address, draw
from portal.complaints.listing import own_lines
from portal.complaints.listing.own_matters import OwnMatter
from portal.complaints.matter import rulebook
from portal.complaints.matter.act_guards import persons_act
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.questions.order import Page
from portal.complaints.same_matter import Ranked
from portal.db import GrantId
from portal.errors import Refusal
from portal.web import session_rows, sessions
from portal.web.access import resident
from portal.web.forms import PortalForm
from portal.web.unit_of_work import changes, reading, settings

blueprint = Blueprint("matters", __name__, url_prefix="/complain")

_DONE: dict[What, str] = {"add": "added", "update": "update", "disagree": "further", "not_done": "remedy"}


def rules() -> Rulebook:
    """Return the rulebook of this council."""
    return rulebook.read(settings().council_file)


def recognised(draft: OpenDraft) -> Ranked | None:
    """Return the matter this draft may be about, unless its writer was asked before; None without a proven contact."""
    matters = draft_matters.listed(reading(), persons_act(), draft)
    return draft_matters.meant(persons_act(), draft, matters)


@blueprint.route("/<draft_id>/yours", methods=["GET", "POST"])
@resident
@of_this_browser
def yours(draft: OpenDraft) -> ResponseReturnValue:
    """Show what the person already has with us, right after they proved a contact; going on is always possible."""
    matters = draft_matters.listed(reading(), persons_act(), draft)
    if not matters:
        return redirect(address(Page.CHECK, draft), 303)
    match, form = draft_matters.meant(persons_act(), draft, matters), PortalForm()
    if form.validate_on_submit():
        if match is not None:
            with changes() as db:
                drafts.note_different(db, draft_id=draft.id, complaint_ids=[match.id])
        return redirect(address(Page.CHECK, draft), 303)
    return _page("complaints/journey/yours.html", draft, matters, match=match, form=form)


@blueprint.get("/<draft_id>/same")
@resident
@of_this_browser
def same(draft: OpenDraft) -> ResponseReturnValue:
    """Ask before sending whether this is the complaint we already have."""
    matters = draft_matters.listed(reading(), persons_act(), draft)
    match = draft_matters.meant(persons_act(), draft, matters)
    if match is None:
        return redirect(address(Page.CHECK, draft), 303)
    one = [matter for matter in matters if matter.complaint_id == match.id]
    return _page("complaints/journey/same.html", draft, one, match=match, form=PortalForm(formdata=None))


@blueprint.post("/<draft_id>/yours/<grant_id>/<any(add, update, disagree, not_done):what>")
@resident
@of_this_browser
def put_on(draft: OpenDraft, grant_id: GrantId, what: What) -> ResponseReturnValue:
    """Put what was typed on a matter of the person's own, and open it in this browser."""
    matter = _own(draft, grant_id)
    if matter is None or not PortalForm().validate_on_submit():
        return redirect(url_for("matters.yours", draft_id=draft.id), 303)
    replaced, carries, at_hand = (
        sessions.live_hash(),
        still_you_guards.is_theirs(grant_id),
        cookie_name(draft.id, settings()),
    )
    try:
        with changes() as db:
            done = draft_matters.put_on(db, persons_act(), draft, matter, what=what)
            session_id = begin_visit(
                db, replaced=replaced, opens=[grant_id], how="one_time_code", carries=carries, spares=at_hand
            )
            session_rows.note_sent(db, id_hash=draft.session_hash)
    except Refusal as refusal:
        form = PortalForm(formdata=None)
        form.form_errors.append(str(refusal.message))
        return _page("complaints/journey/same.html", draft, [matter], form=form)
    sessions.put_in_cookie(session_id)
    return back_to(grant_id, _DONE[what] if done else None)


@blueprint.post("/<draft_id>/yours/<grant_id>/again")
@resident
@of_this_browser
def again(draft: OpenDraft, grant_id: GrantId) -> ResponseReturnValue:
    """It has happened again after an answer: the draft stays a new complaint and is linked to the one before."""
    matter = _own(draft, grant_id)
    if matter is None or matter.answered_at is None or not PortalForm().validate_on_submit():
        return redirect(url_for("matters.yours", draft_id=draft.id), 303)
    with changes() as db:
        drafts.note_again(db, draft_id=draft.id, complaint_id=matter.complaint_id)
    return redirect(address(Page.CHECK, draft), 303)


@blueprint.post("/<draft_id>/yours/<grant_id>/look")
@resident
@of_this_browser
def look(draft: OpenDraft, grant_id: GrantId) -> ResponseReturnValue:
    """Open a matter of the person's own in this browser; the draft stays as it is."""
    matter = _own(draft, grant_id)
    if matter is None or not PortalForm().validate_on_submit():
        return redirect(url_for("matters.yours", draft_id=draft.id), 303)
    at_hand = cookie_name(draft.id, settings())
    open_here(grant_id, how="one_time_code", carries=still_you_guards.is_theirs(grant_id), spares=at_hand)
    return back_to(grant_id)


def _own(draft: OpenDraft, grant_id: GrantId) -> OwnMatter | None:
    """Return one of the person's own matters by its grant, unless it is quiet: that one opens with its code only."""
    matters = draft_matters.listed(reading(), persons_act(), draft)
    return next((one for one in matters if one.grant_id == grant_id and not one.quiet), None)


def _page(
    template: str, draft: OpenDraft, matters: list[OwnMatter], *, form: PortalForm, match: Ranked | None = None
) -> str:
    today = clock.today()
    first = sorted(matters, key=lambda one: match is None or one.complaint_id != match.id)
    return draw(
        template,
        Page.CHECK,
        draft,
        form=form,
        lines=[own_lines.line(reading(), one, rulebook=rules(), today=today) for one in first],
        why=recognition.why_meant(match.reasons) if match else [],
        found=match is not None,
        asks=same_writer_guards.is_asked(draft),
        back=url_for("sending.check", draft_id=draft.id) if request.endpoint == "matters.same" else None,
    )
