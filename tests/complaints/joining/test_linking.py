"""Matters of different people under one lead: officers see the group, nobody else learns of it (threat T35)."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from portal.complaints.joining import linking
from portal.complaints.matter.act import by_officer
from portal.complaints.matter.joining_models import GroupMember
from portal.complaints.matter.models import Event
from portal.letters.outgoing.models import Letter
from tests.complaints.joined import Desk, refused
from tests.complaints.matters import Matter

pytestmark = pytest.mark.database


def link(desk: Desk, one: Matter, other: Matter) -> str:
    with desk.database.changes() as db:
        return linking.link(
            db,
            by_officer(desk.officer_id, now=desk.now, settings=desk.settings),
            one_id=one.complaint_id,
            other_id=other.complaint_id,
        )


def unlink(desk: Desk, matter: Matter) -> None:
    with desk.database.changes() as db:
        linking.unlink(
            db, by_officer(desk.officer_id, now=desk.now, settings=desk.settings), complaint_id=matter.complaint_id
        )


def group(desk: Desk, matter: Matter) -> tuple[str, set[str]] | None:
    with desk.database.session() as db:
        found = linking.find_group(db, complaint_id=matter.complaint_id)
        if found is None:
            return None
        return found.lead_id, {one.complaint_id for one in linking.members(db, group_id=found.id)}


def test_one_leads_and_each_stands_by_itself(desk: Desk) -> None:
    one, two, three = (desk.made(email=f"{name}@example.com") for name in ("a", "b", "c"))
    assert link(desk, one, two) == link(desk, one, two) == link(desk, three, one)
    everybody = {matter.complaint_id for matter in (one, two, three)}
    assert group(desk, three) == (one.complaint_id, everybody)
    assert {desk.state(matter) for matter in (one, two, three)} == {"open"}
    unlink(desk, one)
    assert group(desk, one) is None
    rest = {two.complaint_id, three.complaint_id}
    found = group(desk, two)
    assert found is not None
    assert found[0] in rest
    assert found[1] == rest
    unlink(desk, three)
    unlink(desk, three)
    assert group(desk, two) is None


def test_nothing_of_it_is_written_to_anybody_and_events_name_no_other(desk: Desk) -> None:
    one, two = desk.made(email="a@example.com"), desk.made(email="b@example.com")
    with desk.database.session() as db:
        before = db.scalar(select(func.count()).select_from(Letter))
    link(desk, one, two)
    with desk.database.session() as db:
        assert db.scalar(select(func.count()).select_from(Letter)) == before
        for event in db.scalars(select(Event).where(Event.kind == "linked")):
            assert not {one.complaint_id, two.complaint_id} & set(map(str, event.data.values()))
        assert db.scalar(select(func.count()).select_from(GroupMember)) == 2


def test_what_cannot_be_linked_is_refused(desk: Desk) -> None:
    one, two, three, four = (desk.made(days_ago=days) for days in (9, 6, 3, 0))
    assert refused(lambda: link(desk, one, one)) == "link_with_itself"
    link(desk, one, two)
    link(desk, three, four)
    assert refused(lambda: link(desk, one, three)) == "in_other_group"
    five = desk.made()
    desk.merge(one, five)
    assert refused(lambda: link(desk, one, five)) == "already_merged"


def test_another_may_lead(desk: Desk) -> None:
    one, two = desk.made(), desk.made()
    link(desk, one, two)
    with desk.database.changes() as db:
        linking.make_lead(
            db, by_officer(desk.officer_id, now=desk.now, settings=desk.settings), complaint_id=two.complaint_id
        )
    assert group(desk, one) == (two.complaint_id, {one.complaint_id, two.complaint_id})
