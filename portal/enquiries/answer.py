"""Answering an enquiry: signed by somebody, as often as the office asks, and a later day where it needs one."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from portal.complaints.matter.act import OfficersAct
from portal.enquiries import exchanges, letters
from portal.enquiries.models import EnquiryExchange
from portal.errors import Refusal
from portal.i18n import lazy
from portal.letters.outgoing.kinds import Content
from portal.procedures import deadlines


class Answer(NamedTuple):
    """An answer as an officer sends it; ``seen`` is the number of the last exchange that they had read."""

    body: str
    signed_by: str
    seen: int


def answer(db: Session, act: OfficersAct, given: Answer, *, enquiry_id: str, send_key: str) -> None:
    """Keep an answer and tell the office that it is there; with the same ``send_key`` again nothing happens.

    Raises NotFound, and Refusal ``words_missing``, ``signature_missing``, ``sent_before`` or ``moved_on``.
    """
    if not given.body.strip():
        raise Refusal("words_missing", lazy("Write the answer."), field="body")
    if not given.signed_by.strip():
        raise Refusal("signature_missing", lazy("Enter who signs the answer."))
    enquiry = exchanges.begin(db, enquiry_id=enquiry_id)
    key, before = exchanges.slot(db, send_key=send_key, body=given.body)
    if before is not None:
        return
    if exchanges.last(db, enquiry_id=enquiry_id) != given.seen:
        raise Refusal(
            "moved_on",
            lazy("Something was written here after you opened this page. Read it first. Your words are still here."),
        )
    said = EnquiryExchange(
        id=key, enquiry_id=enquiry_id, kind="answered", body=given.body, signed_by=given.signed_by.strip()
    )
    exchanges.keep(db, act, said)
    enquiry.answered_at = act.now
    letters.to_office(db, act, enquiry, Content("enquiry_answered"))


def put_off(db: Session, act: OfficersAct, *, enquiry_id: str, new_date: date, reason: str, send_key: str) -> None:
    """Promise the answer for a later working day, with a reason that the office reads, and write to the office.

    The day that was promised before stays with its exchange. With the same ``send_key`` again nothing happens. Raises
    NotFound, and Refusal ``reason_missing``, ``answered``, ``new_date_not_working_day``,
    ``new_date_not_later`` or ``new_date_past``.
    """
    if not reason.strip():
        raise Refusal("reason_missing", lazy("Say why you need more time."), field="reason")
    enquiry = exchanges.begin(db, enquiry_id=enquiry_id)
    key, before = exchanges.slot(db, send_key=send_key, body=reason)
    if before is not None:
        return
    if enquiry.answered_at is not None:
        raise Refusal("answered", lazy("This enquiry has been answered. Nothing waits for a day."))
    # The procedure names no limit, so only what is refused of any later date counts.
    deadlines.extend(
        act.rulebook.rule(enquiry.procedure, enquiry.procedure_from, 1),
        deadlines.Waiting(enquiry.received_at, enquiry.due),
        new_date=new_date,
        told_on=act.today,
        calendar=act.rulebook.calendar,
    )
    was_due, enquiry.due = enquiry.due, new_date
    exchanges.keep(db, act, EnquiryExchange(id=key, enquiry_id=enquiry_id, kind="later", body=reason, due=new_date))
    letters.to_office(db, act, enquiry, Content("enquiry_later", {"reply_by": was_due, "new_date": new_date}))
