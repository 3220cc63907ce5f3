"""The rows of everybody on a new matter: the writer, the person affected, the others of a group."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal import clock
from portal.complaints.drafts.sending import Sending
from portal.complaints.grants.grants import AFFECTED, EVERYTHING
from portal.complaints.matter import new_matter
from portal.complaints.matter.new_matter import Row
from portal.complaints.questions import who
from portal.db import ComplaintId, PersonId, new_id
from portal.people import addresses, contacts

_NOTHING_KNOWN: Row = {
    "preferred_language": "",
    "adjustments": "",
    "large_print": False,
    "wants_call": False,
    "safe_times": "",
    "organisation": "",
    "born_on": None,
    "under_18": False,
    "died": False,
}


@dataclass(frozen=True, slots=True)
class People:
    """Rows of persons (the writer's first), ways to reach them, their roles on the matter and their grants."""

    complaint_id: ComplaintId
    language: str
    now: datetime
    persons: list[Row] = field(default_factory=list)
    contact_points: list[Row] = field(default_factory=list)
    parties: list[Row] = field(default_factory=list)
    grants: list[Row] = field(default_factory=list)

    def add(self, name: str, **known: Any) -> PersonId:
        """Add a person with what is known of them, and return their id."""
        person_id = PersonId(new_id())
        row = {"id": person_id, "name": name, "language": self.language, "created_at": self.now}
        self.persons.append({**row, **_NOTHING_KNOWN, **known})
        return person_id

    def add_affected(self, name: str, **known: Any) -> PersonId:
        """Add somebody else whom the matter is about and return their id; nothing opens their grant yet."""
        person_id = self.add(name, **known)
        self.parties.append(new_matter.party(self.complaint_id, person_id, "affected"))
        self.grants.append(new_matter.grant(self.complaint_id, person_id, AFFECTED, begins_at=self.now))
        return person_id

    def add_contact(self, person_id: PersonId, kind: str, address: str, **known: Any) -> None:
        """Add the way chosen to reach somebody; addresses typed and not chosen are not kept."""
        normal = addresses.normal(kind, address) if address else None
        if normal is None:
            return
        row = {"id": new_id(), "person_id": person_id, "kind": kind, "address": address, "normal": normal}
        nothing_known = {"given_by": None, "whose": "", "proven_at": None}
        self.contact_points.append({**row, "added_at": self.now, **nothing_known, **known})


def of(sending: Sending, complaint_id: ComplaintId, *, now: datetime) -> People:
    """Return the rows for settled answers (`who.settled`).

    Everybody but the writer gets a grant without a secret. Their address, when the writer gave it, says so: it proves
    nothing about what they want (threat T5).
    """
    answers = sending.answers
    made = People(complaint_id, sending.language, now)
    writer_id = made.add(
        answers.name,
        preferred_language=answers.preferred_language,
        adjustments=answers.adjustments,
        large_print=bool(answers.large_print),
        wants_call=bool(answers.wants_call),
        safe_times=answers.safe_times,
        organisation=answers.organisation,
        under_18=answers.acting_as == "child",
    )
    made.parties.append(new_matter.party(complaint_id, writer_id, "writer"))
    if answers.about != "other":
        made.parties.append(new_matter.party(complaint_id, writer_id, "affected"))
    made.grants.append(
        new_matter.grant(complaint_id, writer_id, EVERYTHING, begins_at=now, code_hmac=sending.code_hmac)
    )
    whose = who.whose_address(answers)
    proven = sending.proven if whose in contacts.WRITTEN_TO else ""
    made.add_contact(writer_id, answers.contact, answers.address, shared=answers.shared, whose=whose)
    for row in made.contact_points:
        row["proven_at"] = now if proven and proven == row["normal"] else None
    if who.another(answers):
        born_on = who.born(answers.affected_born)
        affected_id = made.add_affected(
            answers.affected_name,
            preferred_language=answers.their_language,
            adjustments=answers.their_adjustments,
            large_print=bool(answers.their_large_print),
            born_on=born_on,
            under_18=who.under_18(born_on, on=clock.london_date(sending.received_at)),
            died=bool(answers.affected_died),
        )
        made.add_contact(
            affected_id, answers.their_contact, answers.their_address, shared=answers.their_shared, given_by=writer_id
        )
    for name in who.others(answers):
        made.add_affected(name)
    return made
