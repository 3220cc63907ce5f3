"""How a new enquiry is sent, by an office or an officer: asked first is whether it belongs to one that is there."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import ColumnElement

from portal.complaints.matter.act_guards import officers_act, persons_act
from portal.db import OfficerId
from portal.enquiries import earlier, exchanges, follow_up, receive
from portal.enquiries.exchanges import Sent
from portal.enquiries.forms import NEW, EnquiryForm, LoggedForm
from portal.errors import Refusal
from portal.web.unit_of_work import changes, reading


def send(
    form: EnquiryForm,
    *,
    office: str,
    sent_from: str,
    officer_id: OfficerId | None = None,
    open_to: ColumnElement[bool] | None = None,
) -> str | None:
    """Return the enquiry that took the words of this form; None when the page is to be drawn (again), with them.

    ``open_to`` is the condition of the earlier enquiries that the sender may know of; None for all of the office.
    """
    act = officers_act(officer_id) if officer_id else persons_act()
    sent = Sent(
        office=office,
        words=form.words.data or "",
        send_key=form.key(),
        sent_from=sent_from,
        constituent=form.constituent.data or "",
        quoted=form.quoted.data or "",
    )
    if not form.is_submitted():
        form.offer([])
        return None
    found = earlier.find(reading(), sent, open_to=open_to, now=act.now)
    _key, before = exchanges.slot(reading(), send_key=sent.send_key, body=sent.words)
    if before is not None and before.enquiry_id in {one.id for one in found}:
        return before.enquiry_id
    form.offer(found)
    if not form.validate_on_submit():
        return None
    if isinstance(form, LoggedForm):
        sent = replace(sent, came_at=form.came_at(act.now))
    which = form.chosen()
    try:
        with changes() as db:
            if which == NEW:
                return receive.receive(db, act, sent)
            follow_up.add(db, act, sent, enquiry_id=which)
            return which
    except Refusal as refusal:
        form.form_errors.append(refusal.message)
        return None
