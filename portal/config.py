"""Settings from the environment: one frozen value, refused when it is not safe to run with."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
KEYS = ("secret_key", "code_key", "event_key", "data_key", "equality_key")
LEAST_SMALL_NUMBER = 5
_LOCAL = {"127.0.0.1", "localhost", "::1"}
_SAMPLES = ("change", "example", "sample", "secret", "password", "xxxx", "0000", "1234")


class UnsafeSettings(Exception):
    """The portal must not start like this; the message says which variable to mend."""


@dataclass(frozen=True)
class Limits:
    """Every number that slows somebody down or says how much is too much.

    Times are in minutes unless the name says otherwise. ``files_at_once`` holds for a draft too. The last eight are
    about one file: its picture's pixels, what a Word or OpenDocument file unpacks to (bytes, times its size, entries),
    a PDF's objects, and the memory and processor time of the process that looks into it.
    """

    resident_idle: int = 30
    resident_absolute: int = 8 * 60
    desk_idle: int = 30
    desk_absolute: int = 10 * 60
    code_minutes: int = 10
    code_tries: int = 5
    free_tries: int = 5
    network_free_tries: int = 30
    delay_base_seconds: int = 2
    delay_most_seconds: int = 15 * 60
    tries_window: int = 60
    messages_per_address_per_day: int = 12
    draft_days: int = 28
    code_cookie_hours: int = 24
    page_bytes: int = 2_000_000
    page_fields: int = 1_000
    words: int = 20_000
    posts_per_minute: int = 120
    mail_bytes: int = 30 * 1024 * 1024
    upload_bytes: int = 40_000_000
    file_bytes: int = 10_000_000
    files_at_once: int = 10
    files_per_complaint: int = 50
    picture_pixels: int = 16_000_000
    unpacked_bytes: int = 50_000_000
    unpacked_ratio: int = 100
    unpacked_files: int = 2_000
    pdf_objects: int = 20_000
    examine_bytes: int = 200_000_000
    examine_seconds: int = 6


@dataclass(frozen=True)
class Waits:
    """How long one thing waits for another, in seconds; each fits into the wait around it, and 0 is without end.

    ``lock`` is a wait for a row or the file inside the database, ``turn`` for the writers' turn, ``moment`` for the
    turn while somebody has waited longer than ``lock``: then not all wait. ``statement`` is the database's own bound,
    ``answer`` the one for a database that says nothing at all, ``connect`` for a new connection (whole seconds),
    ``idle`` how long a stopped process may keep its locks (looking into ten files takes a while). A page needs at most
    an ``answer`` and a ``connect``, well below gunicorn's 30 seconds and the proxy's 45.
    """

    lock: float = 1
    turn: float = 3
    moment: float = 0.2
    statement: float = 4
    answer: float = 5
    connect: int = 2
    idle: float = 60


PATIENT = Waits(lock=30, turn=30, moment=30, statement=0, answer=0, connect=10, idle=0)
"""What the worker, commands and migrations wait: nobody looks at a page meanwhile."""


@dataclass(frozen=True)
class Settings:
    """All that differs from one installation to the next.

    Keys are at least 32 characters and all different: ``secret_key`` signs cookies, ``code_key`` hashes
    private codes and one-time codes, ``event_key`` chains events, ``data_key`` encrypts columns,
    ``equality_key`` seals answers to equality questions and says whose they are. ``small_number`` is the smallest
    number of people that a table of those answers may show (10 as ONS research outputs have it; never under 5).
    ``mail_authority`` is the name our mail server signs its findings about a sender with (RFC 8601), ``imap_url`` the
    mailbox that mail to the council is read from, the portal's alone.
    """

    demo: bool
    database_url: str
    base_url: str
    var: Path
    secret_key: str = field(repr=False)
    code_key: str = field(repr=False)
    event_key: str = field(repr=False)
    data_key: str = field(repr=False)
    equality_key: str = field(repr=False)
    council_file: Path | None = None
    smtp_url: str | None = None
    mail_from: str = "complaints@council.example"
    mail_authority: str | None = None
    imap_url: str | None = None
    desk_host: str | None = None
    clock_file: Path | None = None
    testing: bool = False
    flood_limits: bool = True
    limiter_storage: str = "memory://"
    sqlite_synchronous: str = "FULL"
    argon2_memory_kib: int = 19 * 1024
    argon2_time: int = 2
    update_working_days: int = 2
    remedy_working_days: int = 5
    small_number: int = 10
    limits: Limits = field(default_factory=Limits)
    waits: Waits = field(default_factory=Waits)

    @property
    def secure_cookies(self) -> bool:
        """Cookies carry ``__Host-`` and Secure everywhere but in demo mode over http."""
        return not (self.demo and self.base_url.startswith("http://"))

    @property
    def host(self) -> str:
        """Return the host (with port) that links are built from and requests must name."""
        return urlsplit(self.base_url).netloc

    @property
    def pseudo_languages(self) -> bool:
        """Pseudo-locales are offered in demo mode and in tests only."""
        return self.demo or self.testing


def demo_keys(path: Path) -> dict[str, str]:
    """Return demo mode's random keys, made on the first run and kept in a file only its owner may read.

    A key that came later than the file is added to it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        kept: dict[str, Any] = json.loads(path.read_text("utf-8"))
        missing = [name for name in KEYS if name not in kept]
        if missing:
            kept |= {name: secrets.token_urlsafe(32) for name in missing}
            beside = path.with_suffix(".new")
            beside.touch(mode=0o600)
            beside.write_text(json.dumps(kept, indent=2), "utf-8")
            beside.replace(path)
    else:
        kept = {name: secrets.token_urlsafe(32) for name in KEYS}
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(kept, file, indent=2)
    return {name: str(kept[name]) for name in KEYS}


