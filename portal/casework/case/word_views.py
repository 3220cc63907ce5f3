"""Pages for an internal note, and for recording a call or a meeting."""

from __future__ import annotations

from functools import partial

from flask import redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from portal import clock
from portal.casework.case import contact_record
from portal.casework.case import note as notes
from portal.casework.case.forms import ContactForm, NoteForm
from portal.casework.desk import guards
from portal.casework.desk.form_views import act_view, back_to, done, drawn
from portal.db import ComplaintId
from portal.web.access import desk


@desk("record_contact")
def contact(complaint_id: ComplaintId) -> str | AnyResponse:
    """Record a call that was made or not answered, or a meeting."""
    at, form = guards.at_desk(complaint_id, "record_contact"), ContactForm()
    key = form.key()

    def act(db: Session) -> object:
        # One instant for both: "just now" must not come to lie after the act.
        by = at.act()
        return contact_record.record_contact(
            db,
            by,
            kind=form.kind.data or "",
            at=form.moment(by.now),
            body=form.body.data or "",
            send_key=key,
            complaint_id=at.complaint_id,
        )

    if done(form, act):
        if not at.may("see_complaint"):
            return redirect(url_for("callers.caller", complaint_id=complaint_id, done="contact"), 303)
        return back_to(complaint_id, "contact")
    if not form.is_submitted():
        form.day.process(None, clock.today())
    return drawn("casework/case/contact.html", at, form)


# Write for other officers only.
note = act_view("note", NoteForm, notes.add_note, said="note", page=partial(drawn, "casework/case/note.html"))
