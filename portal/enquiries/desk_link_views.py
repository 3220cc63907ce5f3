"""The desk links an enquiry with a complaint, ends that, and records what the constituent agreed to."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.accounts.guards import current_officer
from portal.casework.desk import guards, seeing
from portal.casework.desk.form_views import done
from portal.casework.desk.forms import ConfirmForm
from portal.complaints.matter import reference
from portal.complaints.matter.act_guards import officers_act
from portal.db import ComplaintId
from portal.enquiries import link as linking
from portal.enquiries.desk_guards import get_enquiry
from portal.enquiries.desk_page_views import back_to, page
from portal.enquiries.forms import AgreedForm, LinkForm
from portal.i18n import gettext as _
from portal.web.access import desk
from portal.web.unit_of_work import reading


def add_to(pages: Blueprint, one: str) -> None:
    """Put the addresses below an enquiry's."""
    acts = {"link": link, "unlink": unlink, "agreed": agreed, "taken-back": take_back}
    for name, view in acts.items():
        pages.add_url_rule(f"{one}/{name}", view.__name__, view, methods=["POST"])


@desk("handle_enquiries")
def link(enquiry_id: str) -> str | AnyResponse:
    """Link an enquiry with a complaint that this officer may open."""
    get_enquiry(enquiry_id)
    form, officer = LinkForm(), current_officer()
    complaint_id = _find(form) if form.validate_on_submit() else None

    def act(db: Session) -> None:
        linking.link(db, officers_act(officer.id), enquiry_id=enquiry_id, complaint_id=complaint_id or ComplaintId(""))

    linked = complaint_id is not None and done(form, act)
    return back_to(enquiry_id, "linked") if linked else page(enquiry_id, form)


@desk("handle_enquiries")
def unlink(enquiry_id: str) -> str | AnyResponse:
    """End the link with a complaint."""
    get_enquiry(enquiry_id)
    form, officer_id, now = ConfirmForm(), current_officer().id, clock.now()
    ended = done(form, lambda db: linking.end(db, enquiry_id=enquiry_id, officer_id=officer_id, now=now))
    return back_to(enquiry_id, "unlinked") if ended else page(enquiry_id)


@desk("handle_enquiries")
def agreed(enquiry_id: str) -> str | AnyResponse:
    """Record the constituent's consent."""
    get_enquiry(enquiry_id)
    form, officer_id, now = AgreedForm(), current_officer().id, clock.now()
    recorded = done(
        form,
        lambda db: linking.record_consent(
            db, enquiry_id=enquiry_id, officer_id=officer_id, how=form.how.data or "", now=now
        ),
    )
    return back_to(enquiry_id, "agreed") if recorded else page(enquiry_id, form)


@desk("handle_enquiries")
def take_back(enquiry_id: str) -> str | AnyResponse:
    """Record that the constituent does not agree any more."""
    get_enquiry(enquiry_id)
    form = ConfirmForm()
    ended = done(form, lambda db: linking.take_consent_back(db, enquiry_id=enquiry_id))
    return back_to(enquiry_id, "taken-back") if ended else page(enquiry_id)


def _find(form: LinkForm) -> ComplaintId | None:
    """Return the complaint of the reference that was typed, if this officer may open it; else say so at the field."""
    number = reference.read(form.reference.data or "").number
    found = None
    if number is not None:
        found = seeing.find_by_reference(
            reading(),
            number=number,
            officer=current_officer(),
            council=guards.rules().council,
            now=clock.now(),
            permission="see_complaint",
        )
    if found is not None:
        return found
    form.reference.errors = [_("You have no complaint with this reference.")]
    return None
