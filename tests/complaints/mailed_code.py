"""The six digits that the worker would put into the newest message."""

from __future__ import annotations

from sqlalchemy import select

from portal import clock
from portal.config import Settings
from portal.db import Database
from portal.people import one_time_codes
from portal.people.models import OneTimeCode


def digits_mailed(database: Database, settings: Settings) -> str | None:
    """Return the digits of the code that was asked for last, None when nothing is sent."""
    with database.changes() as db:
        code_id = db.scalars(select(OneTimeCode.id).order_by(OneTimeCode.asked_at.desc()).limit(1)).one()
        return one_time_codes.make_digits(db, code_id=code_id, now=clock.now(), settings=settings)
