"""Counting tries: waits grow, end by themselves, and never lock anybody out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.config import Limits, Settings
from portal.db import Database
from portal.errors import Refusal
from portal.jobs import Work
from portal.web import attempts, forgetting
from portal.web.attempts import Counted
from portal.web.models import Attempt

pytestmark = pytest.mark.database


def of(settings: Settings, typed: str) -> Counted:
    return attempts.by_target(settings.limits, "code", typed)


def by_network(settings: Settings, network: str) -> Counted:
    return attempts.by_network(settings.limits, "code", network)


def knock(database: Database, settings: Settings, typed: str, now: datetime, network: str = "192.0.2.1") -> list[str]:
    with database.changes() as db:
        return attempts.take(db, settings, [of(settings, typed), by_network(settings, network)], now=now)


def wait_for(database: Database, settings: Settings, typed: str, now: datetime) -> timedelta:
    with database.session() as db:
        return attempts.wait_needed(db, settings, of(settings, typed), now=now)


def test_waits_double_after_the_free_tries_and_end_by_themselves(
    database: Database, settings: Settings, now: datetime
) -> None:
    waits = []
    for _ in range(200):
        wait = wait_for(database, settings, "1234 5678", now)
        waits.append(int(wait.total_seconds()))
        now += wait
        if sum(waits) > 3000:
            break
        knock(database, settings, "1234 5678", now)
    assert waits[:12] == [0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128]
    assert max(waits) <= settings.limits.delay_most_seconds
    knock(database, settings, "1234 5678", now)


def test_the_longest_wait_is_a_quarter_of_an_hour_after_any_number_of_tries(
    database: Database, settings: Settings, now: datetime
) -> None:
    key = attempts.key(settings, "code", "1234")
    with database.changes() as db:
        for _ in range(2000):
            attempts.record(db, kind="code", key_hmac=key, now=now)
    assert wait_for(database, settings, "1234", now) == timedelta(minutes=15)
    assert wait_for(database, settings, "1234", now + timedelta(minutes=15)) == timedelta(0)


def test_a_try_that_has_to_wait_is_refused_and_makes_nobody_wait_longer(
    database: Database, settings: Settings, now: datetime
) -> None:
    for _ in range(5):
        knock(database, settings, "1234", now)
    for _ in range(50):
        with pytest.raises(Refusal) as refusal:
            knock(database, settings, "1234", now)
        assert (refusal.value.code, refusal.value.status) == ("too_many_tries", 429)
    knock(database, settings, "1234", now + timedelta(seconds=2))


def test_capitals_and_spaces_make_no_second_count(database: Database, settings: Settings, now: datetime) -> None:
    for typed in ("Grace@x.example", " grace@x.example", "GRACE@X.EXAMPLE ", "grace@x.example", "grace@X.example"):
        knock(database, settings, typed, now)
    with pytest.raises(Refusal):
        knock(database, settings, "grace@x.example", now)


def test_two_hundred_networks_at_one_secret_are_slowed_too(
    database: Database, settings: Settings, now: datetime
) -> None:
    done = 0
    for number in range(200):
        try:
            knock(database, settings, "1234", now, network=f"2001:db8:{number:x}::")
        except Refusal:
            continue
        done += 1
    assert done == settings.limits.free_tries


def test_one_network_at_many_secrets_is_slowed_later(database: Database, settings: Settings, now: datetime) -> None:
    for number in range(settings.limits.network_free_tries):
        knock(database, settings, f"secret {number}", now)
    with pytest.raises(Refusal):
        knock(database, settings, "one more", now)
    knock(database, settings, "one more", now, network="198.51.100.7")


def test_ten_thousand_secrets_from_one_network_wait_at_most_a_quarter_of_an_hour_and_write_little(
    database: Database, settings: Settings, now: datetime
) -> None:
    refused = 0
    with database.changes() as db:
        for number in range(10_000):
            counted = [of(settings, f"secret {number}"), by_network(settings, "192.0.2.1")]
            try:
                attempts.take(db, settings, counted, now=now + timedelta(milliseconds=number))
            except Refusal:
                refused += 1
        kept = db.scalar(select(func.count()).select_from(Attempt)) or 0
        wait = attempts.wait_needed(db, settings, by_network(settings, "192.0.2.1"), now=now)
    assert refused > 9_900
    assert kept == 2 * (10_000 - refused)
    assert wait <= timedelta(minutes=15)


@pytest.mark.parametrize("back", [timedelta(seconds=5), timedelta(minutes=10), timedelta(days=1), timedelta(days=400)])
def test_a_clock_that_is_put_back_makes_no_wait_longer(
    database: Database, settings: Settings, now: datetime, back: timedelta
) -> None:
    with database.changes() as db:
        for _ in range(50):
            attempts.record(db, kind="code", key_hmac=of(settings, "1234").key(settings), now=now)
    longest = timedelta(minutes=15)
    assert wait_for(database, settings, "1234", now) == longest
    assert wait_for(database, settings, "1234", now - back) <= longest
    with suppress(Refusal):
        knock(database, settings, "1234", now - back)
    knock(database, settings, "1234", now - back + longest + timedelta(seconds=settings.limits.clock_slack_seconds))


def test_processes_whose_clocks_differ_a_little_count_together(
    database: Database, settings: Settings, now: datetime
) -> None:
    for number in range(settings.limits.free_tries):
        knock(database, settings, "1234", now + timedelta(seconds=number))
    with pytest.raises(Refusal):
        knock(database, settings, "1234", now)


def test_a_right_try_is_taken_back(database: Database, settings: Settings, now: datetime) -> None:
    for _ in range(50):
        tries = knock(database, settings, "1234", now)
        with database.changes() as db:
            attempts.take_back(db, ids=tries)


def test_kinds_are_counted_apart(settings: Settings) -> None:
    assert attempts.key(settings, "code", "1234") != attempts.key(settings, "phone", "1234")
    assert attempts.key(settings, "code", "1234") != attempts.key(replace(settings, code_key="x" * 40), "code", "1234")


def test_tries_at_once_do_not_slip_through(database: Database, settings: Settings, now: datetime) -> None:
    start = Barrier(16)

    def try_once(_number: int) -> bool:
        start.wait(10)
        try:
            knock(database, settings, "1234", now)
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(16) as crowd:
        assert sum(crowd.map(try_once, range(16))) == settings.limits.free_tries


def test_old_tries_are_forgotten(database: Database, settings: Settings, now: datetime) -> None:
    knock(database, settings, "1234", now)
    key = attempts.key(settings, "code", "1234")
    with database.changes() as db:
        attempts.forget_old(db, before=now + timedelta(seconds=1))
        assert attempts.count(db, kind="code", key_hmac=key, since=now - timedelta(days=1)) == 0


def test_the_worker_forgets_tries_that_count_no_more(database: Database, settings: Settings) -> None:
    for days in (3, 1, 0):
        knock(database, settings, "1234", clock.now() - timedelta(days=days))
    forgetting.forget_tries(Work(database, settings))
    with database.session() as db:
        assert db.scalar(select(func.count()).select_from(Attempt)) == 4


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "1 second,"), (2, "2 seconds,"), (59, "59 seconds,"), (61, "2 minutes,")]
)
def test_the_wait_is_said_in_words(seconds: float, words: str) -> None:
    assert words in attempts.wait_words(timedelta(seconds=seconds))


def test_limits_keep_the_longest_wait_short_enough_for_a_person() -> None:
    assert Limits().delay_most_seconds <= 15 * 60
