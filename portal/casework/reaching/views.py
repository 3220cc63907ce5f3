"""How somebody is reached safely, what helps them, and the letters that wait for that."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import Any

from flask import request

from portal.casework.desk import guards, wording
from portal.casework.desk.case_file import CaseFile
from portal.casework.desk.form_views import act_view, drawn, file_of
from portal.casework.desk.forms import ConfirmForm
from portal.casework.desk.guards import Desk
from portal.casework.desk.people_on import PersonOn
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
        untold=_untold(file, one),
        words=wording,
    )


def _untold(file: CaseFile, one: PersonOn) -> bool:
    """Whether something was done that the writer does not know of, although their letters are not held."""
    done = any(promise.done_at and not (promise.kept_at or promise.replaced_at) for promise in file.promises)
    return one.writes and one.safe is None and done


def _again(at: Desk, form: PortalForm) -> str:
    """Return the page of the person that the address names, with a form that came back."""
    return _page(at, form, (request.view_args or {}).get("person_id"))


def _needs(form: NeedsForm) -> dict[str, Any]:
    return {"given": needs.given(form.data)}


# Keep what helps somebody; pressed without a change, it is checked.
keep_needs = act_view("reach_safely", NeedsForm, safe.change_needs, said="needs", page=_again, given=_needs)
# Hold every letter to somebody, and keep how to reach them instead.
begin = act_view("reach_safely", SafeForm, safe.begin, said="safe", page=_again)
# Let letters go to somebody again.
end = act_view("reach_safely", ConfirmForm, safe.end, said="safe_ended", page=_again)
# Note that the person was told everything in a safe way.
reached = act_view("reach_safely", ConfirmForm, safe.reached, said="reached_safely", page=_again)
# Note that somebody the matter is about has died.
died = act_view("reach_safely", ConfirmForm, partial(death.note, died=True), said="died", page=_again)
# Put right that somebody was thought to have died.
not_died = act_view("reach_safely", ConfirmForm, partial(death.note, died=False), said="not_died", page=_again)
# Note that a child has the advocate they wanted.
advocate_found = act_view("reach_safely", ConfirmForm, safe.advocate_found, said="advocate", page=_again)
# Let one held letter go.
send = act_view("reach_safely", ConfirmForm, safe.send, said="held_sent", page=_again)
# Note that the person was told in a safe way what a held letter says.
told = act_view("reach_safely", ConfirmForm, safe.told, said="told_safely", page=_again)
