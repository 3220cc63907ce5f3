"""Matters of different people about one thing: grouped with one lead, for officers only.

Nothing of a group reaches a resident: no page, no letter and no event's words name another matter (threat T35).
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.joining.merge import take_turns
from portal.complaints.matter import events
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.joining_models import Group, GroupMember
from portal.complaints.matter.models import Complaint
from portal.complaints.matter.surviving import MERGED
from portal.db import ComplaintId, new_id
from portal.errors import NotFound, Refusal
from portal.i18n import lazy


def link(db: Session, act: OfficersAct, *, one_id: ComplaintId, other_id: ComplaintId) -> str:
    """Put the other matter into this one's group and return the group's id; this one leads a new group.

    Linked already, nothing changes. Raises NotFound, and Refusal ``link_with_itself``, ``already_merged`` or
    ``in_other_group``.
    """
    if one_id == other_id:
        raise Refusal(
            "link_with_itself",
            lazy("This is the complaint itself. Enter the reference of the other one."),
            field="reference",
        )
    take_turns(db, one_id, other_id)
    for complaint_id in (one_id, other_id):
        complaint = db.get(Complaint, complaint_id)
        if complaint is None:
            raise NotFound("complaint")
        if complaint.state == MERGED:
            raise Refusal(
                "already_merged",
                lazy("One of them has been joined with another complaint. Link that one."),
                field="reference",
            )
    ours, theirs = find_group(db, complaint_id=one_id), find_group(db, complaint_id=other_id)
    if ours is not None and theirs is not None:
        if ours.id != theirs.id:
            raise Refusal(
                "in_other_group", lazy("Both are in a group already. Take one of them out first."), field="reference"
            )
        return ours.id
    group = ours or theirs
    joining = [one_id, other_id]
    if group is None:
        group = Group(id=new_id(), lead_id=one_id, made_at=act.now, made_by=act.officer_id)
        db.add(group)
        db.flush()
    else:
        joining = [other_id if ours is not None else one_id]
    for complaint_id in sorted(joining):
        db.add(
            GroupMember(
                id=new_id(), group_id=group.id, complaint_id=complaint_id, added_at=act.now, added_by=act.officer_id
            )
        )
        act.record(db, complaint_id, events.Kind.LINKED, {"group": group.id})
    db.flush()
    return group.id


def unlink(db: Session, act: OfficersAct, *, complaint_id: ComplaintId) -> None:
    """Take a matter out of its group; when it led, the one that was added next leads, and a group of one ends.

    In no group, nothing changes.
    """
    take_turns(db, complaint_id)
    group = find_group(db, complaint_id=complaint_id)
    if group is None:
        return
    rest = [one for one in members(db, group_id=group.id) if one.complaint_id != complaint_id]
    leaving = [one for one in members(db, group_id=group.id) if one.complaint_id == complaint_id]
    if len(rest) == 1:
        leaving += rest
    for one in leaving:
        one.left_at = act.now
    if group.lead_id == complaint_id and rest:
        group.lead_id = rest[0].complaint_id
    db.flush()
    act.record(db, complaint_id, events.Kind.UNLINKED, {"group": group.id})


def make_lead(db: Session, act: OfficersAct, *, complaint_id: ComplaintId) -> None:
    """Let a matter lead its group. Raises NotFound when it is in none."""
    take_turns(db, complaint_id)
    group = find_group(db, complaint_id=complaint_id)
    if group is None:
        raise NotFound("group")
    if group.lead_id != complaint_id:
        group.lead_id = complaint_id
        act.record(db, complaint_id, events.Kind.LINKED, {"group": group.id})


def find_group(db: Session, *, complaint_id: ComplaintId) -> Group | None:
    """Return the group a matter is in now, or None."""
    return db.scalars(
        select(Group)
        .join(GroupMember, GroupMember.group_id == Group.id)
        .where(GroupMember.complaint_id == complaint_id, GroupMember.left_at.is_(None))
    ).first()


def members(db: Session, *, group_id: str) -> list[GroupMember]:
    """Return who is in a group now, in the order they were added."""
    return list(
        db.scalars(
            select(GroupMember)
            .where(GroupMember.group_id == group_id, GroupMember.left_at.is_(None))
            .order_by(GroupMember.added_at, GroupMember.id)
        )
    )
