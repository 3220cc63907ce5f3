"""The equality questions at the end of a call: what is typed goes in, and nothing comes out for an officer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from portal.complaints.equality import people
from portal.config import Settings
from portal.equalities import doors
from portal.equalities.asking import About
from portal.errors import Refusal
from portal.organisation.model import Council


def find_about(
    db: Session, *, complaint_id: str, person_id: str, council: Council, today: date, settings: Settings
) -> About | None:
    """Return whom the caller is asked about; None where nobody is asked."""
    whose = people.find_whose(
        db, complaint_id=complaint_id, person_id=person_id, council=council, today=today, settings=settings
    )
    return None if whose is None else whose.about


def answer(
    db: Session,
    *,
    complaint_id: str,
    person_id: str,
    given: Mapping[str, str],
    there: bool,
    council: Council,
    today: date,
    settings: Settings,
) -> None:
    """Keep what a caller answered; ``there`` says that the person it is about is with a caller who speaks for them.

    Where somebody else answered before, that stands, and the officer is not told so.
    """
    whose = people.find_whose(
        db, complaint_id=complaint_id, person_id=person_id, council=council, today=today, settings=settings
    )
    if whose is None:
        return
    try:
        doors.answer(
            db,
            replace(whose, about=replace(whose.about, there=there or not whose.about.for_them)),
            given=given,
            asked=doors.questions(today, council.ethnic_categories),
            today=today,
            settings=settings,
        )
    except Refusal as refusal:
        if refusal.code != "not_theirs":
            raise
