"""The second factor: each time step once, one step early or late allowed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pyotp
import pytest

from portal.accounts import second_factor
from portal.accounts.models import Officer
from portal.config import Settings
from portal.db import Database, OfficerId
from portal.sealed import CannotUnseal
from tests.accounts.conftest import Make

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.mark.parametrize(("seconds", "right"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_one_step_early_or_late_is_right(now: datetime, seconds: int, right: bool) -> None:
    code = second_factor.code_at(SECRET, now + timedelta(seconds=seconds))
    assert (second_factor.find_step(SECRET, code, now) is not None) == right


def test_codes_are_what_an_app_shows(now: datetime) -> None:
    assert second_factor.code_at(SECRET, now) == pyotp.TOTP(SECRET).at(now)


@pytest.mark.parametrize("typed", ["", "abcdef", "１２３４５６", "\ud800", "0" * 100, "12345"])
def test_nonsense_is_wrong_and_no_error(now: datetime, typed: str) -> None:
    assert second_factor.find_step(SECRET, typed, now) is None


def test_spaces_inside_a_code_do_not_matter(now: datetime) -> None:
    code = second_factor.code_at(SECRET, now)
    assert second_factor.find_step(SECRET, f" {code[:3]} {code[3:]} ", now) is not None


@pytest.mark.database
def test_a_step_and_everything_before_it_works_once(database: Database, make: Make) -> None:
    officer_id = make().officer_id
    with database.changes() as db:
        assert second_factor.use_step(db, officer_id=officer_id, step=100)
        assert not second_factor.use_step(db, officer_id=officer_id, step=100)
        assert not second_factor.use_step(db, officer_id=officer_id, step=99)
        assert second_factor.use_step(db, officer_id=officer_id, step=101)
        assert not second_factor.use_step(db, officer_id=OfficerId("0" * 32), step=100)


@pytest.mark.database
def test_of_two_at_once_one_gets_the_step(database: Database, make: Make) -> None:
    officer_id, start = make().officer_id, Barrier(2)

    def used(step: int) -> bool:
        start.wait(10)
        with database.changes() as db:
            return second_factor.use_step(db, officer_id=officer_id, step=step)

    for step in range(1, 11):
        with ThreadPoolExecutor(2) as both:
            assert sorted(both.map(used, [step, step])) == [False, True]


@pytest.mark.database
def test_the_secret_lies_sealed_and_opens_for_its_officer_only(
    database: Database, settings: Settings, make: Make
) -> None:
    one, other = make(), make("tom@council.example")
    with database.session() as db:
        row, another = db.get_one(Officer, one.officer_id), db.get_one(Officer, other.officer_id)
        assert one.totp_secret.encode() not in row.totp_secret
        assert second_factor.secret_of(settings, row) == one.totp_secret
        another.totp_secret = row.totp_secret
        with pytest.raises(CannotUnseal):
            second_factor.secret_of(settings, another)


def test_nobody_has_a_secret_too(settings: Settings) -> None:
    assert len(second_factor.secret_of(settings, None)) == 32
