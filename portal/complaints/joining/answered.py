"""A complaint that comes after the answer and is about the same thing: what its person wants now, an officer says.

A new incident after a proper answer is no such complaint; it stays one of its own.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from sqlalchemy.orm import Session

from portal.complaints.follow_up import chases, escalate
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.correspondence import writer_of
from portal.complaints.matter.models import Complaint
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.matter.standing import get_position
from portal.db import ComplaintId
from portal.errors import Refusal
from portal.i18n import lazy
from portal.procedures.steps import Step

Meaning = Literal["disagree", "not_done", "covered"]
"""They disagree with the answer, what was promised was not done, or the answer given covers it already."""


def meanings(db: Session, *, complaint_id: ComplaintId, rulebook: Rulebook, today: date) -> tuple[Meaning, ...]:
    """Return what a later complaint may mean for an answered matter: to disagree only while a stage is left."""
    position = get_position(db, complaint_id=complaint_id, rulebook=rulebook, today=today)
    return ("disagree", "not_done", "covered") if Step.GO_FURTHER in position.allowed else ("not_done", "covered")


def carry_on(
    db: Session, act: OfficersAct, *, kept_id: ComplaintId, merged_id: ComplaintId, meaning: Meaning | None
) -> None:
    """Start on the answered matter what the later complaint asks for, so that its clock never just stops.

    Raises Refusal ``meaning_missing`` for a meaning that is not among ``meanings``.
    """
    if meaning not in meanings(db, complaint_id=kept_id, rulebook=act.rulebook, today=act.today):
        raise Refusal(
            "meaning_missing",
            lazy("Choose what the person wants now that the earlier one is answered."),
            field="meaning",
        )
    later, writer = db.get_one(Complaint, merged_id), writer_of(db, complaint_id=kept_id)
    if meaning == "disagree":
        escalate.ask(db, act, complaint_id=kept_id, person_id=writer.id, reason=later.words)
    elif meaning == "not_done":
        chases.ask(db, act, "remedy", complaint_id=kept_id, person_id=writer.id, channel=later.channel)
