"""A restricted matter that is about a member of staff, opened in an emergency and read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from portal.casework.desk import reading_log
from portal.casework.desk.restricted_models import EmergencyOpening
from portal.casework.restricted import restrict
from portal.complaints.matter import rulebook
from tests.complaints.matters import Matter
from tests.states.prepared_desk import Officers
from tests.states.world import World


def make_restricted(world: World, matter: Matter, officers: Officers, now: datetime) -> None:
    """Restrict this matter, and keep it from Tom."""
    basics: dict[str, Any] = {
        "complaint_id": matter.complaint_id,
        "officer_id": officers.grace,
        "now": now,
        "rulebook": rulebook.read(),
        "settings": world.portal.settings,
    }
    with world.database.changes() as db:
        restrict.restrict(db, reason="Somebody in the team lives next door.", **basics)
        restrict.name(db, named_id=officers.tom, **basics)
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
