"""How somebody is reached safely, what helps them, and the letters that wait for that."""

from __future__ import annotations

from dataclasses import asdict

from werkzeug.wrappers import Response as AnyResponse

from portal.casework.desk import guards, wording
from portal.casework.desk.form_views import acted, back_to, drawn, file_of
from portal.casework.desk.forms import ConfirmForm
from portal.casework.desk.guards import Desk
from portal.casework.reaching import death, safe
from portal.casework.reaching.forms import NeedsForm, SafeForm
from portal.db import ComplaintId, PersonId
from portal.errors import NotFound
from portal.people import needs
from portal.web.access import desk
from portal.web.forms import PortalForm
from portal.web.unit_of_work import reading


@desk("reach_safely")
def show(complaint_id: ComplaintId, person_id: PersonId | None = None) -> str:
    """Show how somebody on a matter is reached, the writer first."""
    return _page(guards.at_desk(complaint_id, "reach_safely"), person_id=person_id)


@desk("reach_safely")
def keep_needs(complaint_id: ComplaintId, person_id: PersonId) -> str | AnyResponse:
    """Keep what helps somebody; pressed without a change, it is checked."""
    at, form = guards.at_desk(complaint_id, "reach_safely"), NeedsForm()
    given = needs.given(form.data)
    kept = acted(at, form, safe.change_needs, person_id=person_id, given=given, complaint_id=complaint_id)
    return back_to(complaint_id, "needs") if kept else _page(at, form, person_id)


@desk("reach_safely")
def begin(complaint_id: ComplaintId, person_id: PersonId) -> str | AnyResponse:
    """Hold every letter to somebody, and keep how to reach them instead."""
    at, form = guards.at_desk(complaint_id, "reach_safely"), SafeForm()
    words = form.instructions.data or ""
    begun = acted(at, form, safe.begin, person_id=person_id, instructions=words, complaint_id=complaint_id)
    return back_to(complaint_id, "safe") if begun else _page(at, form, person_id)


@desk("reach_safely")
def end(complaint_id: ComplaintId, person_id: PersonId) -> str | AnyResponse:
    """Let letters go to somebody again."""
    at, form = guards.at_desk(complaint_id, "reach_safely"), ConfirmForm()
    ended = acted(at, form, safe.end, person_id=person_id, complaint_id=complaint_id)
    return back_to(complaint_id, "safe_ended") if ended else _page(at, form, person_id)


@desk("reach_safely")
def reached(complaint_id: ComplaintId, person_id: PersonId) -> str | AnyResponse:
    """Note that the person was told everything in a safe way."""
    at, form = guards.at_desk(complaint_id, "reach_safely"), ConfirmForm()
    noted = acted(at, form, safe.reached, person_id=person_id, complaint_id=complaint_id)
    return back_to(complaint_id, "reached_safely") if noted else _page(at, form, person_id)


@desk("reach_safely")
def died(complaint_id: ComplaintId, person_id: PersonId) -> str | AnyResponse:
    """Note that somebody the matter is about has died."""
    at, form = guards.at_desk(complaint_id, "reach_safely"), ConfirmForm()
    noted = acted(at, form, death.note, person_id=person_id, died=True, complaint_id=complaint_id)
    return back_to(complaint_id, "died") if noted else _page(at, form, person_id)


@desk("reach_safely")
def not_died(complaint_id: ComplaintId, person_id: PersonId) -> str | AnyResponse:
    """Put right that somebody was thought to have died."""
    at, form = guards.at_desk(complaint_id, "reach_safely"), ConfirmForm()
    noted = acted(at, form, death.note, person_id=person_id, died=False, complaint_id=complaint_id)
    return back_to(complaint_id, "not_died") if noted else _page(at, form, person_id)


@desk("reach_safely")
def advocate_found(complaint_id: ComplaintId) -> str | AnyResponse:
    """Note that a child has the advocate they wanted."""
    at, form = guards.at_desk(complaint_id, "reach_safely"), ConfirmForm()
    noted = acted(at, form, safe.advocate_found, complaint_id=complaint_id)
    return back_to(complaint_id, "advocate") if noted else _page(at, form)


@desk("reach_safely")
def send(complaint_id: ComplaintId, letter_id: str) -> str | AnyResponse:
    """Let one held letter go."""
    at, form = guards.at_desk(complaint_id, "reach_safely"), ConfirmForm()
    sent = acted(at, form, safe.send, letter_id=letter_id, complaint_id=complaint_id)
    return back_to(complaint_id, "held_sent") if sent else _page(at, form)


@desk("reach_safely")
def told(complaint_id: ComplaintId, letter_id: str) -> str | AnyResponse:
    """Note that the person was told in a safe way what a held letter says."""
    at, form = guards.at_desk(complaint_id, "reach_safely"), ConfirmForm()
    noted = acted(at, form, safe.told, letter_id=letter_id, complaint_id=complaint_id)
    return back_to(complaint_id, "told_safely") if noted else _page(at, form)


def _page(at: Desk, sent: PortalForm | None = None, person_id: PersonId | None = None) -> str:
    """Return the page of one person, the writer when none is named; ``sent`` is a form that came back with errors."""
    file = file_of(at)
    one = next((one for one in file.people if one.person.id == person_id), None if person_id else file.people[0])
    if one is None:
        raise NotFound("person")
    said = {"instructions": one.safe.instructions if one.safe else ""}
    return drawn(
        "casework/reaching/reach.html",
        at,
        sent or ConfirmForm(formdata=None),
        file=file,
        one=one,
        others=[other for other in file.people if other is not one],
        needs_form=sent if isinstance(sent, NeedsForm) else NeedsForm(formdata=None, data=asdict(one.needs)),
        safe_form=sent if isinstance(sent, SafeForm) else SafeForm(formdata=None, data=said),
        plain=ConfirmForm(formdata=None),
        waiting=safe.held(reading(), complaint_id=at.complaint_id, person_id=one.person.id),
        words=wording,
    )
