"""The buttons on a matter's page: each does one thing, and draws the page again when it is refused."""

from __future__ import annotations

from werkzeug.wrappers import Response as AnyResponse

from portal.casework.case import views
from portal.casework.desk import guards
from portal.casework.desk.form_views import acted, back_to
from portal.casework.desk.forms import ConfirmForm
from portal.casework.incoming import triage
from portal.complaints.joining import duplicates, linking
from portal.db import ComplaintId
from portal.web.access import desk


@desk("link")
def unlink(complaint_id: ComplaintId) -> str | AnyResponse:
    """Take a complaint out of its group."""
    at, form = guards.at_desk(complaint_id, "link"), ConfirmForm()
    left = acted(at, form, linking.unlink, complaint_id=complaint_id)
    return back_to(complaint_id, "unlinked") if left else views.page(at, form)


@desk("link")
def lead(complaint_id: ComplaintId) -> str | AnyResponse:
    """Let a complaint lead its group."""
    at, form = guards.at_desk(complaint_id, "link"), ConfirmForm()
    leads = acted(at, form, linking.make_lead, complaint_id=complaint_id)
    return back_to(complaint_id, "led") if leads else views.page(at, form)


@desk("message")
def accept(complaint_id: ComplaintId, message_id: str) -> str | AnyResponse:
    """Put held words onto the matter."""
    at, form = guards.at_desk(complaint_id, "message"), ConfirmForm()
    accepted = acted(at, form, triage.accept, message_id=message_id, complaint_id=complaint_id)
    return back_to(complaint_id, "accepted") if accepted else views.page(at, form)


@desk("message")
def keep_apart(complaint_id: ComplaintId, message_id: str) -> str | AnyResponse:
    """Keep held words away from the matter."""
    at, form = guards.at_desk(complaint_id, "message"), ConfirmForm()
    kept = acted(at, form, triage.keep_apart, message_id=message_id, complaint_id=complaint_id)
    return back_to(complaint_id, "kept_apart") if kept else views.page(at, form)


@desk("merge")
def different(complaint_id: ComplaintId, other_id: ComplaintId) -> str | AnyResponse:
    """Note that a possible duplicate is none; joining has pages of its own."""
    at, form = guards.at_desk(complaint_id, "merge"), ConfirmForm()
    guards.at_desk(other_id, "merge")
    decided = acted(at, form, duplicates.are_different, complaint_id=complaint_id, other_id=other_id)
    return back_to(complaint_id, "different") if decided else views.page(at, form)
