"""Somebody who complains for another person: Rosa for her mother Ida, and what tests ask of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.complaints.acting import authority
from portal.complaints.grants import private_code
from portal.complaints.matter.act import by_person
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import Correspondence, Grant
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.questions.answers import Answers
from portal.config import Settings
from portal.db import ComplaintId, Database, GrantId, PersonId
from portal.letters.outgoing.models import Letter
from tests.complaints.matters import registered

WORDS = "My mother waited five months for the stairlift."


@dataclass(frozen=True)
class Acting:
    """A matter somebody wrote for another person, with the writer's private code."""

    complaint_id: ComplaintId
    person_id: PersonId
    affected_id: PersonId
    grant_id: GrantId
    authority_id: str
    number: str
    code: str


def made(
    database: Database,
    *,
    rulebook: Rulebook,
    settings: Settings,
    at: datetime,
    role: str = "relative",
    email: str = "rosa@example.com",
    name: str = "Rosa Lind",
    affected_name: str = "Ida Lind",
    service: str = "social-work",
    about: str = "other",
    **more: Any,
) -> Acting:
    """Register a matter that is about somebody else."""
    answers = Answers(
        about=about, acting_as=role, words=WORDS, wanted="A date.", service=service, name=name,
        contact="email", email=email, shared="no", affected_name=affected_name, **more,
    )  # fmt: skip
    code = private_code.draw()
    done = registered(
        database,
        by_person(None, now=at, rulebook=rulebook, settings=settings),
        answers,
        proven=True,
        code_hmac=private_code.hash_of(code, settings.code_key),
    )
    with database.session() as db:
        claim = authority.find_current(db, complaint_id=done.complaint_id, person_id=done.person_id)
        assert claim is not None
    return Acting(done.complaint_id, done.person_id, claim.affected_id, done.grant_id, claim.id, done.number, code)


def claim_of(database: Database, acting: Acting) -> Authority:
    """The claim as it stands now."""
    with database.session() as db:
        return db.get_one(Authority, acting.authority_id)


def grant_of(database: Database, acting: Acting) -> Grant:
    """The representative's grant as it stands now."""
    with database.session() as db:
        return db.get_one(Grant, acting.grant_id)


def letters(database: Database, acting: Acting, person_id: PersonId | None = None) -> list[Letter]:
    """The letters about the matter to one person, the oldest first; the representative's unless somebody is named."""
    found = (
        select(Letter)
        .join(Correspondence, Correspondence.letter_id == Letter.id)
        .where(
            Correspondence.complaint_id == acting.complaint_id,
            Correspondence.person_id == (person_id or acting.person_id),
        )
        .order_by(Letter.id)
    )
    with database.session() as db:
        return list(db.scalars(found))
