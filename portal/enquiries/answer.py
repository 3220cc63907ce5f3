"""Answering an enquiry: once, signed by somebody, with a note that the person it is about may complain."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.complaints.once import insert_once
from portal.complaints.rulebook import Rulebook
from portal.config import Settings
from portal.enquiries import letters
from portal.enquiries.models import Enquiry, EnquiryReply
from portal.errors import NotFound, Refusal
from portal.i18n import lazy


def answer(
    db: Session,
    *,
    enquiry_id: str,
    officer_id: str,
    signed_by: str,
    body: str,
    now: datetime,
    rulebook: Rulebook,
    settings: Settings,
) -> None:
    """Keep the answer and tell the office that it is there.

    Raises NotFound, and Refusal ``words_missing``, ``signature_missing`` or ``answered``.
    """
    if not body.strip():
        raise Refusal("words_missing", lazy("Write the answer."))
    if not signed_by.strip():
        raise Refusal("signature_missing", lazy("Enter who signs the answer."))
    enquiry = db.get(Enquiry, enquiry_id)
    if enquiry is None:
        raise NotFound("enquiry")
    row = {"enquiry_id": enquiry_id, "at": now, "officer_id": officer_id, "signed_by": signed_by.strip(), "body": body}
    if not insert_once(db, EnquiryReply, row, key=["enquiry_id"]):
        raise Refusal("answered", lazy("This enquiry has been answered already. Your words are still here."))
    enquiry.answered_at = now
    letters.to_office(db, enquiry, "enquiry_answered", {}, now, rulebook, settings)
