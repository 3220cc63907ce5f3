"""The buttons on a matter's page: each does one thing, and draws the page again when it is refused."""

from __future__ import annotations

from werkzeug.wrappers import Response as AnyResponse

from portal.casework.case import views
from portal.casework.desk import guards
from portal.casework.desk.form_views import act_view, acted, back_to
from portal.casework.desk.forms import ConfirmForm
from portal.casework.incoming import triage
from portal.complaints.joining import duplicates, linking
from portal.db import ComplaintId
from portal.web.access import desk


@desk("merge")
def different(complaint_id: ComplaintId, other_id: ComplaintId) -> str | AnyResponse:
    """Note that a possible duplicate is none; joining has pages of its own."""
    at, form = guards.at_desk(complaint_id, "merge"), ConfirmForm()
    guards.at_desk(other_id, "merge")
    decided = acted(at, form, duplicates.are_different, complaint_id=complaint_id, other_id=other_id)
    return back_to(complaint_id, "different") if decided else views.page(at, form)


# Take a complaint out of its group.
unlink = act_view("link", ConfirmForm, linking.unlink, said="unlinked", page=views.page)
# Let a complaint lead its group.
lead = act_view("link", ConfirmForm, linking.make_lead, said="led", page=views.page)
# Put held words onto the matter.
accept = act_view("message", ConfirmForm, triage.accept, said="accepted", page=views.page)
# Keep held words away from the matter.
keep_apart = act_view("message", ConfirmForm, triage.keep_apart, said="kept_apart", page=views.page)
