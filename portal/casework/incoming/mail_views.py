"""Mail that waits for a person: the tray's page of one mail, and what an officer decides about it."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.accounts.guards import current_officer
from portal.casework.desk import guards, wording
from portal.casework.desk.form_views import back_to, done, result
from portal.casework.desk.forms import ConfirmForm
from portal.casework.desk.guards import own_act
from portal.casework.incoming import mail_tray, mail_triage, mail_wording
from portal.casework.incoming.forms import PlaceForm
from portal.db import ComplaintId
from portal.files.forms import size_in_words
from portal.i18n import current_language
from portal.web.access import desk
from portal.web.unit_of_work import reading


@desk("triage_letterbox")
def automatic() -> str:
    """Show the automatic replies that the portal took out of the tray by itself."""
    mails = mail_tray.set_aside(reading(), officer_id=current_officer().id)
    return render_template("casework/incoming/mail_automatic.html", mails=mails, said=mail_wording)


@desk("triage_letterbox")
def show(mail_id: str) -> str | AnyResponse:
    """Show a mail, and add it to the complaint of a reference that was typed."""
    form = PlaceForm()
    typed = form.reference.data or ""
    placed_on = result(form, lambda db: mail_triage.place(db, own_act(), mail_id=mail_id, typed_reference=typed))
    return back_to(placed_on, "accepted") if placed_on else _drawn(mail_id, form)


@desk("triage_letterbox")
def add(mail_id: str, complaint_id: ComplaintId) -> str | AnyResponse:
    """Add a mail to one of the complaints beside it."""
    form = ConfirmForm()
    guards.at_desk(complaint_id, "message")
    added_to = result(form, lambda db: mail_triage.accept(db, own_act(), mail_id=mail_id, complaint_id=complaint_id))
    return back_to(added_to, "accepted") if added_to else _drawn(mail_id, PlaceForm(formdata=None), form)


@desk("triage_letterbox")
def put_aside(mail_id: str) -> str | AnyResponse:
    """Take a mail that belongs to no complaint out of the tray."""
    form = ConfirmForm()
    if done(form, lambda db: mail_triage.put_aside(db, own_act(), mail_id=mail_id)):
        return redirect(url_for("casework.tray"), 303)
    return _drawn(mail_id, PlaceForm(formdata=None), form)


@desk("triage_letterbox")
def draft(mail_id: str) -> str | AnyResponse:
    """Make a draft of a new complaint from a mail, and open it."""
    form, language = ConfirmForm(), current_language().code
    made = result(form, lambda db: mail_triage.make_draft(db, own_act(), mail_id=mail_id, language=language))
    if made is not None:
        return redirect(url_for("calls.call", draft_id=made), 303)
    return _drawn(mail_id, PlaceForm(formdata=None), form)


def _drawn(mail_id: str, form: PlaceForm, press: ConfirmForm | None = None) -> str:
    mail = mail_tray.get_open(reading(), mail_id=mail_id, officer_id=current_officer().id)
    found = mail_tray.candidates(reading(), mail=mail, council=guards.rules().council, today=clock.today())
    press = press or ConfirmForm(formdata=None)
    return render_template(
        "casework/incoming/mail.html",
        mail=mail,
        candidates=found,
        as_it_came=mail_tray.beginning(reading(), mail=mail),
        numbers=mail_tray.numbers_in(mail.subject),
        said=mail_wording,
        states=wording.STATES,
        size=size_in_words,
        form=form,
        confirm=press,
        forms=[form, press],
        back=url_for("casework.tray"),
    )
