"""Drafts whose writer has proven an address and has matters already, and two matters that may be the same."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.complaints.drafts import drafts, held
from portal.complaints.grants import visits
from portal.complaints.joining import duplicates
from portal.complaints.matter.act import by_person
from portal.complaints.questions.answers import Answers
from portal.people.models import ContactPoint
from tests.complaints.matters import Matter
from tests.states.state import Who
from tests.states.stories import WORDS
from tests.states.world import World

_DRAFTS = {"own_open_draft": "received", "own_answered_draft": "answered", "own_quiet_draft": "children"}


def make_own(world: World, told: dict[str, Matter], now: datetime) -> None:
    """Make a draft beside an open, an answered and a quiet matter, and note a possible duplicate."""
    for name, story in _DRAFTS.items():
        address = f"{story}@resident.example"
        answers = Answers(
            about="me",
            words=WORDS,
            urgent=False,
            service="missed-collection",
            name="Ama Mensah",
            contact="email",
            email=address,
            shared="no",
        )
        with world.database.changes() as db:
            draft_id, code = drafts.start(
                db, by_person(None, now=now, settings=world.portal.settings), answers=answers, language="en"
            )
            drafts.note_proven(db, draft_id=draft_id, normal_address=address)
            cookie = held.begin(db, by_person(None, now=now, settings=world.portal.settings), code=code)
        world.names[name] = draft_id
        world.cookies[Who.WRITER][f"draft-{draft_id[:8]}"] = cookie
    pair = [told["received"].complaint_id, told["acknowledged"].complaint_id]
    with world.database.changes() as db:
        duplicates.say_the_same(
            db,
            by_person(told["received"].person_id, now=now, settings=world.portal.settings),
            pair,
            person_id=told["received"].person_id,
        )


def prove(world: World, session_hash: str, told: dict[str, Matter], now: datetime) -> None:
    """Let the writer's browser have proven the addresses of two of the matters."""
    with world.database.changes() as db:
        for story in ("answered", "received"):
            found = select(ContactPoint.id).where(ContactPoint.person_id == told[story].person_id)
            visits.note_proven(db, session_hash=session_hash, contact_id=db.scalars(found).one(), now=now)
