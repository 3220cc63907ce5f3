"""The portal refuses to start when it would not be safe to run."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from portal import config
from portal.config import UnsafeSettings, from_environment

KEYS = {
    "PORTAL_SECRET_KEY": "qN3vT8xW1zLr5yKc7mPb9dGh2jFs4uEa",
    "PORTAL_CODE_KEY": "Zk8wQy2rTn6vXm4bLc9pHd3fJg7sAu5e",
    "PORTAL_EVENT_KEY": "Wp4sVu9xRk2nYt7mGb5cLd8hQf3jZa6e",
    "PORTAL_DATA_KEY": "Mx7rHt3wKz9vCn5yPb2dSf8gLj4qUa6e",
    "PORTAL_EQUALITY_KEY": "Tv5zBn8qJw2xRk9mHc3yLf7dPg4sUe6a",
}
REAL = {
    **KEYS,
    "PORTAL_BASE_URL": "https://complaints.council.example",
    "PORTAL_DATABASE_URL": "postgresql+psycopg://portal@db/portal?sslmode=verify-full",
    "PORTAL_SMTP_URL": "smtp://mail.council.example",
}


def test_a_whole_environment_is_accepted() -> None:
    settings = from_environment(REAL)
    assert not settings.demo
    assert settings.secure_cookies


@pytest.mark.parametrize("name", [*KEYS, "PORTAL_BASE_URL", "PORTAL_DATABASE_URL", "PORTAL_SMTP_URL"])
def test_what_is_missing_is_named(name: str) -> None:
    with pytest.raises(UnsafeSettings, match=name):
        from_environment({key: value for key, value in REAL.items() if key != name})


@pytest.mark.parametrize("value", ["", "short", "change-me-change-me-change-me-change", "a" * 40, "secret" * 8])
@pytest.mark.parametrize("name", KEYS)
def test_a_sample_key_is_refused(name: str, value: str) -> None:
    with pytest.raises(UnsafeSettings, match=name):
        from_environment({**REAL, name: value})


@pytest.mark.parametrize("address", ["unix:/run/clamav/clamd.ctl", "127.0.0.1:3310", "[::1]:3310", "scanner:3310"])
def test_the_scanners_address_is_a_socket_or_a_port(address: str) -> None:
    assert from_environment({**REAL, "PORTAL_CLAMD": address}).clamd == address


@pytest.mark.parametrize(
    "address", ["/run/clamd.ctl", "unix:clamd.ctl", "scanner", "scanner:", ":3310", "a:0", "a:99999"]
)
def test_a_scanners_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(UnsafeSettings, match="PORTAL_CLAMD"):
        from_environment({**REAL, "PORTAL_CLAMD": address})


def test_equal_keys_are_refused() -> None:
    with pytest.raises(UnsafeSettings, match="must differ"):
        from_environment({**REAL, "PORTAL_CODE_KEY": REAL["PORTAL_EVENT_KEY"]})


@pytest.mark.parametrize(
    "wrong",
    [
        {"PORTAL_BASE_URL": "http://complaints.council.example"},
        {"PORTAL_CLOCK_FILE": "clock"},
        {"FLASK_DEBUG": "1"},
    ],
)
def test_unsafe_outside_demo_mode(wrong: dict[str, str]) -> None:
    with pytest.raises(UnsafeSettings):
        from_environment({**REAL, **wrong})


def test_a_database_that_everybody_may_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "portal.sqlite3"
    from_environment({**REAL, "PORTAL_DATABASE_URL": f"sqlite:///{file}"})
    file.touch()
    for mode, refused in ((0o644, True), (0o602, True), (0o640, False), (0o600, False)):
        file.chmod(mode)
        if refused:
            with pytest.raises(UnsafeSettings, match="everybody may read"):
                from_environment({**REAL, "PORTAL_DATABASE_URL": f"sqlite:///{file}"})
        else:
            from_environment({**REAL, "PORTAL_DATABASE_URL": f"sqlite:///{file}"})


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("postgresql+psycopg://portal@db/portal", False),
        ("postgresql+psycopg://portal@db/portal?sslmode=require", False),
        ("postgresql://portal@10.0.0.5:5432/portal?sslmode=prefer", False),
        ("postgresql+psycopg:///portal?host=db.council.example", False),
        ("postgresql+psycopg://portal@db/portal?sslmode=verify-full", True),
        ("postgresql+psycopg:///portal?host=/var/run/postgresql", True),
        ("postgresql+psycopg:///portal", True),
        ("postgresql+psycopg://portal@127.0.0.1/portal", True),
    ],
)
def test_a_database_elsewhere_is_reached_by_checked_tls_only(url: str, taken: bool) -> None:
    if taken:
        from_environment({**REAL, "PORTAL_DATABASE_URL": url})
        return
    with pytest.raises(UnsafeSettings, match="sslmode=verify-full"):
        from_environment({**REAL, "PORTAL_DATABASE_URL": url})
    from_environment({**REAL, "PORTAL_DATABASE_URL": url.partition("?sslmode")[0], "PGSSLMODE": "verify-full"})


@pytest.mark.parametrize(
    ("store", "taken"),
    [
        ("memory://", True),
        ("rediss://limits.council.example:6379", True),
        ("redis://127.0.0.1:6379", True),
        ("redis+unix:///run/redis/redis.sock", True),
        ("redis://limits.council.example:6379", False),
    ],
)
def test_a_store_of_limits_elsewhere_is_reached_by_tls_only(store: str, taken: bool) -> None:
    if taken:
        assert from_environment({**REAL, "PORTAL_LIMITS_STORAGE": store}).limiter_storage == store
    else:
        with pytest.raises(UnsafeSettings, match="rediss://"):
            from_environment({**REAL, "PORTAL_LIMITS_STORAGE": store})


@pytest.mark.parametrize("address", ["http://0.0.0.0:8000", "http://complaints.council.example", "http://10.0.0.5"])
def test_demo_mode_serves_this_machine_only(address: str, tmp_path: Path) -> None:
    with pytest.raises(UnsafeSettings, match="this machine only"):
        from_environment({"PORTAL_DEMO": "1", "PORTAL_VAR": str(tmp_path), "PORTAL_BASE_URL": address})


def test_demo_keys_are_random_kept_and_private(tmp_path: Path) -> None:
    first = from_environment({"PORTAL_DEMO": "1", "PORTAL_VAR": str(tmp_path / "one")})
    again = from_environment({"PORTAL_DEMO": "1", "PORTAL_VAR": str(tmp_path / "one")})
    other = from_environment({"PORTAL_DEMO": "1", "PORTAL_VAR": str(tmp_path / "two")})
    assert first == again
    assert first.code_key != other.code_key
    kept = tmp_path / "one" / "demo.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert set(json.loads(kept.read_text("utf-8"))) == set(config.KEYS)


def test_a_key_that_came_later_is_added_and_the_others_stay(tmp_path: Path) -> None:
    kept = tmp_path / "demo.json"
    first = config.demo_keys(kept)
    kept.write_text(json.dumps({name: key for name, key in first.items() if name != "equality_key"}), "utf-8")
    later = config.demo_keys(kept)
    assert {name: key for name, key in later.items() if name != "equality_key"} == {
        name: key for name, key in first.items() if name != "equality_key"
    }
    assert later["equality_key"] not in first.values()
    assert (config.demo_keys(kept), stat.S_IMODE(kept.stat().st_mode)) == (later, 0o600)


def test_a_small_number_is_never_under_five() -> None:
    assert from_environment({**REAL, "PORTAL_SMALL_NUMBER": "5"}).small_number == 5
    for wrong in ("4", "0", "-10", "ten", "4.9"):
        with pytest.raises(UnsafeSettings, match="PORTAL_SMALL_NUMBER"):
            from_environment({**REAL, "PORTAL_SMALL_NUMBER": wrong})


def test_secrets_are_not_printed() -> None:
    password = "quokka-on-the-stairs"
    places = {
        "PORTAL_DATABASE_URL": f"postgresql+psycopg://portal:{password}@127.0.0.1/portal",
        "PORTAL_SMTP_URL": f"smtps://portal:{password}@mail.council.example",
        "PORTAL_IMAP_URL": f"imaps://portal:{password}@mail.council.example",
        "PORTAL_MAIL_AUTHORITY": "mail.council.example",
        "PORTAL_LIMITS_STORAGE": f"rediss://portal:{password}@limits.council.example",
    }
    shown = repr(from_environment({**REAL, **places}))
    assert not any(value in shown for value in [*KEYS.values(), password])
