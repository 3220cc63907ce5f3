"""Linking complaints of different people under one lead; nobody who complained sees anything of it."""

from __future__ import annotations

from werkzeug.wrappers import Response as AnyResponse

from portal.casework.desk import guards
from portal.casework.desk.form_views import acted, back_to, drawn
from portal.casework.joining.forms import OtherForm
from portal.complaints.joining import linking
from portal.db import ComplaintId
from portal.web.access import desk


@desk("link")
def link(complaint_id: ComplaintId) -> str | AnyResponse:
    """Take the reference of a complaint to link with."""
    at, form = guards.at_desk(complaint_id, "link"), OtherForm()
    other_id = guards.find_typed(form.reference, "link") if form.validate_on_submit() else None
    if other_id is not None and acted(at, form, linking.link, one_id=complaint_id, other_id=other_id):
        return back_to(complaint_id, "linked")
    return drawn("casework/joining/link.html", at, form)
