"""The caseload: the people somebody acts for, shown after a code to their own address."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.complaints.drafts import drafts, held
from portal.complaints.drafts.guards import put_cookie
from portal.complaints.grants import visits
from portal.complaints.grants.guards import back_to, open_here
from portal.complaints.listing import caseload
from portal.complaints.listing.caseload import Client
from portal.complaints.matter import rulebook
from portal.complaints.matter.act_guards import persons_act
from portal.complaints.questions.order import Page
from portal.db import GrantId
from portal.errors import NotFound
from portal.i18n import current_language
from portal.people import addresses
from portal.web import sessions
from portal.web.access import resident
from portal.web.forms import PortalForm
from portal.web.unit_of_work import changes, reading, settings

blueprint = Blueprint("caseload", __name__, url_prefix="/track/clients")


@blueprint.get("")
@resident
def clients() -> ResponseReturnValue:
    """List the matters that go with the addresses proven in this browser."""
    found = _listed()
    if found is None:
        return redirect(url_for("own.ask"), 303)
    rules, today = rulebook.read(settings().council_file), clock.today()
    return render_template(
        "complaints/listing/clients.html",
        lines=[caseload.line(reading(), one, rulebook=rules, today=today) for one in found],
        form=PortalForm(formdata=None),
    )


@blueprint.post("/<grant_id>/open")
@resident
def open_one(grant_id: GrantId) -> ResponseReturnValue:
    """Open one of them in this browser."""
    client = _one(grant_id)
    if client.closed or not PortalForm().validate_on_submit():
        return redirect(url_for("caseload.clients"), 303)
    # Whose caseload it is was proven in this visit, which goes on.
    open_here(grant_id, how="one_time_code", carries=True)
    return back_to(grant_id)


@blueprint.post("/<grant_id>/new")
@resident
def new(grant_id: GrantId) -> ResponseReturnValue:
    """Begin a new complaint for a client, with who writes and for whom filled in."""
    client = _one(grant_id)
    if not PortalForm().validate_on_submit():
        return redirect(url_for("caseload.clients"), 303)
    answers = caseload.answers_for(reading(), client)
    with changes() as db:
        draft_id, code = drafts.start(db, persons_act(), answers=answers, language=current_language().code)
        drafts.note_proven(db, draft_id=draft_id, normal_address=addresses.normal_email(answers.email) or "")
        cookie = held.begin(db, persons_act(), code=code)
    answer = make_response(redirect(url_for("journey.question", draft_id=draft_id, page=Page.WORDS.value), 303))
    put_cookie(answer, draft_id, cookie)
    return answer


def _listed() -> list[Client] | None:
    """Return the matters of this browser's proven addresses, None when none was proven."""
    session_hash = sessions.live_hash()
    proven = visits.proven_in(reading(), session_hash=session_hash) if session_hash else []
    return caseload.listed(reading(), contact_ids=proven, now=clock.now()) if proven else None


def _one(grant_id: GrantId) -> Client:
    """Return one of this browser's clients. Raises NotFound, alike for somebody else's and for none."""
    found = next((one for one in _listed() or [] if one.grant_id == grant_id), None)
    if found is None:
        raise NotFound("client")
    return found
