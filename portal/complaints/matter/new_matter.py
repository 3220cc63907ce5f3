"""A new matter, worked out before it is written: by whom it is answered, what it promises, and how it begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal import clock
from portal.complaints.matter import promises
from portal.complaints.matter.act import Act
from portal.complaints.matter.models import Role
from portal.db import ComplaintId, PersonId, new_id
from portal.organisation import routing, urgent_words
from portal.procedures import deadlines
from portal.procedures.deadlines import StageDates

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NewMatter:
    """Rows to insert; ``received`` is the data of the event that its chain begins with."""

    complaint: Row
    stage: Row
    promised: list[Row]
    received: Row
    dates: StageDates

    @property
    def id(self) -> ComplaintId:
        """Return the id it will have."""
        return ComplaintId(self.complaint["id"])


def begin(act: Act, told: Mapping[str, Any], *, service: str | None, received_at: datetime) -> NewMatter:
    """Return a matter about a service by the rules of the day its words reached the council; reads no database.

    ``told`` holds the columns of its row that say what was sent, and how. Raises NotFound when no procedure was in
    force on that day.
    """
    on, council = clock.london_date(received_at), act.rulebook.council
    procedure = routing.procedure_for(council, service, on)
    version = act.rulebook.catalogue.version_in_force(procedure, on=on)
    rule = version.stage(1)
    dates = deadlines.on_request(rule, received_at=received_at, calendar=act.rulebook.calendar)
    complaint_id = ComplaintId(new_id())
    promised = promises.rows_of(complaint_id, 1, dates, because="received", now=act.now)
    return NewMatter(
        complaint={
            **told,
            "id": complaint_id,
            "received_at": received_at,
            "logged_at": act.now,
            "logged_by": act.officer_id,
            "team": routing.team_for(council, service, on).key,
            "procedure": procedure,
            "urgent_words": urgent_words.mentions_urgent(council, told["words"]),
            "stage": 1,
            "state": "open",
            "due": min(row["due"] for row in promised),
        },
        stage={
            "id": new_id(),
            "complaint_id": complaint_id,
            "number": 1,
            "procedure": procedure,
            "procedure_from": version.effective_from,
            "responder": rule.responder,
            "requested_at": received_at,
            "opened_at": act.now,
        },
        promised=promised,
        received={
            "channel": told["channel"],
            "stage": 1,
            "procedure": procedure,
            "from": version.effective_from.isoformat(),
        },
        dates=dates,
    )


def party(complaint_id: ComplaintId, person_id: PersonId, role: Role) -> Row:
    """Return the row of a person's role on a matter."""
    return {"complaint_id": complaint_id, "person_id": person_id, "role": role}


def grant(complaint_id: ComplaintId, person_id: PersonId, may: str, *, begins_at: datetime, **more: Any) -> Row:
    """Return the row of what a person may see and do on a matter; without a secret nothing opens it."""
    row = {"id": new_id(), "complaint_id": complaint_id, "person_id": person_id, "may": may, "begins_at": begins_at}
    return {**row, "code_hmac": None, **more}
