"""Deciding that a possible duplicate is none; joining has pages of its own."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from portal.casework.case import views
from portal.casework.desk import guards
from portal.casework.desk.form_views import back_to, done
from portal.casework.desk.forms import ConfirmForm
from portal.complaints.joining import duplicates
from portal.web.access import desk


def add_pages(pages: Blueprint) -> None:
    """Open the page."""
    pages.add_url_rule("/complaint/<complaint_id>/different/<other_id>", "different", different, methods=["POST"])


@desk("merge")
def different(complaint_id: str, other_id: str) -> str | AnyResponse:
    """Note that two matters are not the same."""
    at, form = guards.at_desk(complaint_id, "merge"), ConfirmForm()
    guards.at_desk(other_id, "merge")
    decided = done(
        form,
        lambda db: duplicates.are_different(db, at.act(), complaint_id=at.complaint_id, other_id=other_id),
    )
    return back_to(complaint_id, "different") if decided else views.page(at, form)
