"""What an officer does while a caller is on the phone: take words, make sure who it is, post a letter."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import clock
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
from portal.casework.desk.form_views import done
from portal.casework.desk.guards import Desk
from portal.complaints.codes import access_letter as letters
from portal.complaints.codes import phone_word
from portal.i18n import gettext as _
from portal.web import sessions
from portal.web.access import desk
from portal.web.forms import PortalForm


@desk("caller_take")
def words(complaint_id: str) -> ResponseReturnValue:
    """Add what the caller says."""
    at, form = guards.at_desk(complaint_id, "caller_take"), WordsForm()
    key = form.key()
    return _finished(
        at,
        form,
        "words",
        lambda db: take.add_words(db, at.act(), complaint_id=at.complaint_id, body=form.body.data or "", send_key=key),
    )


@desk("caller_take")
def update(complaint_id: str) -> ResponseReturnValue:
    """Note that the caller wants to know how it goes."""
    at = guards.at_desk(complaint_id, "caller_take")
    return _finished(
        at,
        PortalForm(),
        "update",
        lambda db: take.ask_for_update(db, at.act(), complaint_id=at.complaint_id),
    )


@desk("caller_take")
def further(complaint_id: str) -> ResponseReturnValue:
    """Ask to take it further on the caller's behalf."""
    at, form = guards.at_desk(complaint_id, "caller_take"), FurtherForm()
    return _finished(
        at,
        form,
        "further",
        lambda db: take.ask_further(db, at.act(), complaint_id=at.complaint_id, reason=form.reason.data or ""),
    )


@desk("caller_tell")
def called_back(complaint_id: str) -> ResponseReturnValue:
    """The officer rang a proven number and the person answered."""
    at, form = guards.at_desk(complaint_id, "caller_tell"), ContactIdForm()
    return _finished(
        at,
        form,
        "checked",
        lambda db: check.called_back(db, at.act(), complaint_id=at.complaint_id, contact_id=form.contact_id.data or ""),
    )


@desk("caller_tell")
def number_answers(complaint_id: str) -> ResponseReturnValue:
    """The officer rang a number that nobody had proven, and the person answered."""
    at, form = guards.at_desk(complaint_id, "caller_tell"), ContactIdForm()
    return _finished(
        at,
        form,
        "proven",
        lambda db: check.prove_number(
            db, at.act(), complaint_id=at.complaint_id, contact_id=form.contact_id.data or ""
        ),
    )


@desk("caller_tell")
def send_code(complaint_id: str) -> ResponseReturnValue:
    """Send a code to a proven contact, for the caller to read out."""
    at, form = guards.at_desk(complaint_id, "caller_tell"), ContactIdForm()
    session_hash = sessions.cookie_hash() or ""
    return _finished(
        at,
        form,
        "code",
        lambda db: check.send_code(
            db,
            at.act(),
            complaint_id=at.complaint_id,
            contact_id=form.contact_id.data or "",
            session_hash=session_hash,
        ),
    )


@desk("caller_tell")
def read_out(complaint_id: str) -> ResponseReturnValue:
    """Compare the digits that the caller reads out."""
    at, form = guards.at_desk(complaint_id, "caller_tell"), ReadOutForm()
    session_hash = sessions.cookie_hash() or ""
    right: list[bool] = []
    answer = _finished(
        at,
        form,
        "checked",
        lambda db: right.append(
            check.read_out(
                db,
                at.act(),
                complaint_id=at.complaint_id,
                session_hash=session_hash,
                digits=form.code,
            )
        ),
    )
    if right == [False]:
        form.digits.errors = [_("This code is not right, or it is too old. Let the caller read it out again")]
        return page(at, form)
    return answer


@desk("caller_tell")
def said_word(complaint_id: str) -> ResponseReturnValue:
    """Compare the phone word that the caller says."""
    at, form = guards.at_desk(complaint_id, "caller_tell"), SaidWordForm()
    right: list[bool] = []
    answer = _finished(
        at,
        form,
        "checked",
        lambda db: right.append(
            check.said_phone_word(db, at.act(), complaint_id=at.complaint_id, typed=form.phone_word.data or "")
        ),
    )
    if right == [False]:
        form.phone_word.errors = [_("These are not the words. After three wrong tries only a call back helps")]
        return page(at, form)
    return answer


@desk("caller_tell")
def new_word(complaint_id: str) -> ResponseReturnValue:
    """Keep a phone word that a checked caller chooses."""
    at, form = guards.at_desk(complaint_id, "caller_tell"), PhoneWordForm()

    def act(db: Session) -> None:
        now = clock.now()
        check.require_check(db, complaint_id=at.complaint_id, officer_id=at.officer.id, now=now)
        writer = check.get_writer(db, complaint_id=at.complaint_id)
        phone_word.set_word(db, at.act(), grant_id=writer.grant_id, typed=form.phone_word.data or "")

    return _finished(at, form, "word", act)


@desk("send_access_letter")
def access_letter(complaint_id: str) -> ResponseReturnValue:
    """Post the reference and a new code to the address on the matter."""
    at = guards.at_desk(complaint_id, "send_access_letter")

    def act(db: Session) -> None:
        letters.send(
            db,
            at.act(),
            complaint_id=at.complaint_id,
            person_id=check.get_writer(db, complaint_id=at.complaint_id).person_id,
        )

    return _finished(at, PortalForm(), "letter", act)


def _finished(at: Desk, form: PortalForm, what: str, act: Callable[[Session], object]) -> ResponseReturnValue:
    if done(form, act):
        return redirect(url_for("callers.caller", complaint_id=at.complaint_id, done=what), 303)
    return page(at, form)
