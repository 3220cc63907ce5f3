"""Words whose sender is not proven: decided on the matter's page, or in the tray when no reference fitted."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.guards import current_officer
from portal.casework.desk.form_views import back_to, done, result
from portal.casework.desk.forms import ConfirmForm
from portal.casework.desk.guards import own_act
from portal.casework.incoming import mail_tray, mail_wording, triage
from portal.casework.incoming.forms import PlaceForm
from portal.complaints.incoming import letterbox
from portal.complaints.incoming.models import LetterboxMessage
from portal.errors import NotFound
from portal.web.access import desk
from portal.web.unit_of_work import reading


@desk("triage_letterbox")
def tray() -> str:
    """Show what waits in the tray."""
    held = letterbox.waiting(reading(), complaint_id=None)
    mails = mail_tray.waiting(reading(), officer_id=current_officer().id)
    return render_template("casework/incoming/tray.html", held=held, mails=mails, said=mail_wording)


@desk("triage_letterbox")
def place(message_id: str) -> str | AnyResponse:
    """Find the matter that words in the tray belong to."""
    form = PlaceForm()
    typed = form.reference.data or ""
    placed_on = result(form, lambda db: triage.place(db, own_act(), message_id=message_id, typed_reference=typed))
    return back_to(placed_on, "accepted") if placed_on else _drawn(message_id, form)


@desk("triage_letterbox")
def put_aside(message_id: str) -> str | AnyResponse:
    """Take words that belong to no matter out of the tray."""
    form = ConfirmForm()
    if done(form, lambda db: triage.put_aside(db, own_act(), message_id=message_id)):
        return redirect(url_for("casework.tray"), 303)
    return _drawn(message_id, PlaceForm(formdata=None), form)


def _drawn(message_id: str, form: PlaceForm, aside: ConfirmForm | None = None) -> str:
    held = reading().get(LetterboxMessage, message_id)
    if held is None or held.complaint_id is not None:
        raise NotFound("letterbox message")
    aside = aside or ConfirmForm(formdata=None)
    return render_template(
        "casework/incoming/place.html",
        held=held,
        form=form,
        aside=aside,
        forms=[form, aside],
        back=url_for("casework.tray"),
    )
