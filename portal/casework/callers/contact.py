"""Changing a contact by phone: a checked caller, and besides that the old contact or a second officer."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.casework.callers.check import can_send_code, find_check, fits, place, require_check, send_code_to
from portal.casework.desk.models import ContactChange
from portal.complaints.follow_up import contact_change
from portal.complaints.matter import events
from portal.complaints.matter.act import OfficersAct
from portal.config import Settings
from portal.db import ComplaintId, new_id, one_at_a_time
from portal.errors import NotFound, Refusal
from portal.i18n import lazy
from portal.people import addresses, contacts
from portal.people.addresses import ContactKind
from portal.people.models import ContactPoint

_PURPOSE = "caller_change"
_KINDS: dict[str, ContactKind] = {"email": "email", "phone": "phone", "post": "post"}


def ask(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, kind: ContactKind, address: str) -> str:
    """Keep what a checked caller wants changed and return its id; nothing changes yet. A newer wish ends an older.

    Raises Refusal ``check_first`` or ``contact_not_real``.
    """
    one_at_a_time(db, f"complaint:{complaint_id}")
    check = require_check(db, complaint_id=complaint_id, officer_id=act.officer_id, now=act.now)
    if addresses.normal(kind, address) is None:
        raise Refusal("contact_not_real", lazy("Check the address or number. It cannot be one."), field="address")
    db.execute(
        update(ContactChange)
        .where(ContactChange.person_id == check.person_id, ContactChange.decision.is_(None))
        .values(decision="replaced", decided_at=act.now, decided_by=act.officer_id)
    )
    made = ContactChange(
        id=new_id(),
        complaint_id=complaint_id,
        person_id=check.person_id,
        kind=kind,
        address=address,
        asked_at=act.now,
        asked_by=act.officer_id,
    )
    db.add(made)
    db.flush()
    data = {"change": made.id, "check": check.id}
    act.record(db, complaint_id, events.Kind.CONTACT_CHANGE_ASKED, data)
    return made.id


def get_change(db: Session, *, change_id: str) -> ContactChange:
    """Return a change that was asked for. Raises NotFound."""
    change = db.get(ContactChange, change_id)
    if change is None:
        raise NotFound("change")
    return change


def waiting(db: Session) -> list[ContactChange]:
    """Return every change that nobody decided, the oldest first."""
    return list(
        db.scalars(select(ContactChange).where(ContactChange.decision.is_(None)).order_by(ContactChange.asked_at))
    )


def how_checked(db: Session, change: ContactChange) -> str:
    """Return how the asker had made sure who was calling: call_back, one_time_code or phone_word; "" if unknown."""
    check = find_check(db, complaint_id=change.complaint_id, officer_id=change.asked_by, now=change.asked_at)
    return check.how if check else ""


def old_contact(db: Session, change: ContactChange, settings: Settings) -> ContactPoint | None:
    """Return the old contact that a code can be sent to, None when there is none."""
    in_use = contacts.in_use(db, person_id=change.person_id)
    return next((one for one in in_use if can_send_code(one, settings)), None)


def send_code(db: Session, act: OfficersAct, *, change_id: str, session_hash: str) -> None:
    """Send six digits to the old contact, for the caller to read out.

    Raises NotFound, and Refusal ``check_first``, ``change_decided`` or ``no_code_there``.
    """
    change = _own_open_change(db, act, change_id)
    old = old_contact(db, change, act.settings)
    if old is None:
        raise Refusal("no_code_there", lazy("No code can be sent to the old contact. A second officer must approve."))
    send_code_to(db, act, old, purpose=_PURPOSE, subject=change_id, place=place(session_hash, change_id))


def read_out(db: Session, act: OfficersAct, *, change_id: str, session_hash: str, digits: str) -> bool:
    """Whether these are the digits that went to the old contact; then the change is made. A wrong try is counted.

    Raises NotFound, and Refusal ``check_first`` or ``change_decided``.
    """
    change = _own_open_change(db, act, change_id)
    at = place(session_hash, change_id)
    if not fits(db, act, purpose=_PURPOSE, subject=change_id, place=at, digits=digits):
        return False
    _make(db, act, change, "old_contact")
    return True


def decide(db: Session, act: OfficersAct, *, change_id: str, decision: Literal["approved", "refused"]) -> None:
    """Approve or refuse a change as the second officer; the same decision twice changes nothing.

    Raises NotFound, and Refusal ``own_change`` (the asker cannot be the second) or ``change_decided``.
    """
    change = get_change(db, change_id=change_id)
    if change.asked_by == act.officer_id:
        raise Refusal("own_change", lazy("You asked for this change, so somebody else must approve it."))
    one_at_a_time(db, f"complaint:{change.complaint_id}")
    db.refresh(change)
    if (change.decision, change.decided_by) == (decision, act.officer_id):
        return
    _require_undecided(change)
    if decision == "approved":
        _make(db, act, change, decision)
        return
    _note(db, act, change, decision)
    act.record(db, change.complaint_id, events.Kind.CONTACT_CHANGE_REFUSED, {"change": change.id})


def _make(db: Session, act: OfficersAct, change: ContactChange, decision: str) -> None:
    _note(db, act, change, decision)
    contact_change.change(
        db,
        act,
        contact_change.NewContact(_KINDS[change.kind], change.address),
        complaint_id=change.complaint_id,
        person_id=change.person_id,
    )


def _note(db: Session, act: OfficersAct, change: ContactChange, decision: str) -> None:
    change.decision, change.decided_at, change.decided_by = decision, act.now, act.officer_id
    db.flush()


def _own_open_change(db: Session, act: OfficersAct, change_id: str) -> ContactChange:
    """Return an undecided change that this officer asked for, while the check of its caller holds."""
    change = get_change(db, change_id=change_id)
    one_at_a_time(db, f"complaint:{change.complaint_id}")
    db.refresh(change)
    _require_undecided(change)
    if change.asked_by != act.officer_id:
        raise NotFound("change")
    require_check(db, complaint_id=change.complaint_id, officer_id=act.officer_id, now=act.now)
    return change


def _require_undecided(change: ContactChange) -> None:
    if change.decision is not None:
        raise Refusal("change_decided", lazy("This change has been decided already."))
