"""People to be reached safely, and a child whose address is a parent's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update

from portal.casework.answering import acknowledge
from portal.casework.reaching import safe as safe_acts
from portal.complaints.matter.act import by_officer
from portal.complaints.matter.models import Complaint
from portal.people.models import ContactPoint, Person
from portal.people.needs import Needs
from tests.complaints.matters import Matter
from tests.states.prepared_desk import Officers
from tests.states.world import World


def make_people(world: World, safe: Matter, child: Matter, officers: Officers, now: datetime) -> None:
    """Hold the letters of one matter's writer, and let a child have written the other."""
    world.names["safe_person"] = safe.person_id
    by = by_officer(officers.grace, now=now, settings=world.portal.settings)
    with world.database.changes() as db:
        theirs: dict[str, Any] = {"complaint_id": safe.complaint_id, "person_id": safe.person_id}
        safe_acts.begin(
            db,
            by,
            instructions="Ring the school and ask for Ms Osei.\nNever write to the house.",
            **theirs,
        )
        said = Needs(adjustments="Easy words", preferred_language="Twi", large_print=True, not_by=("phone", "post"))
        safe_acts.change_needs(
            db,
            by,
            given=said,
            **theirs,
        )
        acknowledge.acknowledge(
            db,
            by,
            complaint_id=safe.complaint_id,
            words=acknowledge.Words(
                understood="Nobody rang.",
                outcome="A call at the time agreed.",
                not_ours="",
                handler="Grace Adeyemi",
                phone="020 7946 0100",
            ),
        )
        wrote = Complaint.id == child.complaint_id
        db.execute(update(Complaint).where(wrote).values(acting_as="child", wants_advocate=True))
        db.execute(update(Person).where(Person.id == child.person_id).values(under_18=True))
        db.execute(update(ContactPoint).where(ContactPoint.person_id == child.person_id).values(whose="parent"))
