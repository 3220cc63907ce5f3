"""The equality questions at the end of a call: what is typed goes in, and nothing comes out for an officer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from portal.complaints.equality import people
from portal.complaints.matter.act import Act
from portal.db import ComplaintId, PersonId
from portal.equalities import doors
from portal.equalities.asking import About
from portal.errors import Refusal


def find_about(db: Session, act: Act, *, complaint_id: ComplaintId, person_id: PersonId) -> About | None:
    """Return the person the caller is asked about; None where nobody is asked."""
    whose = people.find_whose(db, act, complaint_id=complaint_id, person_id=person_id)
    return None if whose is None else whose.about


def answer(
    db: Session, act: Act, *, complaint_id: ComplaintId, person_id: PersonId, given: Mapping[str, str], there: bool
) -> None:
    """Keep what a caller answered; ``there`` says that the person it is about is with a caller who speaks for them.

    Where somebody else answered before, their answers stay, and the officer is not told so.
    """
    whose = people.find_whose(db, act, complaint_id=complaint_id, person_id=person_id)
    if whose is None:
        return
    try:
        doors.answer(
            db,
            replace(whose, about=replace(whose.about, there=there or not whose.about.for_them)),
            given=given,
            asked=doors.questions(act.today, act.rulebook.council.ethnic_categories),
            today=act.today,
            settings=act.settings,
        )
    except Refusal as refusal:
        if refusal.code != "not_theirs":
            raise
