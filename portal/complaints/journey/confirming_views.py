"""The resident's pages after sending: the confirmation, the private code, and words added afterwards."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.complaints.acting import authority
from portal.complaints.codes.forms import AddForm
from portal.complaints.drafts import drafts
from portal.complaints.drafts import sent as sent_drafts
from portal.complaints.drafts.guards import (
    drop_cookie,
    find_open,
    holds_code,
    locked_page,
    open_matter,
    showing_code,
)
from portal.complaints.drafts.sent import Sent
from portal.complaints.equality import people
from portal.complaints.follow_up import messages
from portal.complaints.grants import private_code
from portal.complaints.grants.guards import back_to
from portal.complaints.matter import reference, rulebook
from portal.complaints.matter.act_guards import persons_act
from portal.complaints.matter.promises import counted
from portal.complaints.questions import sensitive
from portal.complaints.tracking import reading as tracking_reading
from portal.procedures.describe import worked_out
from portal.web import leaving, session_rows, sessions
from portal.web.access import resident
from portal.web.forms import PortalForm
from portal.web.unit_of_work import changes, reading, settings

blueprint = Blueprint("confirming", __name__, url_prefix="/complain")


@dataclass(frozen=True, slots=True)
class _Confirmed:
    """A sent draft as this browser may see it; ``code`` is "" when this browser does not hold it."""

    sent: Sent
    code: str
    session: str | None


@blueprint.get("/<draft_id>/sent")
@resident
def sent(draft_id: str) -> ResponseReturnValue:
    """Confirm: the reference, the dates and how they were worked out, the private code, and what happens next."""
    found = _confirmed(draft_id)
    if found is None:
        return _unsent(draft_id)
    if found.sent.joined:
        return back_to(found.sent.grant_id)
    promised = sorted(
        (
            one
            for one in tracking_reading.promised(reading(), complaint_id=found.sent.complaint_id)
            if one.replaced_at is None and one.because != "asked"
        ),
        key=lambda one: (one.due, one.kind),
    )
    acting = authority.told_after_sending(
        reading(), complaint_id=found.sent.complaint_id, person_id=found.sent.person_id
    )
    page = render_template(
        "complaints/journey/sent.html",
        draft_id=draft_id,
        sent=found.sent,
        number=reference.grouped(found.sent.number),
        code=private_code.grouped(found.code),
        opened=found.session is not None,
        promised={one.kind: one.due for one in promised},
        worked_out=worked_out([step for one in promised for step in counted(one.worked_out)]),
        acting=acting,
        saved=PortalForm(formdata=None),
        added="added" in request.args,
        invited=_invited(found.sent),
    )
    return showing_code(page)


@blueprint.post("/<draft_id>/sent")
@resident
def code_saved(draft_id: str) -> ResponseReturnValue:
    """Take the private code away from this browser: the person has saved it."""
    draft = find_open(draft_id)
    answer = make_response(redirect(_sent_address(draft_id), 303))
    if draft is None or draft.complaint_id is None or not PortalForm().validate_on_submit():
        return answer
    now = clock.now()
    # The page stays open without the code.
    if open_matter(draft, now=now):
        with changes() as db:
            drafts.note_code_saved(db, draft_id=draft.id, now=now)
            session_rows.end(db, id_hash=draft.session_hash, now=now)
        drop_cookie(answer, draft.id)
    return answer


@blueprint.route("/<draft_id>/add", methods=["GET", "POST"])
@resident
def add(draft_id: str) -> ResponseReturnValue:
    """Add words to the complaint that this draft became."""
    found = _confirmed(draft_id)
    if found is None:
        return _unsent(draft_id)
    form = AddForm()
    if not form.validate_on_submit() or (found.code and holds_code(form, found.code)):
        return render_template("complaints/drafts/already_sent.html", form=form, draft_id=draft_id)
    body = form.body.data or ""
    with changes() as db:
        messages.add_message(
            db,
            persons_act(found.sent.person_id),
            complaint_id=found.sent.complaint_id,
            person_id=found.sent.person_id,
            body=body,
            channel="web",
            send_key=hashlib.sha256(f"{draft_id}\n{body}".encode()).hexdigest()[:32],
        )
    return redirect(url_for("confirming.sent", draft_id=draft_id, added="yes"), 303)


def _invited(sent: Sent) -> bool:
    """Whether there is somebody to ask the equality questions about."""
    act = persons_act(sent.person_id)
    whose = people.find_whose(reading(), act, complaint_id=sent.complaint_id, person_id=sent.person_id)
    return whose is not None


def _confirmed(draft_id: str) -> _Confirmed | None:
    """Return a sent draft that this browser may see: by its matter open in the visit, or as `find_open` opens it.

    The private code goes with the grant that it opens, and with no other person's.
    """
    db, session, draft = reading(), sessions.live_hash(), find_open(draft_id)
    now = max(clock.now(), draft.saved_at) if draft is not None else clock.now()
    found = sent_drafts.find_in_session(db, draft_id=draft_id, session_hash=session, now=now) if session else None
    code_hmac = (draft.code_hmac or "") if draft is not None else ""
    by_code = sent_drafts.find_with_code(db, draft_id=draft_id, code_hmac=code_hmac, now=now) if code_hmac else None
    either = found or by_code
    if either is None:
        return None
    code = draft.code if draft and by_code and by_code.grant_id == either.grant_id else ""
    council = rulebook.read(settings().council_file).council
    if sensitive.is_sensitive(either.answers, council, clock.london_date(now)):
        leaving.offer()
    return _Confirmed(either, code, session if found else None)


def _unsent(draft_id: str) -> ResponseReturnValue:
    """A draft that was not sent goes on; anything else asks for the private code."""
    draft = find_open(draft_id)
    if draft is None or draft.complaint_id is not None:
        return locked_page()
    return redirect(url_for("journey.go_on", draft_id=draft_id), 303)


def _sent_address(draft_id: str) -> str:
    return url_for("confirming.sent", draft_id=draft_id)
