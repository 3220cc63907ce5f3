"""The fictional complaints play, each kind of complainant among them."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from portal.accounts.officers import NewOfficer, make_officer
from portal.complaints.matter.act import by_officer
from portal.complaints.matter.models import Complaint
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from portal.demo import complaints
from portal.letters.outgoing.models import Letter
from portal.people.models import Person

pytestmark = pytest.mark.database


def test_every_fictional_complaint_plays(
    database: Database, settings: Settings, rulebook: Rulebook, now: datetime
) -> None:
    with database.changes() as db:
        officer = make_officer(
            db,
            settings,
            NewOfficer(name="Grace Adeyemi", email="grace@council.example", team="complaints", role="central"),
            issuer="Example Borough",
            now=now,
        )
    act = by_officer(officer.officer_id, now=now, rulebook=rulebook, settings=settings)
    played = complaints.load(database, act)
    with database.session() as db:
        acting = list(db.scalars(select(Complaint.acting_as)))
        kofi = db.scalars(select(Letter).join(Person).where(Person.name == "Kofi")).all()
        leila = db.scalars(select(Letter.held_at).join(Person).where(Person.name == "Leila Haddad")).all()
    assert played == len(acting)
    assert {"self", "relative", "child", "anonymous"} <= set(acting)
    assert kofi == []
    assert leila
    assert all(leila)
