"""The buttons on a matter's page: each does one thing, and draws the page again when it is refused."""

from __future__ import annotations

from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from portal.casework.case import views
from portal.casework.desk import guards
from portal.casework.desk.form_views import back_to, done
from portal.casework.desk.forms import ConfirmForm
from portal.casework.incoming import triage as triaging
from portal.complaints.joining import linking
from portal.web.access import desk


@desk("link")
def unlink(complaint_id: str) -> str | AnyResponse:
    """Take a complaint out of its group."""
    at, form = guards.at_desk(complaint_id, "link"), ConfirmForm()

    def act(db: Session) -> None:
        linking.unlink(db, at.act(), complaint_id=complaint_id)

    return back_to(complaint_id, "unlinked") if done(form, act) else views.page(at, form)


@desk("link")
def lead(complaint_id: str) -> str | AnyResponse:
    """Let a complaint lead its group."""
    at, form = guards.at_desk(complaint_id, "link"), ConfirmForm()

    def act(db: Session) -> None:
        linking.make_lead(db, at.act(), complaint_id=complaint_id)

    return back_to(complaint_id, "led") if done(form, act) else views.page(at, form)


@desk("message")
def accept(complaint_id: str, message_id: str) -> str | AnyResponse:
    """Put held words onto the matter."""
    at, form = guards.at_desk(complaint_id, "message"), ConfirmForm()

    def act(db: Session) -> None:
        triaging.accept(db, at.act(), message_id=message_id, complaint_id=at.complaint_id)

    return back_to(complaint_id, "accepted") if done(form, act) else views.page(at, form)


@desk("message")
def keep_apart(complaint_id: str, message_id: str) -> str | AnyResponse:
    """Keep held words away from the matter."""
    at, form = guards.at_desk(complaint_id, "message"), ConfirmForm()

    def act(db: Session) -> None:
        triaging.keep_apart(db, at.act(), message_id=message_id, complaint_id=at.complaint_id)

    return back_to(complaint_id, "kept_apart") if done(form, act) else views.page(at, form)
