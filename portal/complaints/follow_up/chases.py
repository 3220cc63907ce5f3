"""A person asks for an update, or says that a remedy did not come: by when the team answers, and what it is told.

One clock of each kind runs at a time. It is answered by telling the person, and asking is never refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, true, update
from sqlalchemy.orm import Session

from portal.accounts.models import Officer
from portal.complaints.matter import correspondence, events, promises
from portal.complaints.matter.act import Act
from portal.complaints.matter.models import Chase, ChaseKind, Complaint, Reply
from portal.complaints.matter.once import insert_once
from portal.complaints.matter.standing import Position, get_position, project
from portal.complaints.matter.surviving import MERGED, merged_into
from portal.db import ComplaintId, PersonId, new_id, one_at_a_time
from portal.errors import Refusal
from portal.i18n import gettext as _
from portal.i18n import lazy, use_locale
from portal.letters.outgoing.kinds import Content
from portal.organisation import routing
from portal.people import contacts
from portal.procedures.deadlines import Counted
from portal.procedures.model import Term, Unit

_RECORDED: dict[ChaseKind, events.Kind] = {"update": events.Kind.UPDATE_ASKED, "remedy": events.Kind.REMEDY_CHASED}


@dataclass(frozen=True, slots=True)
class Asked:
    """A running clock. ``joined`` says that it was running already when the person asked this time."""

    id: str
    asked_at: datetime
    answer_by: date
    joined: bool


def find_open(db: Session, *, complaint_id: ComplaintId, kind: ChaseKind) -> Asked | None:
    """Return the clock of this kind that runs for a matter, or for one that was joined into it, or None."""
    row = db.execute(
        select(Chase.id, Chase.asked_at, Chase.answer_by).where(
            Chase.complaint_id.in_([complaint_id, *merged_into(db, complaint_id)]),
            Chase.kind == kind,
            Chase.answered_at.is_(None),
        )
    ).first()
    return None if row is None else Asked(row.id, row.asked_at, row.answer_by, joined=True)


def ask(
    db: Session, act: Act, kind: ChaseKind, *, complaint_id: ComplaintId, person_id: PersonId | None, channel: str
) -> Asked:
    """Ask for an update, or say that a remedy did not come, and return by when we answer; again joins what is open.

    ``person_id`` is None when an officer (the act's) took it from a caller nobody checked. It counts against the
    answer, never against the person: the stage stays, and so do the next stage and the ombudsman. The first time, the
    writer gets a letter about an update at a proven contact, and about a remedy the team, who answered, and the
    team's managers get one. Raises NotFound, Refusal ``merged`` for a matter joined into another, and
    ``nothing_promised`` for a remedy while nothing is answered.
    """
    one_at_a_time(db, f"complaint:{complaint_id}")
    position = get_position(db, complaint_id=complaint_id, rulebook=act.rulebook, today=act.today)
    if position.complaint.state == MERGED:
        raise Refusal(
            "merged", lazy("This complaint is looked into together with another one. Send the question as a message.")
        )
    answered_by = list(db.scalars(select(Reply.officer_id).where(Reply.complaint_id == complaint_id)))
    if kind == "remedy" and not answered_by:
        raise Refusal("nothing_promised", lazy("We have not answered this complaint yet. You can ask for an update."))
    asked = _start(db, act, position, kind, person_id=person_id, channel=channel)
    data = {"chase": asked.id, "channel": channel, "joined": asked.joined, "answer_by": asked.answer_by.isoformat()}
    act.record(db, complaint_id, _RECORDED[kind], data)
    if not asked.joined and kind == "update":
        _promise_update(db, act, position, asked.answer_by)
    elif not asked.joined:
        to = owners(db, act, position.complaint, answered_by=answered_by)
        content = Content("remedy_owed", {"due": asked.answer_by})
        correspondence.write_to_staff(db, act, complaint_id, content, addresses=to)
    project(db, complaint_id=complaint_id)
    return asked


def known(position: Position) -> str:
    """Return what is known of a matter today in one sentence, in the current language."""
    standing = position.standing
    if standing.withdrawn:
        return _("You withdrew this complaint. We are not working on it.")
    if standing.open_request:
        return _("You asked us to take it further. We are deciding on that.")
    if standing.answered:
        return _("We have answered you.")
    if standing.reply_overdue:
        return _("Our answer is late, and we are sorry.")
    return _("We are looking into it.") if standing.acknowledged else _("We have your complaint.")


def owners(db: Session, act: Act, complaint: Complaint, *, answered_by: Sequence[str] = ()) -> list[str]:
    """Return the addresses of the team, of who answered, and of the team's managers, each once."""
    council = act.rulebook.council
    team = routing.find_team(council, complaint.team, act.today) or routing.central_team(council, act.today)
    officers = db.execute(select(Officer.id, Officer.email, Officer.role, Officer.team, Officer.disabled_at))
    named = [
        row.email
        for row in officers
        if row.disabled_at is None
        and (row.id in answered_by or (row.role == "team_manager" and row.team == complaint.team))
    ]
    return list(dict.fromkeys([team.email, *named]))


def told(
    db: Session,
    *,
    complaint_id: ComplaintId,
    kinds: Sequence[ChaseKind],
    now: datetime,
    asked_by: PersonId | None = None,
) -> None:
    """Note that the council told the person: the clocks of these kinds are answered and their dates kept.

    ``asked_by`` names the only person whose questions are answered; None means everybody's.
    """
    answered = list(
        db.scalars(
            update(Chase)
            .where(
                Chase.complaint_id.in_([complaint_id, *merged_into(db, complaint_id)]),
                Chase.kind.in_(kinds),
                Chase.answered_at.is_(None),
                Chase.person_id == asked_by if asked_by else true(),
            )
            .values(answered_at=now)
            .returning(Chase.kind)
        )
    )
    if not answered:
        return
    # Whatever stage it was asked at: a stage that opened since does not answer it.
    for kind in set(answered):
        promises.keep(db, complaint_id=complaint_id, stage=None, kind=kind, now=now)


def _start(
    db: Session, act: Act, position: Position, kind: ChaseKind, *, person_id: PersonId | None, channel: str
) -> Asked:
    """Start a clock, or join the one that runs: its unique index decides, at the same moment too.

    The date is promised on the person's page. A sooner date that was promised already stays.
    """
    complaint_id, stage, today = position.complaint.id, position.stage.number, act.today
    running = find_open(db, complaint_id=complaint_id, kind=kind)
    if running is not None:
        return running
    days = act.settings.update_working_days if kind == "update" else act.settings.remedy_working_days
    due = act.rulebook.calendar.add_working_days(today, days)
    sooner = [
        one.due
        for one in promises.standing(db, complaint_id=complaint_id)
        if (one.kind, one.stage) == (kind, stage) and today <= one.due <= due
    ]
    values = {
        "id": new_id(),
        "complaint_id": complaint_id,
        "kind": kind,
        "asked_at": act.now,
        "person_id": person_id,
        "officer_id": act.officer_id,
        "channel": channel,
        "answer_by": min(sooner, default=due),
    }
    if not insert_once(db, Chase, values, key=["complaint_id", "kind"], where=Chase.answered_at.is_(None)):
        running = find_open(db, complaint_id=complaint_id, kind=kind)
        if running is None:
            raise LookupError("the clock that runs was answered in the same moment")
        return running
    if not sooner:
        closed = act.rulebook.calendar.closed_between(today, due)
        counted = Counted(kind, today, "request", Term(days, Unit.WORKING_DAYS), due, closed)
        row = promises.row_of(complaint_id, stage, kind, counted, because="asked", now=act.now)
        promises.promise(db, [row])
    return Asked(str(values["id"]), act.now, min(sooner, default=due), joined=False)


def _promise_update(db: Session, act: Act, position: Position, answer_by: date) -> None:
    """Write to a proven contact: an address that nobody has proven would learn that somebody asked."""
    complaint_id = position.complaint.id
    person = correspondence.writer_of(db, complaint_id=complaint_id)
    proven = [one for one in contacts.in_use(db, person_id=person.id) if one.proven_at and one.kind == "email"]
    if not proven:
        return
    with use_locale(person.language):
        says = known(position)
    content = Content("update_promised", {"known": says, "answer_by": answer_by})
    correspondence.write_to_person(db, act, complaint_id, content, person_id=person.id, to=proven[0])
