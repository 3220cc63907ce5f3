"""What joining two matters would do, and everything for which it is refused; reads only."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.matter.correspondence import writer_of
from portal.complaints.matter.models import Complaint, Party
from portal.complaints.matter.standing import find_request
from portal.complaints.matter.surviving import surviving
from portal.db import ComplaintId, PersonId
from portal.errors import NotFound, Refusal
from portal.i18n import lazy
from portal.people import own_rows
from portal.people.models import ContactPoint, Person
from portal.people.names import alike


@dataclass(frozen=True, slots=True)
class Plan:
    """Which matter stays and which is joined into it; ``known`` when it is proven that one person wrote both.

    A name and an address count for nothing: anybody can type them. What counts is a contact that both have proven.

    ``answered`` says that the first was answered before the second was: what the second wants then must be said.
    """

    kept_id: ComplaintId
    merged_id: ComplaintId
    known: bool
    answered: bool


def plan(db: Session, *, one_id: ComplaintId, other_id: ComplaintId) -> Plan:
    """Return what joining these two would do: the one received first stays, with its reference and its dates.

    Raises NotFound, and Refusal ``merge_with_itself``, ``already_one``, ``already_merged``, ``withdrawn``,
    ``further_on`` or ``other_people``.
    """
    if one_id == other_id:
        raise Refusal("merge_with_itself", lazy("This is the complaint itself. Enter the reference of the other one."))
    found = [db.get(Complaint, one) for one in (one_id, other_id)]
    both = [one for one in found if one is not None]
    if len(both) != len(found):
        raise NotFound("complaint")
    for one in both:
        db.refresh(one)
    _require_living(db, one_id, other_id)
    kept, merged = sorted(both, key=lambda one: (one.received_at, one.logged_at, one.id))
    _require_open(db, kept, merged)
    _require_same_people(db, kept, merged)
    known = _is_proven_one(db, kept.id, merged.id)
    answered = kept.state == "answered" and merged.state == "open"
    return Plan(kept.id, merged.id, known, answered)


def _require_living(db: Session, one_id: ComplaintId, other_id: ComplaintId) -> None:
    one, other = surviving(db, one_id), surviving(db, other_id)
    if one == other:
        raise Refusal("already_one", lazy("These two are one complaint already."))
    if one != one_id or other != other_id:
        raise Refusal(
            "already_merged",
            lazy("One of them has been joined with another complaint already. Use the reference of that one."),
        )


def _require_open(db: Session, kept: Complaint, merged: Complaint) -> None:
    if "withdrawn" in {kept.state, merged.state}:
        raise Refusal("withdrawn", lazy("One of them was withdrawn. What is withdrawn cannot be joined."))
    if merged.stage > kept.stage or find_request(db, complaint_id=merged.id) is not None:
        raise Refusal("further_on", lazy("The later one has gone further than the earlier one. You can link them."))


def _require_same_people(db: Session, kept: Complaint, merged: Complaint) -> None:
    """Refuse when one is about somebody the other is not about: that person would see the other's words (T35)."""
    theirs, ours = _others(db, kept.id), _others(db, merged.id)
    same = len(theirs) == len(ours) <= 1 and all(
        one[0] == other[0] or alike(one[1], other[1]) for one, other in zip(theirs, ours, strict=True)
    )
    if not same:
        raise Refusal("other_people", lazy("They are about different people, so they stay apart. You can link them."))


def _is_proven_one(db: Session, kept_id: ComplaintId, merged_id: ComplaintId) -> bool:
    """Whether both writers are proven to be one, and so is whoever else could open the matters."""
    writers = [writer_of(db, complaint_id=one).id for one in (kept_id, merged_id)]
    pairs = zip(_others(db, kept_id), _others(db, merged_id), strict=True)
    return own_rows.are_proven_one(db, *writers) and all(
        own_rows.are_proven_one(db, one, other) or not (_is_reached(db, one) or _is_reached(db, other))
        for (one, _name), (other, _other_name) in pairs
    )


def _is_reached(db: Session, person_id: PersonId) -> bool:
    """Whether a letter or a code could reach somebody; who cannot be reached has no way into a matter."""
    return db.scalars(select(ContactPoint.id).where(ContactPoint.person_id == person_id).limit(1)).first() is not None


def _others(db: Session, complaint_id: ComplaintId) -> list[tuple[PersonId, str]]:
    """Return the id and the name of everybody on a matter but its writer."""
    writer = writer_of(db, complaint_id=complaint_id).id
    rows = db.execute(
        select(Person.id, Person.name)
        .join(Party, Party.person_id == Person.id)
        .where(Party.complaint_id == complaint_id, Party.person_id != writer)
        .distinct()
    )
    return sorted((row.id, row.name) for row in rows)
