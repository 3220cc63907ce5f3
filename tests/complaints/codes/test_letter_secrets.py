"""What a letter asks as it leaves: a new private code, and whether its reader may still see the matter."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.complaints.codes import letter_secrets
from portal.complaints.grants import grants
from portal.complaints.matter.models import Event
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from portal.letters.outgoing.models import Letter
from tests.complaints import matters


def test_a_new_code_opens_the_matter_and_the_old_one_no_more(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime
) -> None:
    matter = matters.made(database, rulebook=rulebook, settings=settings, at=now)
    with database.changes() as db:
        shown = letter_secrets.new_code(db, matter.grant_id, settings, now) or ""
    with database.session() as db:
        opens = {
            code: grants.find_by_code(db, number=matter.number, code=code, key=settings.code_key, now=now)
            for code in (shown.replace(" ", ""), matter.code)
        }
        kinds = db.scalars(select(Event.kind).order_by(Event.seq)).all()
    assert list(opens.values()) == [matter.grant_id, None]
    assert kinds == ["received", "code_renewed"]


def test_a_revoked_grant_gets_no_code_and_no_letter_about_the_matter(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime
) -> None:
    matter = matters.made(database, rulebook=rulebook, settings=settings, at=now)
    other = matters.made(database, rulebook=rulebook, settings=settings, at=now, email="bo@example.com")
    with database.changes() as db:
        grants.revoke(db, grant_id=matter.grant_id, now=now)
        assert letter_secrets.new_code(db, matter.grant_id, settings, now) is None
    with database.session() as db:
        letters = {letter.person_id: letter for letter in db.scalars(select(Letter))}
        assert not letter_secrets.reader_may_see(db, letters[matter.person_id], now)
        assert letter_secrets.reader_may_see(db, letters[other.person_id], now)
