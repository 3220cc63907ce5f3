"""An officer who joins, splits and links matters, for tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.grants import grants
from portal.complaints.grants.open_matter import OpenMatter, find_open
from portal.complaints.joining import merge
from portal.complaints.matter import promises
from portal.complaints.matter.act import by_officer
from portal.complaints.matter.models import Complaint, Correspondence, Unlocking
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.matter.surviving import surviving
from portal.config import Settings
from portal.db import ComplaintId, Database, OfficerId
from portal.errors import Refusal
from portal.letters.outgoing.models import Letter
from portal.web import session_rows
from tests.complaints import matters
from tests.complaints.matters import Matter


@dataclass(frozen=True)
class Desk:
    """What every act takes, and an officer."""

    database: Database
    rulebook: Rulebook
    settings: Settings
    now: datetime
    officer_id: OfficerId

    def made(self, *, days_ago: int = 0, **given: Any) -> Matter:
        at = self.now - timedelta(days=days_ago)
        return matters.made(self.database, rulebook=self.rulebook, settings=self.settings, at=at, **given)

    def merge(self, one: Matter, other: Matter, *, reason: str = "", checked: str = "", meaning: Any = None) -> str:
        """Join two matters; with a reason, it is what another officer asked for and this one agrees to."""
        asker = matters.officer(self.database, at=self.now) if reason else None
        with self.database.changes() as db:
            return merge.merge(
                db,
                by_officer(self.officer_id, now=self.now, rulebook=self.rulebook, settings=self.settings),
                one_id=one.complaint_id,
                other_id=other.complaint_id,
                meaning=meaning,
                agreed=merge.Agreed(asker, reason, checked) if asker else None,
            )

    def undo(self, merge_id: str) -> None:
        with self.database.changes() as db:
            merge.undo(
                db,
                by_officer(
                    self.officer_id, now=self.now + timedelta(hours=1), rulebook=self.rulebook, settings=self.settings
                ),
                merge_id=merge_id,
            )

    def state(self, matter: Matter) -> str:
        with self.database.session() as db:
            return db.get_one(Complaint, matter.complaint_id).state

    def owed(self, matter: Matter) -> dict[str, Any]:
        return self.owed_by(matter.complaint_id)

    def owed_by(self, complaint_id: ComplaintId) -> dict[str, Any]:
        with self.database.session() as db:
            return {one.kind: one.due for one in promises.standing(db, complaint_id=complaint_id)}

    def session(self) -> str:
        """Begin a browser's visit and return its hash."""
        with self.database.changes() as db:
            return session_rows.hash_of(session_rows.begin(db, kind="resident", now=self.now))

    def unlock(self, matter: Matter, session_hash: str) -> None:
        with self.database.changes() as db:
            grants.unlock(db, grant_ids=[matter.grant_id], session_hash=session_hash, how="code", now=self.now)

    def opened(self, db: Session, session_hash: str) -> list[OpenMatter]:
        """Return every matter that is open in a session."""
        ids = db.scalars(select(Unlocking.grant_id).where(Unlocking.session_hash == session_hash))
        found = (find_open(db, grant_id=one, session_hash=session_hash, now=self.now) for one in ids)
        return [one for one in found if one is not None]

    def surviving(self, matter: Matter) -> str:
        with self.database.session() as db:
            return surviving(db, matter.complaint_id)

    def letters(self, matter: Matter, kind: str) -> list[str]:
        found = (
            select(Letter.body)
            .join(Correspondence, Correspondence.letter_id == Letter.id)
            .where(Correspondence.complaint_id == matter.complaint_id, Letter.kind == kind)
        )
        with self.database.session() as db:
            return list(db.scalars(found))


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code
