"""What an officer does while a caller is on the phone: take words, make sure who it is, post a letter."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from portal.casework.callers import check, take
from portal.casework.callers.forms import (
    ContactIdForm,
    FurtherForm,
    PhoneWordForm,
    ReadOutForm,
    SaidWordForm,
    WordsForm,
)
from portal.casework.callers.page_views import page
from portal.casework.desk import guards
from portal.casework.desk.form_views import acted, result
from portal.casework.desk.guards import Desk
from portal.db import ComplaintId
from portal.i18n import gettext as _
from portal.web import sessions
from portal.web.access import desk
from portal.web.forms import PortalForm


@desk("caller_take")
def words(complaint_id: ComplaintId) -> ResponseReturnValue:
    """Add what the caller says."""
    at, form = guards.at_desk(complaint_id, "caller_take"), WordsForm()
    key, body = form.key(), form.body.data or ""
    added = acted(at, form, take.add_words, complaint_id=complaint_id, body=body, send_key=key)
    return _said(at, "words") if added else page(at, form)


@desk("caller_take")
def update(complaint_id: ComplaintId) -> ResponseReturnValue:
    """Note that the caller wants to know how it goes."""
    at, form = guards.at_desk(complaint_id, "caller_take"), PortalForm()
    asked = acted(at, form, take.ask_for_update, complaint_id=complaint_id)
    return _said(at, "update") if asked else page(at, form)


@desk("caller_take")
def further(complaint_id: ComplaintId) -> ResponseReturnValue:
    """Ask to take it further on the caller's behalf."""
    at, form = guards.at_desk(complaint_id, "caller_take"), FurtherForm()
    asked = acted(at, form, take.ask_further, complaint_id=complaint_id, reason=form.reason.data or "")
    return _said(at, "further") if asked else page(at, form)


@desk("caller_tell")
def called_back(complaint_id: ComplaintId) -> ResponseReturnValue:
    """The officer rang a proven number and the person answered."""
    at, form = guards.at_desk(complaint_id, "caller_tell"), ContactIdForm()
    checked = acted(at, form, check.called_back, complaint_id=complaint_id, contact_id=form.contact_id.data or "")
    return _said(at, "checked") if checked else page(at, form)


@desk("caller_tell")
def number_answers(complaint_id: ComplaintId) -> ResponseReturnValue:
    """The officer rang a number that nobody had proven, and the person answered."""
    at, form = guards.at_desk(complaint_id, "caller_tell"), ContactIdForm()
    proven = acted(at, form, check.prove_number, complaint_id=complaint_id, contact_id=form.contact_id.data or "")
    return _said(at, "proven") if proven else page(at, form)


@desk("caller_tell")
def send_code(complaint_id: ComplaintId) -> ResponseReturnValue:
    """Send a code to a proven contact, for the caller to read out."""
    at, form = guards.at_desk(complaint_id, "caller_tell"), ContactIdForm()
    contact_id, session_hash = form.contact_id.data or "", sessions.cookie_hash() or ""
    sent = acted(at, form, check.send_code, complaint_id=complaint_id, contact_id=contact_id, session_hash=session_hash)
    return _said(at, "code") if sent else page(at, form)


@desk("caller_tell")
def read_out(complaint_id: ComplaintId) -> ResponseReturnValue:
    """Compare the digits that the caller reads out."""
    at, form = guards.at_desk(complaint_id, "caller_tell"), ReadOutForm()
    session_hash = sessions.cookie_hash() or ""
    right = result(
        form,
        lambda db: check.read_out(db, at.act(), complaint_id=complaint_id, session_hash=session_hash, digits=form.code),
    )
    if right is False:
        form.digits.errors = [_("This code is not right, or it is too old. Let the caller read it out again")]
    return _said(at, "checked") if right else page(at, form)


@desk("caller_tell")
def said_word(complaint_id: ComplaintId) -> ResponseReturnValue:
    """Compare the phone word that the caller says."""
    at, form = guards.at_desk(complaint_id, "caller_tell"), SaidWordForm()
    typed = form.phone_word.data or ""
    right = result(form, lambda db: check.said_phone_word(db, at.act(), complaint_id=complaint_id, typed=typed))
    if right is False:
        form.phone_word.errors = [_("These are not the words. After three wrong tries only a call back helps")]
    return _said(at, "checked") if right else page(at, form)


@desk("caller_tell")
def new_word(complaint_id: ComplaintId) -> ResponseReturnValue:
    """Keep a phone word that a checked caller chooses."""
    at, form = guards.at_desk(complaint_id, "caller_tell"), PhoneWordForm()
    kept = acted(at, form, check.set_phone_word, complaint_id=complaint_id, typed=form.phone_word.data or "")
    return _said(at, "word") if kept else page(at, form)


@desk("send_access_letter")
def access_letter(complaint_id: ComplaintId) -> ResponseReturnValue:
    """Post the reference and a new code to the address on the matter."""
    at, form = guards.at_desk(complaint_id, "send_access_letter"), PortalForm()
    sent = acted(at, form, check.send_access_letter, complaint_id=complaint_id)
    return _said(at, "letter") if sent else page(at, form)


def _said(at: Desk, what: str) -> ResponseReturnValue:
    return redirect(url_for("callers.caller", complaint_id=at.complaint_id, done=what), 303)
