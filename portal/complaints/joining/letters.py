"""What the person is told when matters are joined, parted or split: in words, by letter."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.complaints.joining.answered import Meaning
from portal.complaints.matter import correspondence, reference
from portal.complaints.matter.act import Act
from portal.complaints.matter.correspondence import reference_of, writer_of
from portal.complaints.matter.joining_models import Merge, Split
from portal.complaints.matter.models import Stage
from portal.complaints.matter.promises import find_due
from portal.db import ComplaintId
from portal.letters.outgoing.kinds import Content
from portal.people import contacts, own_rows
from portal.people.models import Person


def tell_merged(db: Session, act: Act, made: Merge, *, meaning: Meaning | None) -> None:
    """Tell the person which reference lives on and which it was; at both addresses when they gave two.

    ``meaning`` is what they want now when the earlier one was answered before. Where nothing but officers' word joins
    them, each side is told of its own only, with its own reference (threat T35).
    """
    kept, merged = _writers(db, made)
    if made.known_by == "word":
        _tell_apart(db, act, made, kept=kept, merged=merged)
        return
    living, other = _numbers(db, made, kept, merged)
    values = {
        "reference": living,
        "other": other,
        "reply_by": find_due(db, complaint_id=made.kept_id, kind="reply"),
        "decide_by": find_due(db, complaint_id=made.kept_id, kind="request") if meaning == "disagree" else None,
        "tell_by": find_due(db, complaint_id=made.kept_id, kind="remedy") if meaning == "not_done" else None,
        "answered_on": _answered_on(db, made.kept_id) if meaning == "covered" else None,
    }
    for complaint_id, person in _to_each_address(db, (made.merged_id, merged), (made.kept_id, kept)):
        correspondence.write_to_person(db, act, complaint_id, Content("merged", values), person_id=person.id)


def tell_undone(db: Session, act: Act, made: Merge) -> None:
    """Tell the person that both stand by themselves again.

    Unless the portal itself knows that one person wrote both, each is told of their own only (threat T35).
    """
    kept, merged = _writers(db, made)
    living, other = _numbers(db, made, kept, merged)
    one_person = own_rows.are_proven_one(db, kept.id, merged.id)
    sides = (made.merged_id, merged, other, living), (made.kept_id, kept, living, other)
    each = _to_each_address(db, *((side[0], side[1]) for side in sides)) if one_person else [side[:2] for side in sides]
    for complaint_id, person, own, others in sides:
        if (complaint_id, person) in each:
            values = {
                "reference": own,
                "other": others if one_person else None,
                "reply_by": find_due(db, complaint_id=complaint_id, kind="reply"),
            }
            correspondence.write_to_person(db, act, complaint_id, Content("merge_undone", values), person_id=person.id)


def tell_split(db: Session, act: Act, made: Split) -> None:
    """Tell the person that what they sent is two matters now, with the second's reference and date; one letter."""
    person = writer_of(db, complaint_id=made.first_id)
    second = reference.grouped(reference_of(db, complaint_id=made.second_id, person_id=person.id))
    values = {"second": second, "reply_by": find_due(db, complaint_id=made.second_id, kind="reply")}
    correspondence.write_to_person(db, act, made.first_id, Content("split", values), person_id=person.id)


def _tell_apart(db: Session, act: Act, made: Merge, *, kept: Person, merged: Person) -> None:
    values = {"reply_by": find_due(db, complaint_id=made.kept_id, kind="reply")}
    for complaint_id, person in ((made.kept_id, kept), (made.merged_id, merged)):
        correspondence.write_to_person(db, act, complaint_id, Content("together", values), person_id=person.id)


def _writers(db: Session, made: Merge) -> tuple[Person, Person]:
    return writer_of(db, complaint_id=made.kept_id), writer_of(db, complaint_id=made.merged_id)


def _numbers(db: Session, made: Merge, kept: Person, merged: Person) -> tuple[str, str]:
    living = reference_of(db, complaint_id=made.kept_id, person_id=kept.id)
    other = reference_of(db, complaint_id=made.merged_id, person_id=merged.id)
    return reference.grouped(living), reference.grouped(other)


def _to_each_address(db: Session, *sides: tuple[ComplaintId, Person]) -> list[tuple[ComplaintId, Person]]:
    """Return the sides to write to so that each address is written to once."""
    told: set[tuple[str, str]] = set()
    found = []
    for complaint_id, person in sides:
        written = {(one.kind, one.normal) for one in contacts.in_use(db, person_id=person.id) if one.kind != "phone"}
        if written - told:
            found.append((complaint_id, person))
        told |= written
    return found


def _answered_on(db: Session, complaint_id: ComplaintId) -> date | None:
    at = db.scalars(select(Stage.answered_at).where(Stage.complaint_id == complaint_id).order_by(Stage.number.desc()))
    answered = at.first()
    return clock.london_date(answered) if answered else None
