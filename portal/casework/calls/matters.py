"""The caller's matters beside the form of a call: found by what was typed so far, and words put on one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Officer
from portal.casework.callers import take
from portal.casework.calls.drafts import OpenCall, note_registered
from portal.casework.desk import people_on, seeing, wording
from portal.casework.desk.people_on import PersonOn
from portal.complaints.drafts import drafts
from portal.complaints.joining import recognition
from portal.complaints.journey import matters
from portal.complaints.matter import events, reference
from portal.complaints.matter.act import Act, OfficersAct
from portal.complaints.matter.models import Complaint, Party, Reference
from portal.complaints.matter.surviving import MERGED, surviving
from portal.db import ComplaintId
from portal.i18n import gettext as _
from portal.i18n import lazy
from portal.organisation import postcode
from portal.people import addresses
from portal.people.models import ContactPoint, Person
from portal.people.names import folded

MOST = 20
_LESS = frozenset({"name", "postcode"})
BY: dict[str, str] = {
    "reference": lazy("the reference"),
    "phone": lazy("the phone number"),
    "email": lazy("the email address"),
    "person": lazy("the name and postcode"),
    "name": lazy("the name"),
    "postcode": lazy("the postcode"),
}


@dataclass(frozen=True, slots=True)
class CallersMatter:
    """A matter that may be the caller's.

    What it is about, and what to mind with its people, is shown to officers who may open it only (threat T11).
    """

    complaint_id: ComplaintId
    reference: str
    received_at: datetime
    state: str
    by: tuple[str, ...]
    service: str
    people: list[PersonOn]


def find(db: Session, act: Act, *, call: OpenCall, officer: Officer) -> list[CallersMatter]:
    """Return the matters that may be the caller's, by what was typed in a call, the newest first.

    A matter that only a name or only a postcode leads to is listed last, and only if the officer may open it. Matters
    that the officer must not know of are left out.
    """
    weak, strong = _by_less(db, call), _by(db, call)
    sights = {
        one: seeing.find(db, officer=officer, complaint_id=one, council=act.rulebook.council, now=act.now)
        for one in {*weak, *strong}
    }
    opens = {one for one, sight in sights.items() if sight is not None and sight.lets(officer, "see_complaint")}
    # What is read there is written down; this page draws itself anew while the officer types.
    logged = {one for one, sight in sights.items() if sight is not None and sight.logged}
    by = {one: kinds for one, kinds in weak.items() if one in opens}
    by.update({one: kinds for one, kinds in strong.items() if sights[one] is not None})
    if not by:
        return []
    rows = db.execute(
        select(Complaint.id, Complaint.received_at, Complaint.state, Complaint.service, Reference.number)
        .join(Party, Party.complaint_id == Complaint.id)
        .join(Reference, (Reference.complaint_id == Complaint.id) & (Reference.person_id == Party.person_id))
        .where(Complaint.id.in_(by), Party.role == "writer", Complaint.state != MERGED)
        .order_by(Complaint.received_at.desc(), Reference.given_at)
    )
    found: dict[str, CallersMatter] = {}
    for row in rows:
        if row.id in found or len(found) >= MOST:
            continue
        found[row.id] = CallersMatter(
            complaint_id=row.id,
            reference=reference.grouped(row.number),
            received_at=row.received_at,
            state=row.state,
            by=tuple(sorted(by[row.id])),
            service=wording.service(act.rulebook.council, row.service, act.today) if row.id in opens - logged else "",
            people=people_on.of(db, complaint_id=row.id, settings=act.settings) if row.id in opens else [],
        )
    return sorted(found.values(), key=lambda one: set(one.by) <= _LESS)


def add_to(db: Session, act: OfficersAct, *, call: OpenCall, complaint_id: ComplaintId) -> bool:
    """Carry the call's words over to a matter and end the call: no second reference. False when it ended before.

    Of a caller nobody checked they are kept as words whose sender is not proven. Raises NotFound.
    """
    _saved_at, became = drafts.hold(db, draft_id=call.draft_id)
    if became is not None:
        return False
    take.add_words(
        db,
        act,
        complaint_id=complaint_id,
        body=matters.words_of(call.answers) or _("The caller said nothing that was written down."),
        send_key=call.receipt_key,
    )
    act.record(db, surviving(db, complaint_id), events.Kind.REPEAT_TURNED, {"channel": call.channel, "what": "add"})
    keep_until = act.now + timedelta(hours=act.settings.limits.sent_code_hours)
    drafts.note_sent(db, draft_id=call.draft_id, complaint_id=complaint_id, now=act.now, keep_until=keep_until)
    note_registered(db, draft_id=call.draft_id, now=act.now)
    return True


def _by(db: Session, call: OpenCall) -> Mapping[ComplaintId, set[str]]:
    found: dict[ComplaintId, set[str]] = {}
    answers = call.answers
    for kind, typed in (("phone", answers.phone), ("email", answers.email)):
        normal = addresses.normal(kind, typed) if typed.strip() else None
        if normal is not None:
            reached = select(Party.complaint_id).join(ContactPoint, ContactPoint.person_id == Party.person_id)
            rows = reached.where(
                ContactPoint.kind == kind, ContactPoint.normal == normal, ContactPoint.ended_at.is_(None)
            )
            for one in db.scalars(rows):
                found.setdefault(one, set()).add(kind)
    for number in recognition.references_in(f"{answers.words}\n{call.typed.get('known_reference', '')}"):
        for one in db.scalars(select(Reference.complaint_id).where(Reference.number == number)):
            found.setdefault(surviving(db, one), set()).add("reference")
    for one in _by_name(db, answers.name, answers.postcode):
        found.setdefault(one, set()).add("person")
    return found


def _by_less(db: Session, call: OpenCall) -> dict[ComplaintId, set[str]]:
    """Return the newest matters of this name alone, and of this postcode alone: many people share either."""
    name, parsed = call.answers.name.strip(), postcode.parse(call.answers.postcode)
    wanted = {
        "name": func.lower(Person.name) == name.lower() if name else None,
        "postcode": Complaint.postcode == parsed if parsed else None,
    }
    found: dict[ComplaintId, set[str]] = {}
    for kind, condition in wanted.items():
        if condition is not None:
            rows = (
                select(Complaint.id)
                .join(Party, Party.complaint_id == Complaint.id)
                .join(Person, Person.id == Party.person_id)
                .where(Party.role == "writer", Complaint.state != MERGED, condition)
            )
            for one in db.scalars(rows.order_by(Complaint.received_at.desc()).limit(MOST)):
                found.setdefault(one, set()).add(kind)
    return found


def _by_name(db: Session, name: str, typed_postcode: str) -> list[ComplaintId]:
    parsed = postcode.parse(typed_postcode)
    if not folded(name) or not parsed:
        return []
    rows = db.execute(
        select(Party.complaint_id, Person.name)
        .join(Person, Person.id == Party.person_id)
        .join(Complaint, Complaint.id == Party.complaint_id)
        .where(Complaint.postcode == parsed)
    )
    return [row.complaint_id for row in rows if folded(row.name) == folded(name)]
