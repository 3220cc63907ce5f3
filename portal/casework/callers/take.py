"""What is taken from a caller, checked or not, without telling anything: words, a wish for news, a wish to go on."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.casework.callers.check import find_check, get_writer
from portal.complaints.follow_up import chases, escalate, messages
from portal.complaints.matter.act import OfficersAct
from portal.db import ComplaintId
from portal.errors import Refusal
from portal.i18n import lazy


def add_words(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, body: str, send_key: str) -> None:
    """Add what the caller said; of a caller nobody checked it is kept as words whose sender is not proven.

    ``send_key`` makes a double click one message. Raises NotFound.
    """
    check = find_check(db, complaint_id=complaint_id, officer_id=act.officer_id, now=act.now)
    messages.add_message(
        db,
        act,
        complaint_id=complaint_id,
        person_id=check.person_id if check else None,
        body=body,
        channel="phone",
        send_key=send_key,
    )


def ask_for_update(db: Session, act: OfficersAct, *, complaint_id: ComplaintId) -> None:
    """Ask for an update at the caller's wish; a proven contact hears by when, the caller does not. Raises NotFound."""
    check = find_check(db, complaint_id=complaint_id, officer_id=act.officer_id, now=act.now)
    chases.ask(
        db, act, "update", complaint_id=complaint_id, person_id=check.person_id if check else None, channel="phone"
    )


def ask_further(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, reason: str) -> None:
    """Ask, on the person's behalf, to take the matter further; the person gets the letter about it.

    Raises NotFound, and Refusal ``further_not_now`` in words for an officer who may tell the caller nothing.
    """
    try:
        escalate.ask(
            db,
            act,
            complaint_id=complaint_id,
            person_id=get_writer(db, complaint_id=complaint_id).person_id,
            reason=reason,
        )
    except Refusal as refusal:
        raise Refusal(
            refusal.code,
            lazy("It cannot go further today. Add the wish as the caller’s words. Do not say why it cannot."),
        ) from refusal
