"""Rosa, who has complained for her mother Ida, and what is done with her claim to act."""

from __future__ import annotations

from typing import Any

import pytest

from portal.accounts.officers import Activation
from portal.casework.acting.acts import Checked
from portal.casework.queue import sweeps
from portal.complaints.acting import consent
from portal.complaints.matter.act import by_officer, by_person, by_portal
from portal.db import PersonId
from tests.casework.cases import ANSWER, UNDERSTOOD, Casework
from tests.complaints import represented
from tests.complaints.represented import Acting, letters

TOLD: dict[str, Any] = {"words": UNDERSTOOD}
ANSWERED: dict[str, Any] = {"answer": ANSWER}
FOUND = "On the council's own record of her care."
FORM = Checked(kind="consent", how="form", scope="everything", evidence="Her signature is that of her care plan.")


@pytest.fixture
def rosa(casework: Casework) -> Acting:
    """Rosa has complained for her mother Ida, and shown nothing yet."""
    return made(casework)


def made(casework: Casework, **more: Any) -> Acting:
    return represented.made(
        casework.database, rulebook=casework.rulebook, settings=casework.settings, at=casework.now, **more
    )


def act(casework: Casework, rosa: Acting, service: Any, by: Activation, **given: Any) -> Any:
    with casework.database.changes() as db:
        return service(
            db,
            by_officer(by.officer_id, **casework.basics),
            complaint_id=rosa.complaint_id,
            authority_id=given.pop("authority_id", rosa.authority_id),
            **given,
        )


def ask(casework: Casework, rosa: Acting, by: Activation, address: str = "ida@example.com") -> None:
    act(casework, rosa, consent.ask, by, found=consent.FoundContact("email", address, FOUND))


def answer(casework: Casework, rosa: Acting, *, agrees: bool, scope: str = "everything") -> None:
    with casework.database.changes() as db:
        consent.answer(
            db,
            by_person(rosa.affected_id, **casework.basics),
            authority_id=rosa.authority_id,
            complaint_id=rosa.complaint_id,
            person_id=rosa.affected_id,
            scope=scope if agrees else None,
        )


def days_on(casework: Casework, working_days: int) -> Casework:
    today = casework.now.date()
    later = casework.rulebook.calendar.add_working_days(today, working_days)
    return casework.at(casework.now + (later - today))


def chase(casework: Casework) -> int:
    return sweeps.chase_authority(
        casework.database, by_portal(now=casework.now, rulebook=casework.rulebook, settings=casework.settings)
    )


def kinds(casework: Casework, rosa: Acting, person_id: PersonId | None = None) -> list[str]:
    return [one.kind for one in letters(casework.database, rosa, person_id)]
