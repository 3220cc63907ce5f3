"""An officer says how somebody is reached safely, lets held letters go, and notes that the person was reached."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.casework.desk import acts
from portal.complaints.matter import promises, standing
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.events import Kind
from portal.complaints.matter.models import Complaint, Correspondence, Party
from portal.db import ComplaintId, PersonId, one_at_a_time
from portal.errors import NotFound, Refusal
from portal.i18n import gettext as _
from portal.letters.outgoing import outbox
from portal.letters.outgoing.models import Letter, undone
from portal.people import needs, own_rows, safe_contact
from portal.people.needs import Needs


def begin(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, person_id: PersonId, instructions: str) -> None:
    """Hold every letter to somebody on this matter, those that wait to leave too, with how to reach them instead.

    Raises NotFound, and Refusal ``instructions_missing``.
    """
    _require_party(db, complaint_id, person_id)
    acts.require_words(
        instructions, "instructions_missing", _("Write how we can reach them safely."), field="instructions"
    )
    found = safe_contact.begin(
        db,
        person_id=person_id,
        instructions=instructions,
        officer_id=act.officer_id,
        now=act.now,
        settings=act.settings,
    )
    outbox.hold(db, person_ids=found, now=act.now)
    act.record(db, complaint_id, Kind.SAFE_CONTACT_BEGUN, {"person": person_id})


def end(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, person_id: PersonId) -> None:
    """Let letters go to somebody again, the held ones first.

    Raises NotFound, and Refusal ``safe_contact_elsewhere`` where it was said of somebody with the same name and address
    who has not proven to be the same person: a stranger's complaint under her name ends nothing (threat T6).
    """
    _require_party(db, complaint_id, person_id)
    safe_contact.end(db, person_id=person_id, officer_id=act.officer_id, now=act.now)
    if safe_contact.is_on(db, person_id=person_id):
        raise Refusal(
            "safe_contact_elsewhere",
            _("This was noted on another complaint. Nobody has proven that it is the same person. End it there."),
        )
    # Letters were held at every row of the name and address; those go that nothing holds any more.
    found = [one for one in own_rows.rows_of(db, person_id) if not safe_contact.is_on(db, person_id=one)]
    waiting = db.execute(
        select(Letter.id, Correspondence.complaint_id)
        .join(Correspondence, Correspondence.letter_id == Letter.id)
        .where(Letter.person_id.in_(found), Letter.held_at.is_not(None), undone())
    ).all()
    outbox.let_go(db, letter_ids=[row.id for row in waiting])
    matters = {row.complaint_id for row in waiting} | {complaint_id}
    act.record(db, complaint_id, Kind.SAFE_CONTACT_ENDED, {"person": person_id})
    for one in sorted(matters):
        _reached(db, act, one, person_id)


def send(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, letter_id: str) -> None:
    """Let one held letter go, because it is safe now; what was promised is kept once the last of them left.

    Raises NotFound.
    """
    row = _one_held(db, complaint_id, letter_id)
    outbox.let_go(db, letter_ids=[letter_id])
    if not held(db, complaint_id=complaint_id, person_id=row):
        _reached(db, act, complaint_id, row)


def told(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, letter_id: str) -> None:
    """Note that the person was told what a held letter says, in a safe way: it is never sent. Raises NotFound."""
    row = _one_held(db, complaint_id, letter_id)
    outbox.cancel(db, now=act.now, letter_ids=[letter_id])
    if not held(db, complaint_id=complaint_id, person_id=row):
        _reached(db, act, complaint_id, row)


def reached(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, person_id: PersonId) -> None:
    """Note that the person was told everything in a safe way: what waits about this matter is never sent.

    Raises NotFound.
    """
    _require_party(db, complaint_id, person_id)
    waiting = held(db, complaint_id=complaint_id, person_id=person_id)
    outbox.cancel(db, now=act.now, letter_ids=[one.id for one in waiting])
    _reached(db, act, complaint_id, person_id)


def change_needs(
    db: Session, act: OfficersAct, *, complaint_id: ComplaintId, person_id: PersonId, given: Needs
) -> None:
    """Keep what helps somebody, as they told an officer; said again, it is checked. Raises NotFound."""
    _require_party(db, complaint_id, person_id)
    needs.change(db, person_id=person_id, needs=given, now=act.now)
    act.record(db, complaint_id, Kind.NEEDS_CHECKED, {"person": person_id})


def advocate_found(db: Session, act: OfficersAct, *, complaint_id: ComplaintId) -> None:
    """Note that the child who wrote has the advocate they wanted; noted already, nothing changes."""
    one_at_a_time(db, f"complaint:{complaint_id}")
    complaint = db.get_one(Complaint, complaint_id)
    if complaint.wants_advocate:
        complaint.wants_advocate = False
        act.record(db, complaint_id, Kind.ADVOCATE_FOUND)


def held(db: Session, *, complaint_id: ComplaintId, person_id: PersonId | None = None) -> list[Letter]:
    """Return the letters about a matter that are held, the oldest first; of one person, or of everybody."""
    of = select(Letter).join(Correspondence, Correspondence.letter_id == Letter.id)
    found = of.where(Correspondence.complaint_id == complaint_id, Letter.held_at.is_not(None), undone())
    if person_id is not None:
        found = found.where(Letter.person_id == person_id)
    return list(db.scalars(found.order_by(Letter.made_at, Letter.id)))


def _one_held(db: Session, complaint_id: ComplaintId, letter_id: str) -> PersonId:
    one_at_a_time(db, f"complaint:{complaint_id}")
    letter = next((one for one in held(db, complaint_id=complaint_id) if one.id == letter_id), None)
    if letter is None or letter.person_id is None:
        raise NotFound("letter")
    return letter.person_id


def _reached(db: Session, act: OfficersAct, complaint_id: ComplaintId, person_id: PersonId) -> None:
    """Count what was promised as kept: only the writer's letters answer what was promised to them."""
    writes = select(Party.person_id).where(Party.complaint_id == complaint_id, Party.role == "writer")
    if db.scalars(writes).first() not in own_rows.rows_of(db, person_id):
        return
    promises.reached(db, complaint_id=complaint_id, now=act.now)
    standing.project(db, complaint_id=complaint_id)
    act.record(db, complaint_id, Kind.REACHED_SAFELY, {"person": person_id})


def _require_party(db: Session, complaint_id: ComplaintId, person_id: PersonId) -> None:
    one_at_a_time(db, f"complaint:{complaint_id}")
    on_it = select(Party.person_id).where(Party.complaint_id == complaint_id, Party.person_id == person_id)
    if db.scalars(on_it).first() is None:
        raise NotFound("person")
