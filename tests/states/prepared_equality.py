"""Matters whose person has answered the equality questions, and those written for somebody else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update

from portal import clock
from portal.complaints.equality import addresses
from portal.complaints.matter import rulebook
from portal.complaints.matter.models import Complaint, Party
from portal.db import ComplaintId, GrantId, PersonId, new_id
from portal.equalities import doors
from portal.equalities.asking import About
from portal.equalities.doors import Facts, Subject
from portal.equalities.question_set import in_force
from portal.people.models import Person
from tests.complaints import matters
from tests.states.world import World

TODAY = clock.today()
_GIVEN = {
    "age": "25-54", "under_16": "no", "disability": "yes", "disability_impact": "a_little", "ethnic_group": "black",
    "ethnic_background": "somali", "religion": "other_religion", "own_words:religion": "ديني الخاص",
    "sex": "prefer_not",
}  # fmt: skip


def make_equality(world: World, now: datetime) -> list[GrantId]:
    """Make the matters and return their grants."""
    made = {
        name: matters.made(
            world.database, rulebook=rulebook.read(), settings=world.portal.settings, at=now,
            email=f"{name.replace('_', '-')}@resident.example",
        )
        for name in ("fair", "fair_for_them", "fair_their_own", "fair_nobody")
    }  # fmt: skip
    for name, matter in made.items():
        world.keep(name, matter)
        world.names |= {
            f"{name}_asks_{one.key}": addresses.sign_of(
                one.key, grant_id=matter.grant_id, settings=world.portal.settings
            )
            for one in in_force(TODAY).questions
        }
    others = {
        name: _about_somebody_else(world, made[name].complaint_id, acting_as, now)
        for name, acting_as in (
            ("fair_for_them", "relative"), ("fair_their_own", "carer"), ("fair_nobody", "councillor"),
        )
    }  # fmt: skip
    world.names |= {f"{name}_person": person_id for name, person_id in others.items()}
    with world.database.changes() as db:
        db.get_one(Person, others["fair_nobody"]).died = True
    council = rulebook.read().council
    for person_id in (made["fair"].person_id, others["fair_their_own"]):
        with world.database.changes() as db:
            doors.answer(
                db, Subject(person_id, About(), Facts("waste-streets", 1, "web")), given=_GIVEN,
                asked=doors.questions(clock.london_date(now), council.ethnic_categories),
                today=clock.london_date(now), settings=world.portal.settings,
            )  # fmt: skip
    return [matter.grant_id for matter in made.values()]


def _about_somebody_else(world: World, complaint_id: ComplaintId, acting_as: str, now: datetime) -> PersonId:
    """Let a matter be about another person than its writer, and return their id."""
    person_id = PersonId(new_id())
    with world.database.changes() as db:
        db.add(Person(id=person_id, name="Kofi Mensah", created_at=now))
        db.flush()
        db.execute(delete(Party).where(Party.complaint_id == complaint_id, Party.role == "affected"))
        db.add(Party(complaint_id=complaint_id, person_id=person_id, role="affected"))
        db.execute(update(Complaint).where(Complaint.id == complaint_id).values(acting_as=acting_as, about="other"))
    return person_id
