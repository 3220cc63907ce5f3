"""A restricted matter that is about a member of staff, opened in an emergency and read."""

from __future__ import annotations

from datetime import datetime

from portal.casework.desk import reading_log
from portal.casework.desk.restricted_models import EmergencyOpening
from portal.casework.restricted import restrict
from portal.complaints.matter.act import by_officer
from tests.complaints.matters import Matter
from tests.states.prepared_desk import Officers
from tests.states.world import World


def make_restricted(world: World, matter: Matter, officers: Officers, now: datetime) -> None:
    """Restrict this matter, and keep it from Tom."""
    by = by_officer(officers.grace, now=now, settings=world.portal.settings)
    with world.database.changes() as db:
        restrict.restrict(db, by, complaint_id=matter.complaint_id, reason="Somebody in the team lives next door.")
        restrict.name(db, by, complaint_id=matter.complaint_id, named_id=officers.tom)
        db.add(
            EmergencyOpening(
                complaint_id=matter.complaint_id,
                officer_id=officers.grace,
                reason="She was locked in, and nobody else was there.",
                at=now,
                until=now,
            )
        )
        reading_log.write(
            db, officer_id=officers.grace, complaint_ids={matter.complaint_id}, what="casework.complaint", now=now
        )
