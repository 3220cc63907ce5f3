"""Six-digit codes: one browser, one purpose, ten minutes, one use, five tries."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from portal.config import Settings
from portal.db import Database
from portal.people import one_time_codes

BROWSER, OTHER = "b" * 64, "c" * 64
pytestmark = pytest.mark.database


def sent(database: Database, settings: Settings, now: datetime, *, subject: str | None = "grant") -> str | None:
    """Ask for a code in BROWSER and return the digits that the worker makes while sending."""
    with database.changes() as db:
        code_id = one_time_codes.ask(
            db,
            one_time_codes.Wanted("track", subject, "email", "ama@example.com"),
            browser_hash=BROWSER,
            now=now,
            settings=settings,
        )
        return one_time_codes.make_digits(db, code_id=code_id, now=now, settings=settings)


def used(
    database: Database,
    settings: Settings,
    now: datetime,
    digits: str,
    *,
    browser: str = BROWSER,
    purpose: str = "track",
) -> str | None:
    with database.changes() as db:
        return one_time_codes.use(db, purpose=purpose, browser_hash=browser, digits=digits, now=now, settings=settings)


def test_it_works_once(database: Database, settings: Settings, now: datetime) -> None:
    digits = sent(database, settings, now)
    assert digits is not None
    assert len(digits) == 6
    assert used(database, settings, now, digits) == "grant"
    assert used(database, settings, now, digits) is None


def test_only_in_the_browser_and_for_the_purpose_it_was_asked(
    database: Database, settings: Settings, now: datetime
) -> None:
    digits = sent(database, settings, now) or ""
    assert used(database, settings, now, digits, browser=OTHER) is None
    assert used(database, settings, now, digits, purpose="contact") is None
    assert used(database, settings, now, digits) == "grant"


def test_it_lives_ten_minutes(database: Database, settings: Settings, now: datetime) -> None:
    digits = sent(database, settings, now) or ""
    late = now + timedelta(minutes=settings.limits.code_minutes)
    assert used(database, settings, late, digits) is None
    assert used(database, settings, late - timedelta(seconds=1), digits) == "grant"


def test_a_newer_code_ends_the_older(database: Database, settings: Settings, now: datetime) -> None:
    older = sent(database, settings, now) or ""
    newer = sent(database, settings, now + timedelta(seconds=1)) or ""
    if older != newer:
        assert used(database, settings, now + timedelta(seconds=2), older) is None
    assert used(database, settings, now + timedelta(seconds=2), newer) == "grant"


def test_guessing_ends_it(database: Database, settings: Settings, now: datetime) -> None:
    digits = sent(database, settings, now) or ""
    wrong = f"{(int(digits) + 1) % 1_000_000:06d}"
    for _ in range(settings.limits.code_tries):
        assert used(database, settings, now, wrong) is None
    assert used(database, settings, now, digits) is None


def test_nothing_is_made_when_there_is_nobody_to_send_to(database: Database, settings: Settings, now: datetime) -> None:
    assert sent(database, settings, now, subject=None) is None
