"""Seeing two matters beside each other that officers joined on their word: a code to the other side's own contact."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.complaints.codes import browser_guards, digits_views, proof
from portal.complaints.grants import companions, visits
from portal.complaints.grants.guards import address_of, back_to, get_open
from portal.complaints.grants.open_matter import OpenMatter
from portal.complaints.tracking import beside
from portal.db import GrantId
from portal.people.addresses import ContactKind
from portal.people.one_time_codes import Wanted
from portal.web import session_rows, sessions
from portal.web.access import resident
from portal.web.forms import PortalForm
from portal.web.unit_of_work import changes, reading, settings

blueprint = Blueprint("beside", __name__, url_prefix="/complaint/<grant_id>/together/<merge_id>")

_PURPOSE = "beside"
_NOBODYS = "nobody@nowhere.invalid"


@blueprint.route("", methods=["GET", "POST"])
@resident
def ask(grant_id: GrantId, merge_id: str) -> ResponseReturnValue:
    """Send a code to the other side's contact; the page is the same whether there is one or not."""
    matter = get_open(grant_id)
    other = beside.get(reading(), matter, merge_id=merge_id)
    form = PortalForm()
    if form.validate_on_submit():
        contact = beside.find_contact(reading(), grant_id=other, texts=proof.can_text(settings()))
        kind, address = (cast(ContactKind, contact.kind), contact.address) if contact else ("email", _NOBODYS)
        browser_guards.ask(Wanted(_PURPOSE, other if contact else None, kind, address))
        return redirect(url_for("beside.enter", grant_id=grant_id, merge_id=merge_id), 303)
    return render_template("complaints/tracking/beside.html", form=form, matter=matter, back=address_of(grant_id))


@blueprint.route("/code", methods=["GET", "POST"])
@resident
def enter(grant_id: GrantId, merge_id: str) -> ResponseReturnValue:
    """Take the digits in the browser that asked for them, and show both sides there."""
    matter = get_open(grant_id)
    other = beside.get(reading(), matter, merge_id=merge_id)
    return digits_views.enter(
        "complaints/tracking/beside_code.html",
        lambda digits: _opened(matter, other, digits),
        back_to,
        again=url_for("beside.ask", grant_id=grant_id, merge_id=merge_id),
        back=address_of(grant_id),
    )


def _opened(matter: OpenMatter, other: GrantId | None, digits: str) -> GrantId | None:
    """Open the other side in this browser, which gets a new session, and return this side's grant; or None."""
    subject = browser_guards.use(digits, purpose=_PURPOSE, counted_as="track-once")
    if subject is None or subject != other:
        return None
    now = clock.now()
    with changes() as db:
        session_id = visits.begin(db, replaced=sessions.live_hash(), carries=True, now=now)
        companions.open_beside(db, grant_id=other, session_hash=session_rows.hash_of(session_id), now=now)
    sessions.put_in_cookie(session_id)
    return matter.grant_id
