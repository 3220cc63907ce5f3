"""A remedy that was promised and did not come: a task for its owner and the manager, never back to stage 1."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Officer
from portal.complaints.follow_up import chases, messages
from portal.complaints.follow_up.chases import Asked
from portal.complaints.matter import correspondence, events
from portal.complaints.matter.models import Complaint, Reply
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.matter.standing import get_position, project
from portal.config import Settings
from portal.db import one_at_a_time
from portal.errors import Refusal
from portal.i18n import lazy
from portal.organisation import routing


def not_done(
    db: Session,
    *,
    complaint_id: str,
    person_id: str,
    words: str,
    send_key: str,
    channel: str,
    now: datetime,
    rulebook: Rulebook,
    settings: Settings,
    officer_id: str | None = None,
) -> Asked:
    """Note that what we promised was not done, and return by when we answer; saying it again joins the open task.

    ``words`` may be empty; with ``send_key`` a double click keeps them once. The stage stays, and so do the next
    stage and the ombudsman. The team, who answered, and the team's managers get a letter. ``officer_id`` is who took
    it down. Raises NotFound, and Refusal ``nothing_promised`` while nothing has been answered.
    """
    one_at_a_time(db, f"complaint:{complaint_id}")
    position = get_position(db, complaint_id=complaint_id, rulebook=rulebook, today=clock.london_date(now))
    answered_by = list(db.scalars(select(Reply.officer_id).where(Reply.complaint_id == complaint_id)))
    if not answered_by:
        raise Refusal("nothing_promised", lazy("We have not answered this complaint yet. You can ask for an update."))
    if words.strip():
        messages.add_message(
            db,
            complaint_id=complaint_id,
            person_id=person_id,
            body=words,
            channel=channel,
            send_key=send_key,
            now=now,
            rulebook=rulebook,
            settings=settings,
        )
    asked = chases.start(
        db,
        complaint_id=complaint_id,
        stage=position.stage.number,
        kind="remedy",
        working_days=settings.remedy_working_days,
        person_id=person_id,
        officer_id=officer_id,
        channel=channel,
        now=now,
        rulebook=rulebook,
    )
    data = {"chase": asked.id, "channel": channel, "joined": asked.joined, "answer_by": asked.answer_by.isoformat()}
    actor: tuple[events.ActorKind, str] = ("officer", officer_id) if officer_id else ("person", person_id)
    happened = events.Happened(events.Kind.REMEDY_CHASED, *actor, data)
    events.record(db, complaint_id, happened, key=settings.event_key, now=now)
    if not asked.joined:
        correspondence.write_to_staff(
            db,
            complaint=position.complaint,
            addresses=owners(db, position.complaint, answered_by=answered_by, now=now, rulebook=rulebook),
            kind="remedy_owed",
            values={"due": asked.answer_by},
            now=now,
            rulebook=rulebook,
            settings=settings,
        )
    project(db, complaint_id=complaint_id)
    return asked


def owners(
    db: Session, complaint: Complaint, *, now: datetime, rulebook: Rulebook, answered_by: Sequence[str] = ()
) -> list[str]:
    """Return the addresses of the team, of who answered, and of the team's managers, each once."""
    today = clock.london_date(now)
    team = routing.find_team(rulebook.council, complaint.team, today) or routing.central_team(rulebook.council, today)
    officers = db.execute(select(Officer.id, Officer.email, Officer.role, Officer.team, Officer.disabled_at))
    named = [
        row.email
        for row in officers
        if row.disabled_at is None
        and (row.id in answered_by or (row.role == "team_manager" and row.team == complaint.team))
    ]
    return list(dict.fromkeys([team.email, *named]))
