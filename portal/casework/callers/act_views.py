"""What an officer does while a caller is on the phone: take words, make sure who it is, post a letter."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as AnyResponse

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
from portal.casework.desk.form_views import act_view, as_typed, result
from portal.db import ComplaintId
from portal.i18n import gettext as _
from portal.web import sessions
from portal.web.access import desk
from portal.web.forms import PortalForm


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
    return _said(complaint_id, "checked") if right else page(at, form)


@desk("caller_tell")
def said_word(complaint_id: ComplaintId) -> ResponseReturnValue:
    """Compare the phone word that the caller says."""
    at, form = guards.at_desk(complaint_id, "caller_tell"), SaidWordForm()
    typed = form.phone_word.data or ""
    right = result(form, lambda db: check.said_phone_word(db, at.act(), complaint_id=complaint_id, typed=typed))
    if right is False:
        form.phone_word.errors = [_("These are not the words. After three wrong tries only a call back helps")]
    return _said(complaint_id, "checked") if right else page(at, form)


def _said(complaint_id: ComplaintId, what: str) -> AnyResponse:
    return redirect(url_for("callers.caller", complaint_id=complaint_id, done=what), 303)


def _in_this_session(form: ContactIdForm) -> dict[str, Any]:
    return {**as_typed(form), "session_hash": sessions.cookie_hash() or ""}


def _chosen_word(form: PhoneWordForm) -> dict[str, Any]:
    return {"typed": form.phone_word.data or ""}


# Add what the caller says.
words = act_view("caller_take", WordsForm, take.add_words, "words", page=page, after=_said)
# Note that the caller wants to know how it goes.
update = act_view("caller_take", PortalForm, take.ask_for_update, "update", page=page, after=_said)
# Ask to take it further on the caller's behalf.
further = act_view("caller_take", FurtherForm, take.ask_further, "further", page=page, after=_said)
# The officer rang a proven number and the person answered.
called_back = act_view("caller_tell", ContactIdForm, check.called_back, "checked", page=page, after=_said)
# The officer rang a number that nobody had proven, and the person answered.
number_answers = act_view("caller_tell", ContactIdForm, check.prove_number, "proven", page=page, after=_said)
# Send a code to a proven contact, for the caller to read out.
send_code = act_view(
    "caller_tell", ContactIdForm, check.send_code, "code", page=page, after=_said, given=_in_this_session
)
# Keep a phone word that a checked caller chooses.
new_word = act_view(
    "caller_tell", PhoneWordForm, check.set_phone_word, "word", page=page, after=_said, given=_chosen_word
)
# Post the reference and a new code to the address on the matter.
access_letter = act_view("send_access_letter", PortalForm, check.send_access_letter, "letter", page=page, after=_said)
