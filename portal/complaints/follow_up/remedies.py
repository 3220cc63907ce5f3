"""A remedy that was promised and did not come: a task for its owner and the manager, never back to stage 1."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Officer
from portal.complaints.follow_up import chases, messages
from portal.complaints.follow_up.chases import Asked
from portal.complaints.matter import correspondence, events
from portal.complaints.matter.act import Act
from portal.complaints.matter.models import Complaint, Reply
from portal.complaints.matter.standing import get_position, project
from portal.db import one_at_a_time
from portal.errors import Refusal
from portal.i18n import lazy
from portal.letters.outgoing.kinds import Content
from portal.organisation import routing


def not_done(
    db: Session, act: Act, *, complaint_id: str, person_id: str, words: str, send_key: str, channel: str
) -> Asked:
    """Note that what we promised was not done, and return by when we answer; saying it again joins the open task.

    ``words`` may be empty; with ``send_key`` a double click keeps them once. The stage stays, and so do the next
    stage and the ombudsman. The team, who answered, and the team's managers get a letter. The act's officer is who took
    it down. Raises NotFound, and Refusal ``nothing_promised`` while nothing has been answered.
    """
    one_at_a_time(db, f"complaint:{complaint_id}")
    position = get_position(db, complaint_id=complaint_id, rulebook=act.rulebook, today=act.today)
    answered_by = list(db.scalars(select(Reply.officer_id).where(Reply.complaint_id == complaint_id)))
    if not answered_by:
        raise Refusal("nothing_promised", lazy("We have not answered this complaint yet. You can ask for an update."))
    if words.strip():
        messages.add_message(
            db,
            act.as_person(person_id),
            complaint_id=complaint_id,
            person_id=person_id,
            body=words,
            channel=channel,
            send_key=send_key,
        )
    asked = chases.start(
        db,
        act,
        complaint_id=complaint_id,
        stage=position.stage.number,
        kind="remedy",
        working_days=act.settings.remedy_working_days,
        person_id=person_id,
        channel=channel,
    )
    data = {"chase": asked.id, "channel": channel, "joined": asked.joined, "answer_by": asked.answer_by.isoformat()}
    act.record(db, complaint_id, events.Kind.REMEDY_CHASED, data)
    if not asked.joined:
        to = owners(db, act, position.complaint, answered_by=answered_by)
        content = Content("remedy_owed", {"due": asked.answer_by})
        correspondence.write_to_staff(db, act, complaint_id, content, addresses=to)
    project(db, complaint_id=complaint_id)
    return asked


def owners(db: Session, act: Act, complaint: Complaint, *, answered_by: Sequence[str] = ()) -> list[str]:
    """Return the addresses of the team, of who answered, and of the team's managers, each once."""
    today = act.today
    team = routing.find_team(act.rulebook.council, complaint.team, today) or routing.central_team(
        act.rulebook.council, today
    )
    officers = db.execute(select(Officer.id, Officer.email, Officer.role, Officer.team, Officer.disabled_at))
    named = [
        row.email
        for row in officers
        if row.disabled_at is None
        and (row.id in answered_by or (row.role == "team_manager" and row.team == complaint.team))
    ]
    return list(dict.fromkeys([team.email, *named]))
