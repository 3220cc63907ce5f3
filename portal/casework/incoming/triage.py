"""Words that came with a reference and no code: onto the matter, kept apart, or placed by reference."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.accounts.models import Officer
from portal.casework.desk import acts, seeing
from portal.complaints.incoming import letterbox
from portal.complaints.incoming.models import LetterboxMessage
from portal.complaints.matter import reference
from portal.complaints.matter.act import Act, OfficersAct
from portal.complaints.matter.surviving import merged_into, own_side_of_reference
from portal.db import ComplaintId
from portal.errors import NotFound, Refusal
from portal.i18n import gettext as _


def accept(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, message_id: str) -> None:
    """Add words held on this matter to its exchange, as words whose sender is not proven.

    Raises NotFound for words held elsewhere, and Refusal ``letterbox_decided``.
    """
    _require_held(db, act, complaint_id, message_id)
    letterbox.accept(db, act, message_id=message_id)
    acts.finish(db, act, complaint_id)


def keep_apart(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, message_id: str) -> None:
    """Keep words held on this matter away from it. Raises NotFound, and Refusal ``letterbox_decided``."""
    _require_held(db, act, complaint_id, message_id)
    letterbox.keep_apart(db, act, message_id=message_id)
    acts.finish(db, act, complaint_id)


def place(db: Session, act: OfficersAct, *, message_id: str, typed_reference: str) -> ComplaintId:
    """Add words from the tray to the matter of a reference, and return the matter's id.

    Raises NotFound when the tray has no such words, and Refusal ``no_such_reference`` or ``letterbox_decided``.
    """
    _require_in_tray(db, message_id)
    complaint_id = get_by_reference(db, act, typed_reference=typed_reference)
    acts.begin(db, act, complaint_id=complaint_id)
    own = own_side_of_reference(db, number=reference.read(typed_reference).number or "")
    letterbox.place(db, act, message_id=message_id, complaint_id=own or complaint_id)
    acts.finish(db, act, complaint_id)
    return complaint_id


def get_by_reference(db: Session, act: OfficersAct, *, typed_reference: str) -> ComplaintId:
    """Return the id of the matter that the officer may know of by this reference. Raises ``no_such_reference``."""
    number = reference.read(typed_reference).number
    officer, council = db.get_one(Officer, act.officer_id), act.rulebook.council
    complaint_id = (
        seeing.find_by_reference(db, number=number, officer=officer, council=council, now=act.now) if number else None
    )
    if complaint_id is None:
        raise Refusal("no_such_reference", _("There is no complaint with this reference. Check the number."))
    return complaint_id


def put_aside(db: Session, act: OfficersAct, *, message_id: str) -> None:
    """Take words that belong to no matter out of the tray; they are kept. Raises NotFound."""
    _require_in_tray(db, message_id)
    letterbox.keep_apart(db, act, message_id=message_id)


def _require_held(db: Session, act: Act, complaint_id: ComplaintId, message_id: str) -> None:
    acts.begin(db, act, complaint_id=complaint_id)
    held = db.get(LetterboxMessage, message_id)
    if held is None or held.complaint_id not in {complaint_id, *merged_into(db, complaint_id)}:
        raise NotFound("letterbox message")


def _require_in_tray(db: Session, message_id: str) -> None:
    held = db.get(LetterboxMessage, message_id)
    if held is None or (held.complaint_id is not None and held.decision != "placed"):
        raise NotFound("letterbox message")
