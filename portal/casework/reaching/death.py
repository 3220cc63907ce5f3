"""Noting that somebody a complaint is about has died, or that this was a mistake."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.events import Kind
from portal.complaints.matter.models import Party
from portal.db import ComplaintId, PersonId, one_at_a_time
from portal.errors import NotFound
from portal.letters.outgoing import outbox
from portal.people.models import Person


def note(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, person_id: PersonId, died: bool) -> None:
    """Note that somebody the matter is about has died, or has not; noted already, nothing changes.

    Letters that wait to be sent to them are cancelled. Raises NotFound, also for the writer of the complaint, which
    somebody else would have to carry on.
    """
    one_at_a_time(db, f"complaint:{complaint_id}")
    roles = set(db.scalars(select(Party.role).where(Party.complaint_id == complaint_id, Party.person_id == person_id)))
    if "affected" not in roles or "writer" in roles:
        raise NotFound("person")
    person = db.get_one(Person, person_id)
    if person.died == died:
        return
    person.died = died
    if died:
        outbox.cancel(db, now=act.now, person_id=person_id)
    kind = Kind.DEATH_NOTED if died else Kind.DEATH_UNNOTED
    act.record(db, complaint_id, kind, {"person": person_id})
