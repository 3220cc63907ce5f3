"""Linking complaints of different people under one lead; nobody who complained sees anything of it."""

from __future__ import annotations

from flask import render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from portal.casework.desk import guards
from portal.casework.desk.form_views import back_to, done, file_of
from portal.casework.joining.forms import OtherForm
from portal.casework.joining.other_guards import find_other
from portal.complaints.joining import linking
from portal.web.access import desk


@desk("link")
def link(complaint_id: str) -> str | AnyResponse:
    """Take the reference of a complaint to link with."""
    at, form = guards.at_desk(complaint_id, "link"), OtherForm()
    other_id = find_other(at, form, "link") if form.validate_on_submit() else None

    def act(db: Session) -> None:
        linking.link(db, at.act(), one_id=complaint_id, other_id=other_id or "")

    if other_id is not None and done(form, act):
        return back_to(complaint_id, "linked")
    back = url_for("casework.complaint", complaint_id=complaint_id)
    return render_template("casework/joining/link.html", file=file_of(at), form=form, back=back)
