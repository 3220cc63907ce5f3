"""The portal refuses to start when it would not be safe to run."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from alembic import config as alembic

from portal import config, create_app, jobs
from portal.config import UnsafeSettings, from_environment
from portal.letters.outgoing import durable
from tests.demo_settings import demo_settings

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
    "PORTAL_TRUSTED_PROXIES": "127.0.0.1, 2001:db8:1::/48",
    "PORTAL_VAR": "/nonexistent/var",
}


def test_a_whole_environment_is_accepted() -> None:
    settings = from_environment(REAL)
    assert not settings.demo
    assert settings.secure_cookies


@pytest.mark.parametrize(
    "name", [*KEYS, "PORTAL_BASE_URL", "PORTAL_DATABASE_URL", "PORTAL_SMTP_URL", "PORTAL_TRUSTED_PROXIES"]
)
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


def refused_words(**more: str) -> str:
    with pytest.raises(UnsafeSettings) as refused:
        from_environment({**REAL, **more})
    return str(refused.value)


@pytest.mark.parametrize("beside", ["", "-wal", "-shm", ".turn", ".before-the-upgrade"])
def test_a_database_that_everybody_may_read_is_refused(tmp_path: Path, beside: str) -> None:
    database = tmp_path / "the portal.sqlite3"
    url = f"sqlite:///{database}"
    from_environment({**REAL, "PORTAL_DATABASE_URL": url})
    file = tmp_path / f"{database.name}{beside}"
    file.touch()
    for mode in (0o644, 0o602):
        file.chmod(mode)
        said = refused_words(PORTAL_DATABASE_URL=url)
        assert "PORTAL_DATABASE_URL" in said
        assert said.endswith(f"Run: chmod o= '{file}'")
    for mode in (0o640, 0o600):
        file.chmod(mode)
        from_environment({**REAL, "PORTAL_DATABASE_URL": url})


def test_a_database_behind_a_link_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "real.sqlite3").touch(mode=0o644)
    (tmp_path / "portal.sqlite3").symlink_to(tmp_path / "real.sqlite3")
    assert "real.sqlite3" in refused_words(PORTAL_DATABASE_URL=f"sqlite:///{tmp_path / 'portal.sqlite3'}")


@pytest.mark.parametrize(
    ("place", "mode"),
    [(".", 0o755), ("mail", 0o755), ("post", 0o701), ("jobs.sqlite3", 0o644), ("jobs.sqlite3-wal", 0o644),
     ("files/ab/abcd", 0o604)],
)  # fmt: skip
def test_a_data_folder_in_which_everybody_may_read_is_refused(tmp_path: Path, place: str, mode: int) -> None:
    var = tmp_path / "var"
    for folder in (var, var / "mail", var / "post", var / "files", var / "files" / "ab"):
        folder.mkdir(mode=0o700)
    for file in ("jobs.sqlite3", "jobs.sqlite3-wal", "files/ab/abcd"):
        (var / file).touch(mode=0o600)
    (var / "elsewhere").symlink_to("/")
    from_environment({**REAL, "PORTAL_VAR": str(var)})
    (var / place).chmod(mode)
    said = refused_words(PORTAL_VAR=str(var))
    assert "PORTAL_VAR" in said
    subprocess.run(said.rpartition("Run: ")[2], shell=True, check=True)  # noqa: S602 -- the words are ours
    from_environment({**REAL, "PORTAL_VAR": str(var)})


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "PORTAL_TRUSTED_PROXIES is missing: write the proxy's networks"),
        (" ", "is missing"),
        ("yes", "cannot be read: write the proxy's networks"),
        ("1", "cannot be read"),
        ("127.0.0.1:8000", "cannot be read"),
        ("10.0.0.300", "cannot be read"),
        ("10.0.0.5/8", "cannot be read"),
        ("10.0.0.0/33", "cannot be read"),
        ("127.0.0.1,", "cannot be read"),
        ("127.0.0.1 10.0.0.1", "cannot be read"),
        ("none,127.0.0.1", "cannot be read"),
        ("0.0.0.0/0", "trusts everybody"),
        ("127.0.0.1,::/0", "trusts everybody"),
    ],
)
def test_proxies_written_wrongly_are_refused_with_what_to_write(written: str, words: str) -> None:
    said = refused_words(PORTAL_TRUSTED_PROXIES=written)
    assert said.startswith("PORTAL_TRUSTED_PROXIES ")
    assert words in said
    assert "127.0.0.1" in said
    assert "none" in said


def test_proxies_are_networks_or_none() -> None:
    assert [str(one) for one in from_environment(REAL).trusted_proxies] == ["127.0.0.1/32", "2001:db8:1::/48"]
    assert from_environment({**REAL, "PORTAL_TRUSTED_PROXIES": "none"}).trusted_proxies == ()


def test_demo_mode_has_no_proxy_unless_one_is_named(tmp_path: Path) -> None:
    demo = {"PORTAL_DEMO": "1", "PORTAL_VAR": str(tmp_path)}
    assert from_environment(demo).trusted_proxies == ()
    assert len(from_environment({**demo, "PORTAL_TRUSTED_PROXIES": "127.0.0.1"}).trusted_proxies) == 1


@pytest.mark.parametrize("written", ["redis", "redis://", "localhost:6379", "memcached://localhost", "redis:///0"])
def test_a_place_to_count_floods_in_that_is_none_is_refused(written: str) -> None:
    assert refused_words(PORTAL_LIMITS_STORAGE=written).startswith("PORTAL_LIMITS_STORAGE ")
    kept = from_environment({**REAL, "PORTAL_LIMITS_STORAGE": "rediss://:hushhush@redis.council.example:6379/0"})
    assert "hushhush" not in repr(kept)


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


def test_what_a_started_portal_writes_is_its_own_users(
    tmp_path: Path, empty_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Server, worker and commands all come through create_app(), whatever umask they were started with."""
    var = tmp_path / "var"
    monkeypatch.setattr("os.environ", {**REAL, "PORTAL_VAR": str(var)})
    monkeypatch.setitem(os.environ, "PORTAL_DATABASE_URL", f"sqlite:///{tmp_path / 'portal.sqlite3'}")
    shutil.copyfile(empty_database, tmp_path / "portal.sqlite3")
    (tmp_path / "portal.sqlite3").chmod(0o600)
    before = os.umask(0o022)
    try:
        app = create_app()
        jobs.wake("nothing", "x")
        durable.write(var / "post" / "letter.pdf", b"")
    finally:
        jobs.use(demo_settings("sqlite://", var))
        app.extensions["portal.database"].dispose()
        assert os.umask(before) == config.OWN_FILES
    written = list(var.rglob("*"))
    assert {"jobs.sqlite3", "post", "letter.pdf"} <= {one.name for one in written}
    assert [one for one in (var, *written) if stat.S_IMODE(one.stat().st_mode) & 0o077] == []


def test_alembics_own_command_writes_for_its_own_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", f"sqlite:///{tmp_path / 'portal.sqlite3'}")
    before = os.umask(0o022)
    try:
        alembic.main(["--config", str(config.ROOT / "alembic.ini"), "current"])
    finally:
        assert os.umask(before) == config.OWN_FILES
