"""What a browser holds of a draft: a session of its own, which can be ended, and the private code, sealed."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.complaints.matter.act import Act
from portal.config import Settings
from portal.sealed import CannotUnseal, seal, unseal
from portal.web import session_rows


@dataclass(frozen=True, slots=True)
class Held:
    """The draft's session (by hash) in one browser, and the draft's private code."""

    session_hash: str
    code: str


NOTHING = Held("", "")
"""What a browser without the draft's cookie holds: it is looked up all the same, and opens nothing."""


def begin(db: Session, act: Act, *, code: str, sent: bool = False) -> str:
    """Let a browser hold a draft, sent or not, and return its cookie: the session's id, a point, the code sealed.

    Whoever copies the cookie cannot read the code in it, and once the session is ended it opens nothing (threat T40).
    """
    session_id = session_rows.begin(db, kind="sent" if sent else "draft", now=act.now)
    sealed = seal(act.settings.code_key, code.encode(), _bound_to(session_id))
    return f"{session_id}.{base64.urlsafe_b64encode(sealed).decode()}"


def read(value: str, settings: Settings) -> Held:
    """Return what a cookie holds, ``NOTHING`` when it is none of ours or was changed."""
    session_id, _point, sealed = value.partition(".")
    try:
        code = unseal(settings.code_key, base64.urlsafe_b64decode(sealed), _bound_to(session_id))
    except (CannotUnseal, binascii.Error, ValueError):
        return NOTHING
    return Held(session_rows.hash_of(session_id), code.decode())


def _bound_to(session_id: str) -> str:
    return f"draft cookie:{session_id}"
