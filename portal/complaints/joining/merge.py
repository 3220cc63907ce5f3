"""Joining two matters of one person into the earlier one, and taking that apart again.

Nobody joins two people on one word (threat T35): where no contact is proven on both, two officers have to agree.
No row and no event moves: the living matter shows both. Two officers at once take turns by the matters' ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.grants import companions
from portal.complaints.joining import letters, promises
from portal.complaints.joining.answered import Meaning, carry_on
from portal.complaints.joining.plan import Plan, plan
from portal.complaints.joining.same_person import confirm, withdraw
from portal.complaints.matter import events
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.correspondence import writer_of
from portal.complaints.matter.joining_models import Merge
from portal.complaints.matter.models import Complaint, Grant
from portal.complaints.matter.standing import project
from portal.complaints.matter.surviving import merged_into, surviving
from portal.db import ComplaintId, GrantId, OfficerId, new_id, one_at_a_time
from portal.errors import NotFound, Refusal
from portal.i18n import lazy

KnownBy = Literal["proof", "check", "word"]
"""How it is known that one person wrote both: see `portal.complaints.matter.joining_models.Merge`."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What one officer asked for and another agrees to: ``reason`` is how the first knows that one person wrote both.

    ``checked`` is how an officer made sure who the person is, "" when nobody did.
    """

    asked_by: OfficerId
    reason: str
    checked: str = ""


def merge(
    db: Session,
    act: OfficersAct,
    *,
    one_id: ComplaintId,
    other_id: ComplaintId,
    meaning: Meaning | None = None,
    agreed: Agreed | None = None,
    caller_checked: bool = False,
) -> str:
    """Join two matters of one person into the one received first, tell the person, and return the merge's id.

    ``meaning`` is what the later one wants when the earlier is answered. ``agreed`` is needed where nothing proves that
    one person wrote both, unless the act's officer has just checked the same caller about both (``caller_checked``).
    Raises NotFound, Refusal ``second_officer`` or ``own_request`` (who asked cannot agree), and the
    Refusals of `joining.plan` and `joining.answered`.
    """
    take_turns(db, one_id, other_id)
    found = plan(db, one_id=one_id, other_id=other_id)
    if found.known:
        return join(db, act, found, meaning=meaning)
    if caller_checked:
        return join(db, act, found, meaning=meaning, known_by="check")
    if agreed is None:
        raise Refusal("second_officer", lazy("A second officer has to agree. You can link them at once."))
    if agreed.asked_by == act.officer_id:
        raise Refusal("own_request", lazy("You asked for this, so somebody else has to decide."))
    kept, merged = (writer_of(db, complaint_id=one).id for one in (found.kept_id, found.merged_id))
    confirm(db, kept, merged, officer_id=agreed.asked_by, reason=agreed.reason, now=act.now)
    return join(db, act, found, meaning=meaning, known_by="check" if agreed.checked else "word")


def join(
    db: Session, act: OfficersAct, found: Plan, *, meaning: Meaning | None = None, known_by: KnownBy = "proof"
) -> str:
    """Carry out a plan that was made in this transaction, with both matters' turns taken; return the merge's id.

    Browsers in which one side is open get the other only where a contact proves that both are one person's.
    Raises as `portal.complaints.joining.answered` where the plan's first matter is answered.
    """
    made = Merge(
        id=new_id(),
        kept_id=found.kept_id,
        merged_id=found.merged_id,
        surviving_id=found.kept_id,
        at=act.now,
        by=act.officer_id,
        promises=promises.take_over(db, kept_id=found.kept_id, merged_id=found.merged_id, now=act.now),
        raised=_raise(db, found),
        known_by=known_by,
    )
    db.add(made)
    db.flush()
    _settle(db, found.kept_id)
    if found.answered:
        carry_on(db, act, kept_id=found.kept_id, merged_id=found.merged_id, meaning=meaning)
    _record(db, act, events.Kind.MERGED, made)
    if known_by == "proof":
        for grant_id in _grants_on(db, found.merged_id):
            companions.open_along(db, grant_id=grant_id, now=act.now)
    elif known_by == "check":
        # Whoever has one side open now may be somebody else: a code of their own opens both again.
        family = [found.kept_id, *merged_into(db, found.kept_id)]
        companions.close_all(db, complaint_ids=family, now=act.now)
    letters.tell_merged(db, act, made, meaning=meaning if found.answered else None)
    return made.id


def undo(db: Session, act: OfficersAct, *, merge_id: str) -> None:
    """Let both matters stand by themselves again, with their own dates, and tell the person; once, however clicked.

    An officer's word that both writers are one ends with it. What the joined one asked for after an answer stays there
    for an officer to answer. Raises NotFound, and Refusal ``moved_on``.
    """
    made = db.get(Merge, merge_id)
    if made is None:
        raise NotFound("merge")
    survivor = made.surviving_id
    take_turns(db, made.kept_id, made.merged_id, survivor)
    db.refresh(made)
    if made.undone_at is not None:
        return
    if made.surviving_id != survivor:
        raise Refusal("moved_on", lazy("Somebody has just joined this with another complaint. Open it again."))
    made.undone_at, made.undone_by = act.now, act.officer_id
    db.flush()
    _settle(db, made.merged_id)
    promises.give_back(db, made, now=act.now)
    kept = db.get_one(Complaint, made.kept_id)
    if made.raised:
        kept.urgent_words = False
    one, other = (writer_of(db, complaint_id=one).id for one in (made.kept_id, made.merged_id))
    withdraw(db, one, other, now=act.now)
    companions.close_along(db, complaint_ids=[made.kept_id, survivor], now=act.now)
    apart = [made.merged_id, *merged_into(db, made.merged_id), survivor, *merged_into(db, survivor)]
    companions.close_beside(db, complaint_ids=apart, now=act.now)
    _record(db, act, events.Kind.MERGE_UNDONE, made)
    letters.tell_undone(db, act, made)


def get_merge(db: Session, *, merge_id: str, complaint_id: ComplaintId) -> Merge:
    """Return a merge that stands, of this living matter. Raises NotFound."""
    made = db.get(Merge, merge_id)
    if made is None or made.undone_at is not None or complaint_id not in {made.surviving_id, made.kept_id}:
        raise NotFound("merge")
    return made


def take_turns(db: Session, *complaint_ids: str) -> None:
    """Make every other transaction that changes one of these matters wait; always in the order of their ids."""
    for complaint_id in sorted(set(complaint_ids)):
        one_at_a_time(db, f"complaint:{complaint_id}")


def _raise(db: Session, found: Plan) -> bool:
    """Let the survivor be urgent when what is joined into it was; tell whether that is new."""
    kept, merged = db.get_one(Complaint, found.kept_id), db.get_one(Complaint, found.merged_id)
    if kept.urgent or kept.urgent_words or not (merged.urgent or merged.urgent_words):
        return False
    kept.urgent_words = True
    return True


def _settle(db: Session, root_id: ComplaintId) -> None:
    """Let everything that is joined into this matter, directly or not, lead to it."""
    wave = [root_id]
    while wave:
        rows = list(db.scalars(select(Merge).where(Merge.kept_id.in_(wave), Merge.undone_at.is_(None))))
        for row in rows:
            row.surviving_id = root_id
        wave = [row.merged_id for row in rows]
    db.flush()


def _record(db: Session, act: OfficersAct, kind: events.Kind, made: Merge) -> None:
    """Write it on both chains and bring both rows in the queue up to date."""
    sides = {made.merged_id: ("into", made.kept_id), made.kept_id: ("from", made.merged_id)}
    for complaint_id, (side, other) in sorted(sides.items()):
        act.record(db, complaint_id, kind, {"merge": made.id, side: other})
        project(db, complaint_id=complaint_id)


def _grants_on(db: Session, complaint_id: ComplaintId) -> list[GrantId]:
    """Return the grants on a matter and on everything that is joined into it."""
    theirs = merged_into(db, surviving(db, complaint_id))
    return list(db.scalars(select(Grant.id).where(Grant.complaint_id.in_(theirs))))
