"""What the page states show: drafts, complaints and officers on the live portal, and the cookies that open them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import cast
from urllib.parse import urlsplit

import pytest
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import delete, update

from portal import clock
from portal.accounts import demo
from portal.accounts.officers import make_officer
from portal.complaints import drafts, grants, rulebook, submit, tracking_code
from portal.complaints.answers import Answers
from portal.complaints.models import Draft
from portal.db import Database
from portal.letters.delivery import deliver_all
from portal.letters.mail import folder
from portal.web import sessions
from portal.web.models import Attempt
from tests.live import LivePortal
from tests.states.state import Who
from tests.states.stories import STORIES, WORDS, Teller

# Every question is on the way of this draft, and every box is full.
ANSWERS = Answers(
    about="both",
    affected_name="Κωνσταντίνα Παπαδοπούλου",
    words=WORDS,
    urgent=True,
    service="homelessness",
    happened="Every week since May",
    place="Behind the flats in Larch Walk",
    postcode="EX1 4QQ",
    wanted="Empty them.\nSay sorry.",
    not_to_tell="My landlord",
    name="Ama Wolfeschlegelsteinhausenbergerdorff Mensah",
    contact="email",
    email="ama.wolfeschlegelsteinhausenbergerdorff.mensah@resident.example",
    wants_call=True,
    safe_times="After 5pm",
    shared="yes",
    preferred_language="Twi",
    adjustments="Time to think",
    large_print=True,
)


@dataclass
class World:
    """``names`` fills the places in a state's address; ``cookies`` opens them in each person's browser."""

    portal: LivePortal
    names: dict[str, str] = field(default_factory=dict)
    cookies: dict[Who, dict[str, str]] = field(default_factory=lambda: {who: {} for who in Who})

    @property
    def host(self) -> str:
        """The host that cookies belong to."""
        return urlsplit(self.portal.url).hostname or ""

    @property
    def database(self) -> Database:
        """The live portal's database."""
        return cast(Database, self.portal.app.extensions["portal.database"])

    def forget_tries(self) -> None:
        """Let nobody wait: what is typed wrong on purpose here would slow down the states after it."""
        with self.database.changes() as db:
            db.execute(delete(Attempt))

    def sign(self, who: Who, session_id: str) -> None:
        """Put a session into this person's browser."""
        app = self.portal.app
        name = "desk" if who in {Who.OFFICER, Who.NEW_OFFICER} else "resident"
        interface = app.session_interface
        assert isinstance(interface, SecureCookieSessionInterface)
        serializer = interface.get_signing_serializer(app)
        assert serializer is not None
        self.cookies[who][name] = str(serializer.dumps({sessions.SESSION_ID: session_id}))


@pytest.fixture(scope="session")
def world(live_portal: LivePortal) -> World:
    """Everything that a page can show, made once for each test process."""
    made = World(live_portal)
    now = clock.now()
    officer_id = _officers(made, now)
    grant_ids = [*_matters(made, officer_id, now), *_drafts(made, now)]
    with made.database.changes() as db:
        session_id = sessions.begin(db, kind="resident", now=now)
        for grant_id in grant_ids:
            grants.unlock(db, grant_id=grant_id, session_hash=sessions.hash_of(session_id), how="code", now=now)
    made.sign(Who.WRITER, session_id)
    deliver_all(made.database, live_portal.settings, now)
    made.names["letter"] = next(folder(live_portal.settings).glob("*.eml")).stem
    return made


def _officers(world: World, now: datetime) -> str:
    settings = world.portal.settings
    council = rulebook.read().council
    with world.database.changes() as db:
        officers = demo.make_demo_officers(db, settings, council, now)
        link = demo.make_link(db, settings, officer_id=officers[1].id, now=now)
        fresh = make_officer(
            db,
            settings,
            name="Nia New",
            email="nia.new@council.example",
            team=officers[0].team,
            role="officer",
            issuer=council.name,
            now=now,
        )
        world.sign(Who.OFFICER, sessions.begin(db, kind="desk", now=now, officer_id=officers[0].id))
        # Another browser, so that the account page has one to end.
        sessions.begin(db, kind="desk", now=now, officer_id=officers[0].id)
        world.sign(Who.NEW_OFFICER, sessions.begin(db, kind="desk", now=now, officer_id=fresh.officer_id))
    world.names["demo_sign_in"] = link.rpartition("/")[2]
    return officers[0].id


def _matters(world: World, officer_id: str, now: datetime) -> list[str]:
    teller = Teller(world.database, rulebook.read(), world.portal.settings, officer_id)
    told = {
        name: teller.tell(story, email=f"{name.replace('_', '-')}@resident.example", now=now)
        for name, story in STORIES.items()
    }
    for name, matter in told.items():
        world.names |= {
            name: matter.grant_id,
            f"{name}_id": matter.complaint_id,
            f"{name}_number": matter.number,
            f"{name}_code": tracking_code.grouped(matter.code),
        }
    return [matter.grant_id for matter in told.values()]


def _drafts(world: World, now: datetime) -> list[str]:
    """Drafts: with the first answer, with every answer, too old, and sent; return the grants of what was sent."""
    _draft(world, "new_draft", Answers(about="me"), now)
    _draft(world, "short_draft", Answers(about="me", words="It smells.", urgent=False), now)
    _draft(world, "full_draft", ANSWERS, now)
    _draft(world, "post_draft", replace(ANSWERS, about="me", contact="post", post="4 Larch Walk"), now)
    old = _draft(world, "old_draft", ANSWERS, now)
    with world.database.changes() as db:
        db.execute(update(Draft).where(Draft.id == old).values(expires_at=now - timedelta(days=1)))
    _draft(world, "sent_draft", ANSWERS, now)
    quiet = _draft(world, "quiet_draft", replace(ANSWERS, about="me", urgent=False, contact="none"), now)
    # This one's code was saved and taken off the page.
    del world.cookies[Who.WRITER][f"draft-{quiet[:8]}"]
    return [_send(world, name, now) for name in ("sent_draft", "quiet_draft")]


def _draft(world: World, name: str, answers: Answers, now: datetime) -> str:
    with world.database.changes() as db:
        draft_id, code = drafts.start(db, answers=answers, language="en", now=now, settings=world.portal.settings)
    world.names |= {name: draft_id, f"{name}_code": tracking_code.grouped(code)}
    world.cookies[Who.WRITER][f"draft-{draft_id[:8]}"] = code
    return draft_id


def _send(world: World, name: str, now: datetime) -> str:
    with world.database.session() as db:
        draft = db.get_one(Draft, world.names[name])
        answers, receipt_key, code_hmac = Answers.read(draft.answers), draft.receipt_key, draft.code_hmac
    submission = submit.prepare(
        answers,
        receipt_key=receipt_key,
        code_hmac=code_hmac,
        proven="",
        language="en",
        channel="web",
        received_at=now,
        now=now,
        rulebook=rulebook.read(),
        settings=world.portal.settings,
        draft_id=world.names[name],
    )
    with world.database.changes() as db:
        return submit.register(db, submission).grant_id
