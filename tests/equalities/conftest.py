"""A complaint that was sent, open in its person's browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import delete, update

from portal import clock
from portal.complaints.equality import addresses
from portal.complaints.matter.models import Complaint, Party
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database, GrantId, PersonId, new_id
from portal.equalities import doors
from portal.equalities.year import financial_year
from portal.people.models import Person
from tests.complaints import matters
from tests.complaints.matters import Matter
from tests.complaints.tracking.test_pages import sign_in
from tests.inspecting_client import InspectingClient


@dataclass
class Asked:
    """Somebody's browser on their complaint, and what is kept of the person it is about."""

    database: Database
    settings: Settings
    client: InspectingClient
    matter: Matter
    affected_id: PersonId

    @property
    def home(self) -> str:
        return f"/complaint/{self.matter.grant_id}/fairness"

    def question(self, key: str, grant_id: GrantId | None = None) -> str:
        """Return the address of a question, on this person's page or another's."""
        grant_id = grant_id or self.matter.grant_id
        sign = addresses.sign_of(key, grant_id=grant_id, settings=self.settings)
        return f"/complaint/{grant_id}/fairness/{sign}"

    def questions(self) -> list[str]:
        """Go through all questions without an answer and return their keys."""
        found = []
        while not self.client.page.path.endswith("/thank-you"):
            found.append(self.client.page.path)
            self.client.post_form()
        keys = {self.question(one.key): one.key for one in doors.questions(clock.today(), ()).questions}
        return [keys[path] for path in found]

    def kept(self) -> dict[str, str]:
        with self.database.session() as db:
            found = doors.export(db, person_id=self.affected_id, settings=self.settings)
        return dict(found[financial_year(clock.today())].answers) if found else {}


@pytest.fixture
def matter(database: Database, rulebook: Rulebook, settings: Settings) -> Matter:
    return matters.made(database, rulebook=rulebook, settings=settings, at=clock.now())


@pytest.fixture
def asked(client: InspectingClient, database: Database, settings: Settings, matter: Matter) -> Asked:
    """The affected person's own browser."""
    sign_in(client, matter)
    return Asked(database, settings, client, matter, matter.person_id)


@pytest.fixture
def for_them(app: Flask, database: Database, settings: Settings, matter: Matter) -> Callable[..., Asked]:
    """Make the matter about somebody else than its writer, and return the writer's browser."""

    def made(acting_as: str = "relative", **about: object) -> Asked:
        other = PersonId(new_id())
        with database.changes() as db:
            db.add(Person(**{"id": other, "name": "Kofi Mensah", "created_at": clock.now()} | about))
            db.flush()
            db.execute(delete(Party).where(Party.complaint_id == matter.complaint_id, Party.role == "affected"))
            db.add(Party(complaint_id=matter.complaint_id, person_id=other, role="affected"))
            db.execute(
                update(Complaint).where(Complaint.id == matter.complaint_id).values(acting_as=acting_as, about="other")
            )
        browser = InspectingClient(app)
        sign_in(browser, matter)
        return Asked(database, settings, browser, matter, other)

    return made
