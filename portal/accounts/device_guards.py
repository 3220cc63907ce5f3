"""The cookie by which the desk knows a device again; signing out leaves it."""

from __future__ import annotations

from datetime import timedelta

from werkzeug.wrappers import Response as AnyResponse

from portal.accounts import known_devices
from portal.db import OfficerId
from portal.web import cookies
from portal.web.leaving import KNOWN_DEVICE
from portal.web.unit_of_work import settings


def cookie() -> str:
    """Return what this device's cookie says, "" when it has none."""
    return cookies.find(KNOWN_DEVICE)


def remember(answer: AnyResponse, *, officer_id: OfficerId, password_hash: str) -> None:
    """Let the desk know this device again: the officer has just signed in here, or chosen another password."""
    chosen = settings()
    known = known_devices.with_officer(chosen, cookie(), officer_id=officer_id, password_hash=password_hash)
    cookies.put(answer, KNOWN_DEVICE, known, max_age=timedelta(days=chosen.limits.device_days))
