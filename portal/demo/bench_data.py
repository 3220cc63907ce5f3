"""What `make bench` measures on: thousands of matters and of drafts ready to be sent, and what opens them.

The bench itself knows no code of the portal, so a command loads this for it, in demo mode only.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any, cast

from flask import current_app
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.accounts.demo import demo_officers
from portal.complaints.drafts import guards, held
from portal.complaints.drafts.models import Draft
from portal.complaints.grants import private_code
from portal.complaints.matter.act import by_officer, by_person
from portal.complaints.questions.answers import Answers
from portal.config import Settings, UnsafeSettings
from portal.db import GrantId, new_id
from portal.demo import complaints, copies, starting
from portal.web import cookies
from portal.web.sessions import SESSION_ID
from portal.web.unit_of_work import database, settings

_SESSIONS = 100
# Ten answers to read, and eight entries in the exchange: what a matter looks like when it is answered.
_MATTER = {
    "service": "missed-collection",
    "name": "Amara Johnson",
    "email": "amara@resident.example",
    "proven": True,
    "days": 9,
    "words": "My green bin was missed again this week. It is the third time since October, and each time I rang I was "
    "told that the crew would come back. Nobody came. I am 81 and cannot take it to the tip by myself.",
    "wanted": "Please empty it, and tell me how you will stop this.",
    "happened": "every other week since October",
    "place": "Outside 14 Example Street",
    "postcode": "EX1 4AB",
    "then": [
        "1 acknowledge",
        "2 message We have asked the crew’s supervisor for the records of the last eight weeks.",
        "3 add They missed it again this morning. The bin was out at six.",
        "4 message Thank you. We have added this to what we are looking into.",
        "5 add I have a photograph of the full bin, if you want it.",
        "7 reply upheld",
    ],
}
_TWELVE = Answers(
    about="me",
    words=str(_MATTER["words"]),
    urgent=False,
    service="missed-collection",
    happened="every other week since October",
    place="Outside 14 Example Street",
    postcode="EX1 4AB",
    wanted=str(_MATTER["wanted"]),
    name="Amara Johnson",
    contact="email",
    email="amara@resident.example",
    shared="no",
)


@dataclass(frozen=True, slots=True)
class Opener:
    """A matter and the cookie that opens it: the address of its page is ``/complaint/<grant_id>``."""

    grant_id: GrantId
    cookie: str


@dataclass(frozen=True, slots=True)
class ReadyDraft:
    """A draft that needs only to be sent, and the cookie that opens it."""

    draft_id: str
    cookie: str


def load(*, matters: int, drafts: int, now: datetime) -> dict[str, Any]:
    """Load so many matters and drafts, and return the cookies that open them: ``{"matters": […], "drafts": […]}``.

    Wants an application context. Raises UnsafeSettings outside demo mode.
    """
    chosen = settings()
    starting.prepare(chosen)
    officer = by_officer(demo_officers(chosen)[0].id, now=now, settings=chosen)
    played = complaints.play(database(), officer, _MATTER, 0)
    with database().session() as reader:
        rows = copies.rows_of(reader, played.complaint_id, played.person_id)
    with database().changes() as db:
        copied = copies.copy(db, rows, times=matters, sessions=_SESSIONS, now=now, settings=chosen)
        ready = _drafts(db, drafts, chosen, now)
    return {
        "matters": [asdict(Opener(one.grant_id, _session_cookie(chosen, one.session_id))) for one in copied],
        "drafts": [asdict(one) for one in ready],
    }


def _drafts(db: Session, number: int, chosen: Settings, now: datetime) -> list[ReadyDraft]:
    made: list[ReadyDraft] = []
    rows: list[dict[str, Any]] = []
    act = by_person(None, now=now, settings=chosen)
    for count in range(number):
        draft_id, code = new_id(), private_code.draw()
        answers = _TWELVE.kept() | {"email": f"resident{count}@resident.example"}
        rows.append(
            {
                "id": draft_id,
                "code_hmac": private_code.hash_of(code, chosen.code_key),
                "answers": answers,
                "started_at": now,
                "saved_at": now,
                "expires_at": now + timedelta(days=chosen.limits.draft_days),
            }
        )
        made.append(ReadyDraft(draft_id, f"{guards.cookie_name(draft_id, chosen)}={held.begin(db, act, code=code)}"))
    if rows:
        db.execute(insert(Draft), rows)
    return made


def _session_cookie(chosen: Settings, session_id: str) -> str:
    """Return the cookie as a browser has it that has opened one page with a form: with the seed of its tokens."""
    name = cookies.named("resident", chosen)
    signer = cast(SecureCookieSessionInterface, current_app.session_interface).get_signing_serializer(current_app)
    if signer is None:
        raise UnsafeSettings("there is no key to sign cookies with")
    return f"{name}={signer.dumps({SESSION_ID: session_id, 'csrf_token': token_hex(20)})}"
