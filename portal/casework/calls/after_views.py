"""The end of a call: the reference to read out, the dates, and what the caller may take away."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.casework.callers.forms import PhoneWordForm
from portal.casework.calls import after
from portal.casework.calls.drafts import OpenCall
from portal.casework.calls.end_forms import ChildsPostalForm, PostalForm
from portal.casework.calls.page_views import own_call
from portal.casework.desk.guards import own_act
from portal.complaints.acting import authority
from portal.complaints.codes import access_letter as letters
from portal.complaints.codes import phone_word as words
from portal.complaints.drafts import register
from portal.complaints.drafts.register import Registered
from portal.complaints.equality import calls
from portal.complaints.grants import grants
from portal.complaints.matter import reference
from portal.complaints.tracking import reading as track
from portal.db import ComplaintId, PersonId
from portal.errors import NotFound, Refusal
from portal.people.models import Person
from portal.web.access import desk
from portal.web.forms import PortalForm
from portal.web.unit_of_work import changes, reading


@desk("log_call")
def registered(draft_id: str) -> ResponseReturnValue:
    """Show the reference in groups, the dates promised, the offer of a letter and of a phone word."""
    call = own_call(draft_id)
    if call.complaint_id is None:
        return redirect(url_for("calls.call", draft_id=draft_id), 303)
    return _page(call, None, PhoneWordForm(formdata=None))


@desk("log_call")
def access_letter(draft_id: str) -> ResponseReturnValue:
    """Post the reference and a private code to the caller."""
    call, found = registered_call(draft_id)
    form: PortalForm = PortalForm()
    if letters.find_address(reading(), person_id=found.person_id) is None:
        form = _postal(found.person_id)()
    if not form.validate():
        return _page(call, form, PhoneWordForm(formdata=None))
    address = form.address.data if isinstance(form, PostalForm) else ""
    act = own_act()
    with changes() as db:
        after.post_access(db, act, call=call, person_id=found.person_id, address=address or "")
    return redirect(url_for("calls.registered", draft_id=draft_id), 303)


@desk("log_call")
def phone_word(draft_id: str) -> ResponseReturnValue:
    """Keep the two words that the caller chose."""
    call, found = registered_call(draft_id)
    form = PhoneWordForm()
    if form.validate():
        act = own_act()
        try:
            with changes() as db:
                after.require_still_on_the_phone(db, call=call, now=act.now)
                words.set_word(db, act, grant_id=found.grant_id, typed=form.phone_word.data or "")
        except Refusal as refusal:
            form.phone_word.errors = [refusal.message]
        else:
            return redirect(url_for("calls.registered", draft_id=draft_id), 303)
    return _page(call, None, form)


def registered_call(draft_id: str) -> tuple[OpenCall, Registered]:
    """Return one of the officer's own calls with the matter it became. Raises NotFound."""
    call = own_call(draft_id)
    found = register.find_registered(reading(), complaint_id=call.complaint_id) if call.complaint_id else None
    if found is None:
        raise NotFound("complaint")
    return call, found


def _page(call: OpenCall, letter_form: PortalForm | None, word_form: PhoneWordForm) -> str:
    complaint_id = call.complaint_id or ComplaintId("")
    found = register.find_registered(reading(), complaint_id=complaint_id)
    if found is None:
        raise NotFound("complaint")
    grant = grants.get_of_person(reading(), complaint_id=complaint_id, person_id=found.person_id)
    letter_form = letter_form or _postal(found.person_id)(formdata=None)
    return render_template(
        "casework/calls/registered.html",
        call=call,
        number=reference.grouped(found.number),
        promised={one.kind: one.due for one in track.promised(reading(), complaint_id=complaint_id)},
        acting=authority.told_after_sending(reading(), complaint_id=complaint_id, person_id=found.person_id),
        address=letters.find_address(reading(), person_id=found.person_id),
        on_the_phone=after.still_on_the_phone(reading(), call=call, now=clock.now()),
        letter_asked=after.letter_asked(reading(), complaint_id=complaint_id),
        has_word=words.tries_left(grant) > 0,
        equality_asked=_equality_asked(complaint_id, found.person_id),
        answers_kept=request.args.get("done") == "equality",
        forms=[letter_form, word_form],
        letter_form=letter_form,
        word_form=word_form,
        new_call=PortalForm(formdata=None),
    )


def _postal(person_id: PersonId) -> type[PostalForm]:
    return ChildsPostalForm if reading().get_one(Person, person_id).under_18 else PostalForm


def _equality_asked(complaint_id: ComplaintId, person_id: PersonId) -> bool:
    about = calls.find_about(reading(), own_act(), complaint_id=complaint_id, person_id=person_id)
    return about is not None
