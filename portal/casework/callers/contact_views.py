"""Changing a contact by phone: asked for by one officer, then confirmed by the old contact or by another officer."""

from __future__ import annotations

from typing import Literal, cast

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.accounts.guards import current_officer
from portal.accounts.officers import get_officer
from portal.casework.callers import check, contact
from portal.casework.callers.forms import ChangeForm, ChildsChangeForm, ReadOutForm
from portal.casework.desk import guards
from portal.casework.desk.form_views import acted, done, result
from portal.casework.desk.guards import Desk
from portal.casework.desk.models import ContactChange
from portal.casework.desk.wording import CONTACTS
from portal.complaints.matter import reference
from portal.db import ComplaintId
from portal.errors import NotFound
from portal.i18n import gettext as _
from portal.i18n import lazy
from portal.people.addresses import ContactKind
from portal.people.models import Person
from portal.web import sessions
from portal.web.access import desk
from portal.web.forms import PortalForm
from portal.web.unit_of_work import reading, settings

HOW = {
    "call_back": lazy("Called back at a proven number"),
    "one_time_code": lazy("One-time code"),
    "phone_word": lazy("Phone word"),
}


@desk("change_contact")
def ask(complaint_id: ComplaintId) -> ResponseReturnValue:
    """Write down the new contact that a checked caller gives."""
    at, now = guards.at_desk(complaint_id, "change_contact"), clock.now()
    if check.find_check(reading(), complaint_id=complaint_id, officer_id=at.officer.id, now=now) is None:
        return redirect(url_for("callers.caller", complaint_id=complaint_id), 303)
    writer = check.get_writer(reading(), complaint_id=at.complaint_id)
    form = ChildsChangeForm() if reading().get_one(Person, writer.person_id).under_18 else ChangeForm()
    kind, address = cast(ContactKind, form.kind.data), (form.address.data or "").strip()
    made = result(form, lambda db: contact.ask(db, at.act(), complaint_id=complaint_id, kind=kind, address=address))
    if made is not None:
        return redirect(url_for("callers.change", change_id=made), 303)
    return render_template(
        "casework/callers/ask_change.html", form=form, back=url_for("callers.caller", complaint_id=complaint_id)
    )


@desk("change_contact")
def change(change_id: str) -> ResponseReturnValue:
    """Show the officer who asked what is still needed."""
    at, found = _own(change_id)
    return _change_page(at, found, ReadOutForm(formdata=None), PortalForm(formdata=None))


@desk("change_contact")
def send_code(change_id: str) -> ResponseReturnValue:
    """Send a code to the old contact."""
    (at, found), form, session_hash = _own(change_id), PortalForm(), sessions.cookie_hash() or ""
    if acted(at, form, contact.send_code, change_id=change_id, session_hash=session_hash):
        return redirect(url_for("callers.change", change_id=change_id), 303)
    return _change_page(at, found, ReadOutForm(formdata=None), form)


@desk("change_contact")
def read_out(change_id: str) -> ResponseReturnValue:
    """Compare the digits that went to the old contact, and make the change."""
    (at, found), form, session_hash = _own(change_id), ReadOutForm(), sessions.cookie_hash() or ""
    right = result(
        form,
        lambda db: contact.read_out(db, at.act(), change_id=change_id, session_hash=session_hash, digits=form.code),
    )
    if right:
        return redirect(url_for("callers.caller", complaint_id=at.complaint_id, done="changed"), 303)
    if right is False:
        form.digits.errors = [_("This code is not right, or it is too old. Let the caller read it out again")]
    return _change_page(at, found, form, PortalForm(formdata=None))


@desk("approve_contact_change")
def waiting() -> str:
    """List the changes that wait for a second officer."""
    rows = [(change, found) for change in contact.waiting(reading()) if (found := _approver(change))]
    return render_template(
        "casework/callers/changes.html",
        rows=[(change, *_names(change), change.asked_by == at.officer.id) for change, at in rows],
    )


@desk("approve_contact_change")
def second(change_id: str) -> ResponseReturnValue:
    """Show a change to the second officer."""
    return _second_page(_to_decide(change_id), PortalForm(formdata=None))


@desk("approve_contact_change")
def decide(change_id: str, decision: str) -> ResponseReturnValue:
    """Approve or refuse a change. The asker cannot be the second."""
    found, form = _to_decide(change_id), PortalForm()
    decided = cast(Literal["approved", "refused"], decision)
    if done(form, lambda db: contact.decide(db, guards.own_act(), change_id=change_id, decision=decided)):
        return redirect(url_for("callers.changes"), 303)
    return _second_page(found, form)


def _own(change_id: str) -> tuple[Desk, ContactChange]:
    found = contact.get_change(reading(), change_id=change_id)
    at = guards.at_desk(found.complaint_id, "change_contact")
    if found.asked_by != at.officer.id:
        raise NotFound("change")
    return at, found


def _approver(change: ContactChange) -> Desk | None:
    at = guards.find_desk(
        reading(), officer=current_officer(), complaint_id=change.complaint_id, rulebook=guards.rules()
    )
    return at if at is not None and at.may("approve_contact_change") else None


def _to_decide(change_id: str) -> ContactChange:
    found = contact.get_change(reading(), change_id=change_id)
    guards.at_desk(found.complaint_id, "approve_contact_change")
    return found


def _names(change: ContactChange) -> tuple[str, str]:
    writer = check.get_writer(reading(), complaint_id=change.complaint_id)
    return reference.grouped(writer.number), get_officer(reading(), change.asked_by).name


def _change_page(at: Desk, found: ContactChange, form: ReadOutForm, plain: PortalForm) -> str:
    return render_template(
        "casework/callers/change.html",
        change=found,
        kind=CONTACTS[found.kind],
        old=contact.old_contact(reading(), found, settings()),
        form=form,
        plain=plain,
        forms=[form, plain],
        back=url_for("callers.caller", complaint_id=at.complaint_id),
    )


def _second_page(found: ContactChange, form: PortalForm) -> str:
    number, asker = _names(found)
    person = reading().get(Person, found.person_id)
    return render_template(
        "casework/callers/second.html",
        change=found,
        kind=CONTACTS[found.kind],
        number=number,
        asker=asker,
        name=person.name if person else "",
        how=HOW.get(contact.how_checked(reading(), found), ""),
        own=found.asked_by == current_officer().id,
        form=form,
        back=url_for("callers.changes"),
    )
