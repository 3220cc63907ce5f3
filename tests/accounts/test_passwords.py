"""Passwords: the rules for a new one, and hashing that does not stop the service."""

from __future__ import annotations

import threading

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type

from portal.accounts import passwords
from portal.config import Settings
from portal.errors import Refusal

OWN = ("Example Borough Council", "Grace Adeyemi", "grace.adeyemi@exampleborough.example")


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "elevenchars",
        "password1234",
        "P@ssw0rd!2026",
        "Summer-2026-Council",
        "exampleborough1",
        "GraceAdeyemi26",
        "aaaaaaaaaaaaaaaa",
        "abcdefghijklmnop",
        "1234567890123456",
        "qwertyuiop123",
        "xyxyxyxyxyxyxyxy",
        "liverpool4ever!",
        "x" * 501,
    ],
)
def test_an_easy_password_is_refused(password: str) -> None:
    with pytest.raises(Refusal) as refusal:
        passwords.check_new(password, own_words=OWN)
    assert refusal.value.code == "weak_password"


@pytest.mark.parametrize(
    "password",
    [
        "kettle orange window",
        "Tr4v3l!ngGiraffe",
        "пингвин на велосипеде",
        "雨の日に傘を忘れた人はだれですか",
        "   spaces around   kept",
        "kettle orange window " * 4,
        "🦊🐢🍋🚲🧦🎻🧭🪴🥁🛶🧩🪁",
    ],
)
def test_a_long_password_of_any_characters_is_taken(password: str) -> None:
    passwords.check_new(password, own_words=OWN)


def test_what_the_portal_makes_up_passes_its_own_rules() -> None:
    for _ in range(50):
        passwords.check_new(passwords.made_up(), own_words=OWN)


def test_a_password_is_neither_cut_nor_changed(settings: Settings) -> None:
    long = "kettle orange window " * 20
    kept = passwords.hashed(settings, long)
    assert passwords.verified(settings, kept, long)
    assert not passwords.verified(settings, kept, long[:-1])
    assert not passwords.verified(settings, kept, long.upper())
    assert not passwords.verified(settings, kept, long.strip())


def test_the_real_cost_is_nineteen_mebibytes_twice_over() -> None:
    real = Settings.__dataclass_fields__
    assert (real["argon2_memory_kib"].default, real["argon2_time"].default) == (19 * 1024, 2)


def test_hashes_are_argon2id_with_the_settings_numbers(settings: Settings) -> None:
    found = extract_parameters(passwords.hashed(settings, "kettle orange window"))
    assert (found.type, found.memory_cost, found.time_cost, found.parallelism) == (Type.ID, 8, 1, 1)


def test_an_unknown_officer_costs_the_same_hash_and_is_never_right(settings: Settings) -> None:
    assert extract_parameters(passwords.dummy(settings)) == extract_parameters(passwords.hashed(settings, "anything"))
    assert not passwords.verified(settings, None, "kettle orange window")


def test_a_broken_hash_is_wrong_and_no_error(settings: Settings) -> None:
    assert not passwords.verified(settings, "not a hash", "kettle orange window")


def test_a_third_at_once_waits_and_then_is_told_to_come_back(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_WAIT_SECONDS", 0.01)
    monkeypatch.setattr(passwords, "_turns", threading.BoundedSemaphore(2))
    with passwords._turn(), passwords._turn():
        with pytest.raises(Refusal) as refusal:
            passwords.verified(settings, None, "kettle orange window")
        assert (refusal.value.code, refusal.value.status) == ("busy", 503)
    assert not passwords.verified(settings, None, "kettle orange window")
