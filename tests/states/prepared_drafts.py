"""Drafts in every state, and what two of them became."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from portal.complaints.drafts import drafts, held
from portal.complaints.drafts.models import Draft
from portal.complaints.grants import private_code
from portal.complaints.matter.act import by_person
from portal.complaints.questions.answers import Answers
from portal.db import GrantId
from tests.complaints.matters import registered
from tests.states.state import Who
from tests.states.stories import WORDS
from tests.states.world import World

# Every question is on the way of this draft, and every box is full.
ANSWERS = Answers(
    about="both",
    acting_as="relative",
    part="both",
    organisation="Friends of Larch Walk",
    affected_name="Κωνσταντίνα Παπαδοπούλου",
    affected_born="1948-03-27",
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
    their_contact="post",
    their_post="9 Larch Walk",
    their_language="Ελληνικά",
    their_adjustments="Easy words",
)
_CHILD = Answers(
    about="me",
    acting_as="child",
    words="They moved me and nobody asked me.",
    name="Kofi",
    contact="email",
    email="kofis.mum@resident.example",
)


def make_drafts(world: World, now: datetime) -> list[GrantId]:
    """Make drafts: with the first answer, with every answer, too old, and sent; return the grants of what was sent."""
    _draft(world, "new_draft", Answers(about="me"), now)
    _draft(world, "short_draft", Answers(about="me", words="It smells.", urgent=False), now)
    _draft(world, "full_draft", ANSWERS, now)
    _draft(
        world, "post_draft", replace(ANSWERS, about="me", acting_as="self", contact="post", post="4 Larch Walk"), now
    )
    _draft(world, "child_draft", _CHILD, now)
    _draft(world, "together_draft", Answers(about="both", acting_as="together", others="Ben Okafor\nCara Diaz"), now)
    _draft(world, "anonymous_draft", Answers(about="me", acting_as="anonymous", words="Paint in the drain."), now)
    _draft(world, "member_draft", Answers(about="other", acting_as="councillor"), now)
    old = _draft(world, "old_draft", ANSWERS, now)
    with world.database.changes() as db:
        db.execute(update(Draft).where(Draft.id == old).values(expires_at=now - timedelta(days=1)))
    _draft(world, "sent_draft", ANSWERS, now)
    quiet = _draft(
        world, "quiet_draft", replace(ANSWERS, about="me", acting_as="self", urgent=False, contact="none"), now
    )
    nameless = _draft(
        world, "nameless_draft", Answers(about="me", acting_as="anonymous", words="Paint in the drain."), now
    )
    # Of these the code was saved and taken off the page.
    for saved in (quiet, nameless):
        del world.cookies[Who.WRITER][f"draft-{saved[:8]}"]
    _draft(world, "child_sent_draft", replace(_CHILD, wants_advocate=True, whose="parent"), now)
    acting = {
        "parent": replace(ANSWERS, acting_as="parent"),
        "mourner": replace(ANSWERS, affected_died=True),
        "office": replace(ANSWERS, about="other", acting_as="mp"),
    }
    for name, answers in acting.items():
        _draft(world, f"{name}_sent_draft", replace(answers, contact="none", affected_name=f"Kostas {name}"), now)
    sent = (
        "sent_draft",
        "quiet_draft",
        "nameless_draft",
        "child_sent_draft",
        *(f"{name}_sent_draft" for name in acting),
    )
    return [_send(world, name, now) for name in sent]


def _draft(world: World, name: str, answers: Answers, now: datetime) -> str:
    with world.database.changes() as db:
        draft_id, code = drafts.start(
            db, by_person(None, now=now, settings=world.portal.settings), answers=answers, language="en"
        )
        cookie = held.begin(db, by_person(None, now=now, settings=world.portal.settings), code=code)
    world.names |= {name: draft_id, f"{name}_code": private_code.grouped(code)}
    world.cookies[Who.WRITER][f"draft-{draft_id[:8]}"] = cookie
    return draft_id


def _send(world: World, name: str, now: datetime) -> GrantId:
    with world.database.session() as db:
        draft = db.get_one(Draft, world.names[name])
        answers = Answers.read(draft.answers)
        kept: dict[str, Any] = {"receipt_key": draft.receipt_key, "code_hmac": draft.code_hmac, "draft_id": draft.id}
    act = by_person(None, now=now, settings=world.portal.settings)
    return registered(world.database, act, answers, **kept).grant_id