def _key(env: Mapping[str, str], name: str) -> str:
    variable = f"PORTAL_{name.upper()}"
    value = env.get(variable, "")
    if len(value) < 32:
        raise UnsafeSettings(f"{variable} is missing or shorter than 32 characters")
    if any(word in value.lower() for word in _SAMPLES) or len(set(value)) < 10:
        raise UnsafeSettings(f"{variable} looks like a sample value: make a random one")
    return value


def _flag(env: Mapping[str, str], name: str, default: bool = False) -> bool:
    value = env.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def _path(env: Mapping[str, str], name: str) -> Path | None:
    value = env.get(name)
    return Path(value) if value else None


def _small_number(env: Mapping[str, str]) -> int:
    given = env.get("PORTAL_SMALL_NUMBER", "10")
    if not given.isdecimal() or int(given) < LEAST_SMALL_NUMBER:
        raise UnsafeSettings(f"PORTAL_SMALL_NUMBER must be a whole number, {LEAST_SMALL_NUMBER} or more")
    return int(given)


def _refuse_open_file(database_url: str) -> None:
    """Raise UnsafeSettings when the database is a file that everybody on the machine may read."""
    backend, _slashes, place = database_url.partition(":///")
    file = Path(place.partition("?")[0])
    if backend.startswith("sqlite") and file.is_file() and file.stat().st_mode & 0o007:
        raise UnsafeSettings(f"PORTAL_DATABASE_URL names a file that everybody may read. Run: chmod o= {file}")


def _mail_in(env: Mapping[str, str], *, demo: bool) -> tuple[str | None, str | None]:
    """Return the mailbox's address and our mail server's name for its findings."""
    url, authority = env.get("PORTAL_IMAP_URL") or None, env.get("PORTAL_MAIL_AUTHORITY") or None
    parts = urlsplit(url or "")
    if url and parts.scheme != "imaps" and (parts.scheme != "imap" or parts.hostname not in _LOCAL):
        raise UnsafeSettings("PORTAL_IMAP_URL must begin with imaps://")
    if url and not authority and not demo:
        raise UnsafeSettings("PORTAL_MAIL_AUTHORITY is missing: the name in our mail server's Authentication-Results")
    return url, authority


def from_environment(env: Mapping[str, str] | None = None) -> Settings:
    """Read ``PORTAL_*`` variables.

    Raises UnsafeSettings outside demo mode on a missing or sample secret, on equal keys, on http, on debug, on a
    database file that everybody may read or on a movable clock; in demo mode on any address but this machine's own.
    """
    env = os.environ if env is None else env
    demo = _flag(env, "PORTAL_DEMO")
    var = Path(env.get("PORTAL_VAR", str(ROOT / "var"))).resolve()
    base_url = env.get("PORTAL_BASE_URL", "http://127.0.0.1:8000" if demo else "").rstrip("/")
    parts = urlsplit(base_url)
    if not parts.netloc or parts.scheme not in {"http", "https"} or parts.path:
        raise UnsafeSettings(
            "PORTAL_BASE_URL must be the address people use, such as https://complaints.council.example"
        )
    keys = demo_keys(var / "demo.json") if demo else {name: _key(env, name) for name in KEYS}
    if len(set(keys.values())) < len(KEYS):
        raise UnsafeSettings(f"{', '.join(f'PORTAL_{name.upper()}' for name in KEYS)} must differ")
    clock_file = _path(env, "PORTAL_CLOCK_FILE")
    if demo:
        if parts.hostname not in _LOCAL:
            raise UnsafeSettings("demo mode serves this machine only: PORTAL_BASE_URL must be http://127.0.0.1:PORT")
    else:
        if parts.scheme != "https":
            raise UnsafeSettings("PORTAL_BASE_URL must begin with https:// outside demo mode")
        if clock_file:
            raise UnsafeSettings("PORTAL_CLOCK_FILE is for demo mode only")
        if _flag(env, "FLASK_DEBUG"):
            raise UnsafeSettings("FLASK_DEBUG must be off outside demo mode")
        if not env.get("PORTAL_DATABASE_URL"):
            raise UnsafeSettings("PORTAL_DATABASE_URL is missing")
        if not env.get("PORTAL_SMTP_URL"):
            raise UnsafeSettings("PORTAL_SMTP_URL is missing: letters could not leave")
        _refuse_open_file(env["PORTAL_DATABASE_URL"])
    imap_url, mail_authority = _mail_in(env, demo=demo)
    return Settings(
        demo=demo,
        database_url=env.get("PORTAL_DATABASE_URL") or f"sqlite:///{var / 'portal.sqlite3'}",
        base_url=base_url,
        var=var,
        council_file=_path(env, "PORTAL_COUNCIL_FILE"),
        smtp_url=env.get("PORTAL_SMTP_URL") or None,
        mail_from=env.get("PORTAL_MAIL_FROM", "complaints@council.example"),
        mail_authority=mail_authority,
        imap_url=imap_url,
        desk_host=env.get("PORTAL_DESK_HOST") or None,
        clock_file=clock_file,
        flood_limits=_flag(env, "PORTAL_LIMITS", True),
        limiter_storage=env.get("PORTAL_LIMITS_STORAGE", "memory://"),
        secret_key=keys["secret_key"],
        code_key=keys["code_key"],
        event_key=keys["event_key"],
        data_key=keys["data_key"],
        equality_key=keys["equality_key"],
        small_number=_small_number(env),
    )
