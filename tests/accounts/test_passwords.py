"""Passwords: the rules for a new one, and hashing that does not stop the service."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type
from zxcvbn.frequency_lists import FREQUENCY_LISTS

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
        "michael20261!",
        "LETMEIN-2026-",
        "1qaz2wsx3edc4rfv",
        "dragonmonkey123",
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


@pytest.mark.parametrize("spelled", ["{}", "{}2026!!!!!!!", "!!12345678{}", "{}............"])
def test_none_of_the_commonest_passwords_is_taken_however_it_is_made_longer(spelled: str) -> None:
    taken = []
    for common in FREQUENCY_LISTS["passwords"][: 3000 if spelled == "{}" else 300]:
        if spelled != "{}" and not common.isalpha():
            continue
        try:
            passwords.check_new(spelled.format(common.title()), own_words=OWN)
        except Refusal:
            continue
        taken.append(common)
    assert taken == []


def test_the_list_is_loaded_when_a_password_is_chosen_and_not_before() -> None:
    asked = "import sys, portal.accounts.sign_in; print('zxcvbn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


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
