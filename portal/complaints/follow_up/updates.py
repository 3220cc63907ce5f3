"""Asking for an update: what is known at once, and a day by which the team tells more. Never refused."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.complaints.follow_up import chases
from portal.complaints.follow_up.chases import Asked
from portal.complaints.matter import correspondence, events
from portal.complaints.matter.act import Act
from portal.complaints.matter.standing import Position, get_position, project
from portal.db import one_at_a_time
from portal.i18n import gettext as _
from portal.i18n import use_locale
from portal.letters.outgoing.kinds import Content
from portal.people import contacts


def ask(db: Session, act: Act, *, complaint_id: str, person_id: str | None, channel: str) -> Asked:
    """Ask how it goes and return by when the team answers; asking again joins the question that is open.

    ``person_id`` is None when an officer took it from a caller nobody checked (the act's officer). The writer gets a
    letter at a proven contact the first time. It counts against the answer, never against the person. Raises NotFound.
    """
    one_at_a_time(db, f"complaint:{complaint_id}")
    position = get_position(db, complaint_id=complaint_id, rulebook=act.rulebook, today=act.today)
    asked = chases.start(
        db,
        act,
        complaint_id=complaint_id,
        stage=position.stage.number,
        kind="update",
        working_days=act.settings.update_working_days,
        person_id=person_id,
        channel=channel,
    )
    data = {"chase": asked.id, "channel": channel, "joined": asked.joined, "answer_by": asked.answer_by.isoformat()}
    act.record(db, complaint_id, events.Kind.UPDATE_ASKED, data)
    if not asked.joined:
        _write(db, act, position, asked)
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


def _write(db: Session, act: Act, position: Position, asked: Asked) -> None:
    """Write to a proven contact: an address that nobody has proven would learn that somebody asked."""
    complaint_id = position.complaint.id
    person = correspondence.writer_of(db, complaint_id=complaint_id)
    proven = [one for one in contacts.in_use(db, person_id=person.id) if one.proven_at and one.kind == "email"]
    if not proven:
        return
    with use_locale(person.language):
        says = known(position)
    content = Content("update_promised", {"known": says, "answer_by": asked.answer_by})
    correspondence.write_to_person(db, act, complaint_id, content, person_id=person.id, to=proven[0])
