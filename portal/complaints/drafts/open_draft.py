"""A draft as one request read it: a value, so that a page does not hold on to the database."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from portal.complaints.drafts.held import Held
from portal.complaints.drafts.models import Draft
from portal.complaints.questions.answers import Answers
from portal.db import ComplaintId


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft as this request read it, with the code and the session (by hash) that opened it."""

    id: str
    code: str
    session_hash: str
    code_hmac: str | None
    answers: Answers
    language: str
    channel: str
    proven: str
    different_from: str
    again_of: ComplaintId | None
    receipt_key: str
    saved_at: datetime
    expires_at: datetime
    complaint_id: ComplaintId | None


_COPIED = tuple(one.name for one in fields(OpenDraft) if one.name not in {"answers", "code", "session_hash"})


def read(draft: Draft | Row[Any], held: Held) -> OpenDraft:
    """Return the values of a draft's row; the row itself belongs to the reading session."""
    values = {name: getattr(draft, name) for name in _COPIED}
    return OpenDraft(**values, answers=Answers.read(draft.answers), code=held.code, session_hash=held.session_hash)
