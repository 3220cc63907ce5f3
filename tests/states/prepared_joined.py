"""Matters that were joined, split and linked, and pairs that wait for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.casework.joining import second
from portal.complaints.follow_up import messages
from portal.complaints.joining import linking, merge, split
from portal.complaints.matter import rulebook
from portal.complaints.matter.act import by_officer, by_person
from portal.complaints.matter.models import Grant
from portal.db import OfficerId, new_id
from tests.complaints import matters
from tests.complaints.matters import Matter
from tests.states.stories import WORDS
from tests.states.world import World

APART = "And my council tax bill is wrong."
_NAMES = (
    "alike", "alike_too", "somebody_else", "kept", "merged", "to_split", "was_split", "leads", "linked",
    "word_first", "word_later", "word_seen_first", "word_seen_later", "asked_first", "asked_later", "own_first",
    "own_later",
)  # fmt: skip
_ON_WORD = (("word_first", "word_later"), ("word_seen_first", "word_seen_later"))
_NOT_OPENED = {"kept", "word_first", "word_seen_later"}
_SAME_PERSON = {"alike_too": "alike", "merged": "kept"}


def make_joined(world: World, officer_id: OfficerId, other_id: OfficerId, now: datetime) -> list[Matter]:
    """Make them, and return those that their person opens; ``other_id`` is the officer who asks for a second one."""
    made = {name: _made(world, name, now) for name in _NAMES}
    by = by_officer(officer_id, now=now, settings=world.portal.settings)
    with world.database.changes() as db:
        one, other = made["kept"].complaint_id, made["merged"].complaint_id
        world.names["merge"] = merge.merge(
            db,
            by,
            one_id=one,
            other_id=other,
        )
        for name, (first, later) in zip(("word", "word_seen"), _ON_WORD, strict=True):
            world.names[f"{name}_merge"] = merge.merge(
                db,
                by,
                one_id=made[first].complaint_id,
                other_id=made[later].complaint_id,
                agreed=merge.Agreed(other_id, "The same wall, in the same words."),
            )
        for name, asker in (("asked", other_id), ("own", officer_id)):
            world.names[f"{name}_join"] = second.ask(
                db,
                by_officer(asker, now=now, settings=world.portal.settings),
                one_id=made[f"{name}_first"].complaint_id,
                other_id=made[f"{name}_later"].complaint_id,
                reason="They tell of the same wall in the same words.",
                meaning=None,
            )
        second_id = split.split(
            db,
            by,
            complaint_id=made["was_split"].complaint_id,
            excerpt=APART,
            service="council-tax",
            send_key=new_id(),
        )
        world.names["second_id"] = second_id
        world.names["second"] = db.scalars(select(Grant.id).where(Grant.complaint_id == second_id)).one()
        world.names["split"] = split.standing(db, complaint_id=second_id)[0].id
        linking.link(
            db,
            by,
            one_id=made["leads"].complaint_id,
            other_id=made["linked"].complaint_id,
        )
        waits = made["to_split"]
        world.names["new_point"] = messages.add_message(
            db,
            by_person(waits.person_id, now=now, rulebook=rulebook.read(), settings=world.portal.settings),
            complaint_id=waits.complaint_id,
            person_id=waits.person_id,
            body="The street light is broken too.",
            channel="web",
            send_key=new_id(),
        )
    for name, matter in made.items():
        world.keep(name, matter)
    # Opening what was joined opens what it was joined into.
    return [matter for name, matter in made.items() if name not in _NOT_OPENED]


def _made(world: World, name: str, now: datetime) -> Matter:
    hours = len(_NAMES) - _NAMES.index(name)
    return matters.made(
        world.database,
        rulebook=rulebook.read(),
        settings=world.portal.settings,
        at=now - timedelta(hours=hours),
        email=f"{_SAME_PERSON.get(name, name).replace('_', '-')}@resident.example",
        words=f"{WORDS}\n\n{APART}",
    )
