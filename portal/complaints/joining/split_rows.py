"""The rows of a matter that was split from another: same persons, own reference, own dates."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.complaints.acting import authority
from portal.complaints.joining.models import DuplicateLook
from portal.complaints.matter import events, promises, reference
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import Complaint, Grant, Party, PromisedDate, Reference, Stage
from portal.complaints.matter.once import insert_once
from portal.db import insert_rows, new_id
from portal.organisation import routing, urgent_words
from portal.procedures import deadlines


def write(
    db: Session,
    act: OfficersAct,
    first: Complaint,
    *,
    words: str,
    received_at: datetime,
    service: str,
    receipt_key: str,
) -> str:
    """Write the second matter and return its id; the rules are those in force when its words came."""
    on = clock.london_date(received_at)
    procedure = routing.procedure_for(act.rulebook.council, service, on)
    version = act.rulebook.catalogue.version_in_force(procedure, on=on)
    rule = version.stage(1)
    dates = deadlines.on_request(rule, received_at=received_at, calendar=act.rulebook.calendar)
    second_id = new_id()
    promised = promises.rows_of(second_id, 1, dates, because="received", now=act.now)
    complaint = {
        "id": second_id,
        "receipt_key": receipt_key,
        "channel": first.channel,
        "received_at": received_at,
        "logged_at": act.now,
        "logged_by": act.officer_id,
        "about": first.about,
        "acting_as": first.acting_as,
        "wants_advocate": first.wants_advocate,
        "words": words,
        "wanted": "",
        "happened": "",
        "place": first.place,
        "postcode": first.postcode,
        "not_to_tell": first.not_to_tell,
        "service": service,
        "team": routing.team_for(act.rulebook.council, service, on).key,
        "procedure": procedure,
        "urgent": first.urgent,
        "urgent_words": urgent_words.mentions_urgent(act.rulebook.council, words),
        "stage": 1,
        "state": "open",
        "due": min(row["due"] for row in promised),
    }
    stage = {
        "id": new_id(),
        "complaint_id": second_id,
        "number": 1,
        "procedure": procedure,
        "procedure_from": version.effective_from,
        "responder": rule.responder,
        "requested_at": received_at,
        "opened_at": act.now,
        "acknowledged_at": None,
        "answered_at": None,
    }
    insert_rows(db, Complaint, [complaint])
    _give_references(db, first.id, second_id, act.now)
    _copy_people(db, first.id, second_id, act.now)
    _copy_claims(db, first.id, second_id)
    # An officer has just said that they are two matters.
    insert_rows(db, DuplicateLook, [{"complaint_id": second_id, "at": act.now}])
    insert_rows(db, Stage, [stage])
    insert_rows(db, PromisedDate, promised)
    data = {"channel": first.channel, "stage": 1, "procedure": procedure, "from": version.effective_from.isoformat()}
    act.record(db, second_id, events.Kind.RECEIVED, data)
    return second_id


def _give_references(db: Session, first_id: str, second_id: str, now: datetime) -> None:
    """Give everybody who has a reference for the first matter one for the second."""
    known = select(Reference.person_id).where(Reference.complaint_id == first_id).distinct()
    for person_id in list(db.scalars(known)):
        given = {"complaint_id": second_id, "person_id": person_id, "given_at": now}
        while not insert_once(db, Reference, {"number": reference.draw(), **given}, key=["number"]):
            pass


def _copy_people(db: Session, first_id: str, second_id: str, now: datetime) -> None:
    """Let the same persons play the same roles; a grant is each matter's own, and its code cannot be shared."""
    parties = db.execute(select(Party.person_id, Party.role).where(Party.complaint_id == first_id))
    insert_rows(
        db, Party, [{"complaint_id": second_id, "person_id": row.person_id, "role": row.role} for row in parties]
    )
    # One that was revoked too: whose right to act has ended gets nothing of the second matter, and may be asked anew.
    grants = db.execute(
        select(Grant.person_id, Grant.may, Grant.ends_at, Grant.revoked_at).where(Grant.complaint_id == first_id)
    )
    insert_rows(
        db,
        Grant,
        [
            {
                "id": new_id(),
                "complaint_id": second_id,
                "person_id": row.person_id,
                "may": row.may,
                "code_hmac": None,
                "begins_at": now,
                "ends_at": row.ends_at,
                "revoked_at": row.revoked_at,
                "phone_word_hmac": None,
                "phone_word_tries": 0,
            }
            for row in grants
        ],
    )


def _copy_claims(db: Session, first_id: str, second_id: str) -> None:
    """Let whoever claims to act for somebody do so on both, as it stands on the first."""
    kept = [column.name for column in Authority.__table__.columns]
    for one in authority.of_complaint(db, complaint_id=first_id):
        same = {name: getattr(one, name) for name in kept}
        db.add(Authority(**{**same, "id": new_id(), "complaint_id": second_id}))
    db.flush()
