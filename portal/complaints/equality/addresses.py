"""Addresses of the equality questions: which question it is, is often half the answer, and logs keep addresses."""

from __future__ import annotations

from portal.config import Settings
from portal.db import GrantId
from portal.equalities.question_set import Question, QuestionSet
from portal.sealed import keyed_hash, same


def sign_of(key: str, *, grant_id: GrantId, settings: Settings) -> str:
    """Return what stands for a question in its address on one person's page: 32 hexadecimal digits."""
    return keyed_hash(settings.equality_key, "equality question", f"{grant_id}:{key}")[:32]


def find(asked: QuestionSet, sign: str, *, grant_id: GrantId, settings: Settings) -> Question | None:
    """Return the question that this stands for on this person's page, or None."""
    return next(
        (one for one in asked.questions if same(sign_of(one.key, grant_id=grant_id, settings=settings), sign)), None
    )
