"""Photos and documents at the desk: adding, saving, and letting one out before it is scanned."""

from __future__ import annotations

from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.casework.case import release as releasing
from portal.casework.case.forms import ReleaseForm
from portal.casework.desk import guards
from portal.casework.desk.form_views import acted, back_to, drawn
from portal.casework.desk.guards import Desk
from portal.complaints.matter import evidence
from portal.db import ComplaintId
from portal.errors import NotFound
from portal.files.forms import UploadForm, limits_in_words
from portal.files.views import attachment
from portal.web.access import desk
from portal.web.security import takes_files
from portal.web.unit_of_work import changes, reading, settings

_OPEN = frozenset({"clean", "released"})


@takes_files
@desk("add_evidence")
def add(complaint_id: ComplaintId) -> str | AnyResponse:
    """Add files that came by letter, by mail or at the counter."""
    at, form = guards.at_desk(complaint_id, "add_evidence"), UploadForm()
    if form.validate_on_submit() and form.require_some():
        _take_in(at, form)
        if not form.files.errors:
            return back_to(complaint_id, "evidence")
    return drawn("casework/case/evidence.html", at, form, limits=limits_in_words())


@desk("see_complaint")
def download(complaint_id: ComplaintId, file_id: str) -> AnyResponse:
    """Serve a file to be saved; one that was not scanned or let out is not there."""
    at = guards.at_desk(complaint_id, "see_complaint")
    stored = evidence.get(reading(), complaint_id=at.complaint_id, file_id=file_id)
    if stored.state not in _OPEN:
        raise NotFound("file")
    return attachment(stored)


@desk("release_evidence")
def release(complaint_id: ComplaintId, file_id: str) -> str | AnyResponse:
    """Let a file out before it is scanned, with a reason; in demo mode only."""
    at, form = guards.at_desk(complaint_id, "release_evidence"), ReleaseForm()
    if not settings().demo:
        raise NotFound("release")
    reason = form.reason.data or ""
    if acted(at, form, releasing.release, file_id=file_id, reason=reason, complaint_id=complaint_id):
        return back_to(complaint_id, "released")
    stored = evidence.get(reading(), complaint_id=at.complaint_id, file_id=file_id)
    if stored.state != "held":
        raise NotFound("release")
    return drawn("casework/case/release.html", at, form, stored=stored)


def _take_in(at: Desk, form: UploadForm) -> None:
    chosen, now = settings(), clock.now()
    space = evidence.room(reading(), complaint_id=at.complaint_id, limits=chosen.limits)
    accepted = form.take_in(room=space, now=now)
    if accepted:
        with changes() as db:
            evidence.add(db, at.act(), complaint_id=at.complaint_id, accepted=accepted, person_id=None)
