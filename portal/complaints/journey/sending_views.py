"""The resident's pages that check and send: prepared outside the transaction, written once, whatever is clicked."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import clock
from portal.complaints.drafts import drafts, files, happened_again
from portal.complaints.drafts.guards import find_open, locked_page, of_this_browser, put_cookie
from portal.complaints.drafts.open_draft import OpenDraft
from portal.complaints.drafts.prepare import Submission, prepare
from portal.complaints.drafts.register import ReferenceTaken, find_registered, register
from portal.complaints.drafts.sending import Sending
from portal.complaints.grants import visits
from portal.complaints.journey import matters_views
from portal.complaints.journey.proving import is_proven
from portal.complaints.journey.views import address, draw, situation
from portal.complaints.matter import evidence, rulebook
from portal.complaints.matter.act import Act
from portal.complaints.matter.act_guards import persons_act
from portal.complaints.questions import order
from portal.complaints.questions import shown as answers_shown
from portal.complaints.questions.order import Page
from portal.db import GrantId
from portal.errors import NotFound
from portal.outage import ERRORS
from portal.web import sessions
from portal.web.access import resident
from portal.web.error_pages import not_now
from portal.web.forms import PortalForm
from portal.web.unit_of_work import changes, reading, settings

blueprint = Blueprint("sending", __name__, url_prefix="/complain")
_TRIES = 5


@blueprint.get("/<draft_id>/check")
@resident
@of_this_browser
def check(draft: OpenDraft) -> ResponseReturnValue:
    """Show every answer, each with a way to change it, and send."""
    return _check_page(draft, PortalForm())


@blueprint.post("/<draft_id>/send")
@resident
def send(draft_id: str) -> ResponseReturnValue:
    """Register the complaint, once; the same click again leads to the same reference (promises P1 to P3)."""
    try:
        return _sent(draft_id)
    except (*ERRORS, ReferenceTaken) as error:
        page = render_template("complaints/journey/not_sent.html", draft_id=draft_id, form=PortalForm(formdata=None))
        return not_now(error, page)


def _sent(draft_id: str) -> ResponseReturnValue:
    draft = find_open(draft_id)
    if draft is None or (draft.complaint_id is None and draft.expires_at <= clock.now()):
        return locked_page()
    if draft.complaint_id is not None:
        # It is stored, so this is said without a write, also when nothing can be written.
        return redirect(url_for("confirming.sent", draft_id=draft.id), 303)
    form = PortalForm()
    if not form.validate_on_submit():
        return _check_page(draft, form)
    if not draft.answers.words.strip():
        return redirect(address(Page.WORDS, draft), 303)
    match = matters_views.recognised(draft)
    if match is not None and "different" not in request.form:
        return redirect(url_for("matters.same", draft_id=draft_id), 303)
    if match is not None:
        with changes() as db:
            drafts.note_different(db, draft_id=draft.id, complaint_ids=[match.id])
    _register(persons_act(), draft)
    answer = make_response(redirect(url_for("confirming.sent", draft_id=draft.id), 303))
    put_cookie(answer, draft.id, draft.code, hours=settings().limits.code_cookie_hours)
    return answer


def _check_page(draft: OpenDraft, form: PortalForm) -> str:
    here = situation(draft.answers, draft, clock.now())
    council, today = rulebook.read(settings().council_file).council, clock.today()
    shown = answers_shown.rows(
        draft.answers,
        council=council,
        on=today,
        pages=order.pages(draft.answers, here),
        files=[one.label for one in files.of_draft(reading(), draft_id=draft.id)],
    )
    return draw(
        "complaints/journey/check.html",
        Page.CHECK,
        draft,
        form=form,
        rows=shown,
        vanished=answers_shown.service_vanished(draft.answers, council=council, on=today),
        proven=is_proven(draft.answers, proven=draft.proven),
        provable=here.provable,
    )


def _register(act: Act, draft: OpenDraft) -> None:
    """Register the draft, once, and open its matter in this browser.

    A reference that is taken is drawn again; words saved in another tab meanwhile are read again, so that what is
    sent is what was saved last. Raises ReferenceTaken after five tries, NotFound for a draft that has gone.
    """
    replaced = sessions.live_hash()
    for _try in range(_TRIES):
        submission = _prepared(act, draft)
        try:
            with changes() as db:
                grant_id = _written(db, draft, submission)
                session_id = (
                    visits.begin(db, replaced=replaced, now=act.now, opens=[grant_id], how="sent") if grant_id else None
                )
        except ReferenceTaken:
            continue
        if session_id is not None:
            sessions.put_in_cookie(session_id)
            return
        read_again = find_open(draft.id)
        if read_again is None:
            raise NotFound("draft")
        draft = read_again
    raise ReferenceTaken


def _prepared(act: Act, draft: OpenDraft) -> Submission:
    sending = Sending(
        draft.answers,
        act.now,
        receipt_key=draft.receipt_key,
        code_hmac=draft.code_hmac,
        proven=draft.proven,
        language=draft.language,
        channel=draft.channel,
        draft_id=draft.id,
    )
    return prepare(act, sending)


def _written(db: Session, draft: OpenDraft, submission: Submission) -> GrantId | None:
    """Return the grant of what was registered, now or before; None when other answers were saved in between."""
    saved_at, complaint_id = drafts.hold(db, draft_id=draft.id)
    if complaint_id is not None:
        registered = find_registered(db, complaint_id=complaint_id)
        if registered is None:
            raise NotFound("complaint")
        return registered.grant_id
    if saved_at != draft.saved_at:
        return None
    made = register(db, submission)
    evidence.take_from_draft(
        db, persons_act(made.person_id), draft_id=draft.id, complaint_id=made.complaint_id, person_id=made.person_id
    )
    if draft.again_of is not None:
        happened_again.link(
            db,
            persons_act(made.person_id),
            complaint_id=made.complaint_id,
            before_id=draft.again_of,
            person_id=made.person_id,
        )
    return made.grant_id
