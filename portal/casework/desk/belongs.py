"""What belongs to a matter as officers see it: joined into it, split from it, linked with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.casework.desk import wording
from portal.complaints.joining import linking, split
from portal.complaints.matter import reference
from portal.complaints.matter.correspondence import writer_of
from portal.complaints.matter.joining_models import Merge
from portal.complaints.matter.models import Complaint, Reference
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.matter.surviving import surviving
from portal.db import ComplaintId
from portal.errors import NotFound


@dataclass(frozen=True, slots=True)
class Beside:
    """Another matter as it stands beside this one. ``link_id`` is the merge's or the split's id, "" in a group."""

    complaint_id: ComplaintId
    reference: str
    service: str
    complaint: Complaint
    name: str
    link_id: str = ""


@dataclass(frozen=True, slots=True)
class Belongs:
    """What belongs to a matter: joined into it, split from it or it from that, and linked with it."""

    merged: Sequence[Beside] = ()
    parts: Sequence[Beside] = ()
    first: Beside | None = None
    linked: Sequence[Beside] = ()
    lead_id: ComplaintId | None = None


def belongs(db: Session, *, complaint_id: ComplaintId, rulebook: Rulebook, today: date) -> Belongs:
    """Return everything that belongs to a living matter; whether an officer may open each, the page asks."""

    def beside(other_id: ComplaintId, link_id: str = "") -> Beside:
        return read_beside(db, complaint_id=other_id, rulebook=rulebook, today=today, link_id=link_id)

    merges = db.scalars(
        select(Merge).where(Merge.surviving_id == complaint_id, Merge.undone_at.is_(None)).order_by(Merge.at)
    )
    splits = split.standing(db, complaint_id=complaint_id)
    first = next((one for one in splits if one.second_id == complaint_id), None)
    group = linking.find_group(db, complaint_id=complaint_id)
    members = linking.members(db, group_id=group.id) if group is not None else []
    return Belongs(
        merged=[beside(one.merged_id, one.id) for one in merges],
        parts=[
            beside(one.second_id, one.id)
            for one in splits
            if one.first_id == complaint_id and surviving(db, one.second_id) != complaint_id
        ],
        first=beside(first.first_id, first.id) if first is not None else None,
        linked=[
            beside(living)
            for living in dict.fromkeys(surviving(db, one.complaint_id) for one in members)
            if living != complaint_id
        ],
        lead_id=surviving(db, group.lead_id) if group is not None else None,
    )


def read_beside(
    db: Session, *, complaint_id: ComplaintId, rulebook: Rulebook, today: date, link_id: str = ""
) -> Beside:
    """Return one matter to stand beside another. Raises NotFound."""
    complaint = db.get(Complaint, complaint_id)
    number = db.scalars(
        select(Reference.number).where(Reference.complaint_id == complaint_id).order_by(Reference.given_at)
    ).first()
    if complaint is None or number is None:
        raise NotFound("complaint")
    return Beside(
        complaint_id=complaint_id,
        reference=reference.grouped(number),
        service=wording.service(rulebook.council, complaint.service, today),
        complaint=complaint,
        name=writer_of(db, complaint_id=complaint_id).name,
        link_id=link_id,
    )
