"""The resident's pages that prove an e-mail address or a phone number, or leave that for later."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from portal.complaints.codes import browser_guards, digits_views
from portal.complaints.codes.forms import DigitsForm, ProveForm
from portal.complaints.drafts import drafts
from portal.complaints.drafts.guards import of_this_browser
from portal.complaints.drafts.open_draft import OpenDraft
from portal.complaints.journey import proving
from portal.complaints.journey.views import address, draw, on_way_back
from portal.complaints.questions.order import Page
from portal.people import addresses
from portal.web.access import resident
from portal.web.forms import PortalForm
from portal.web.unit_of_work import changes, settings

blueprint = Blueprint("proving", __name__, url_prefix="/complain")


@blueprint.route("/<draft_id>/prove", methods=["GET", "POST"])
@resident
@of_this_browser
def prove(draft: OpenDraft) -> ResponseReturnValue:
    """Offer a six-digit code now, or to go on without one."""
    if not _can_prove(draft):
        return redirect(address(Page.CHECK, draft), 303)
    form = ProveForm()
    if form.validate_on_submit():
        return _send(draft) if form.how.data == "now" else redirect(address(Page.CHECK, draft), 303)
    return draw("complaints/journey/prove.html", Page.PROVE, draft, form=form)


@blueprint.post("/<draft_id>/prove/again")
@resident
@of_this_browser
def send_again(draft: OpenDraft) -> ResponseReturnValue:
    """Send new digits; those sent before stop working."""
    if not PortalForm().validate_on_submit() or not _can_prove(draft):
        return redirect(url_for("proving.prove", draft_id=draft.id, **on_way_back()), 303)
    return _send(draft)


@blueprint.route("/<draft_id>/prove/code", methods=["GET", "POST"])
@resident
@of_this_browser
def enter(draft: OpenDraft) -> ResponseReturnValue:
    """Take the six digits; each try is counted, and a wrong one says what to do."""
    if not _can_prove(draft):
        return redirect(address(Page.CHECK, draft), 303)
    form = DigitsForm()
    proven, status = digits_views.take(form, lambda digits: _confirmed(draft, digits))
    if proven:
        return redirect(url_for("matters.yours", draft_id=draft.id), 303)
    page = draw(
        "complaints/journey/prove_code.html",
        Page.PROVE,
        draft,
        form=form,
        again=PortalForm(formdata=None),
        minutes=settings().limits.code_minutes,
        back=url_for("proving.prove", draft_id=draft.id, **on_way_back()),
        skip=address(Page.CHECK, draft),
    )
    return make_response(page, status)


def _can_prove(draft: OpenDraft) -> bool:
    return proving.can_prove(draft.answers, proven=draft.proven, settings=settings())


def _send(draft: OpenDraft) -> Response:
    browser_guards.ask(proving.wanted(draft.answers, draft_id=draft.id, settings=settings()))
    return redirect(url_for("proving.enter", draft_id=draft.id, **on_way_back()), 303)


def _confirmed(draft: OpenDraft, digits: str) -> bool:
    """Note the address as proven when these digits were sent there for this draft and to this browser."""
    sent = proving.wanted(draft.answers, draft_id=draft.id, settings=settings())
    found = browser_guards.use(digits, purpose=sent.purpose, counted_as="draft-proof")
    normal = addresses.normal(sent.kind, sent.address)
    if found != draft.id or normal is None:
        return False
    with changes() as db:
        drafts.note_proven(db, draft_id=draft.id, normal_address=normal)
    return True
