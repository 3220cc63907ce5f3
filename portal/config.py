"""Settings from the environment: one frozen value, refused when it is not safe to run with."""

from __future__ import annotations

import glob
import json
import os
import secrets
import shlex
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).resolve().parent.parent
KEYS = ("secret_key", "code_key", "event_key", "data_key", "equality_key")
LEAST_SMALL_NUMBER = 5
OWN_FILES = 0o077
"""The umask of every process that may write: what it makes is for its own user only."""

_LOCAL = {"127.0.0.1", "localhost", "::1"}
_NO_AUTHORITY = "PORTAL_MAIL_AUTHORITY is missing: the name in our mail server's Authentication-Results"
_SAMPLES = ("change", "example", "sample", "secret", "password", "xxxx", "0000", "1234")


class UnsafeSettings(Exception):
    """The portal must not start like this; the message says which variable to mend."""


@dataclass(frozen=True)
class Limits:
    """Every number that slows somebody down or says how much is too much.

    Times are in minutes unless the name says otherwise. ``files_at_once`` holds for a draft too. Those from
    ``picture_pixels`` to ``examine_seconds`` are about one file: its picture's pixels, what a Word or OpenDocument file
    unpacks to (bytes, times its size, entries), a PDF's objects, and the memory and processor time of the process that
    looks into it. ``typeset_bytes`` and ``typeset_seconds`` are the same for the process that sets a letter on paper;
    ``scan_seconds`` is how long the virus scanner may take for one file. No file is taken when the disk would have less
    than ``room_kept_bytes`` free: complaints need it.

    ``posts_per_minute``, ``requests_per_minute`` and ``connections`` are for one asking network; the last two are
    kept by the proxy (deploy/nginx.conf). ``forwarded_addresses`` is how many of X-Forwarded-For are read.
    ``clock_slack_seconds`` is by how much the clocks of two processes may differ; ``codes_per_day_with_password`` how
    many wrong six-digit codes may come with an officer's right password in 24 hours from devices nobody knows;
    ``device_days`` how long an officer's device is known after the last sign-in there.

    Of letters to one mailbox ``messages_per_address_per_day`` of a sort leave at once, and of those asked for
    ``asked_per_network_per_day`` for one network. The others wait ``gathering_minutes`` and go as one, at most
    ``gathered_most`` together, and of those asked for ``asked_waiting_per_network`` for one network in a day.
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
    clock_slack_seconds: int = 10
    codes_per_day_with_password: int = 20
    device_days: int = 180
    messages_per_address_per_day: int = 12
    asked_per_network_per_day: int = 6
    asked_waiting_per_network: int = 100
    gathering_minutes: int = 120
    gathered_most: int = 200
    draft_days: int = 28
    sent_code_hours: int = 24
    page_bytes: int = 2_000_000
    page_fields: int = 1_000
    words: int = 20_000
    posts_per_minute: int = 120
    requests_per_minute: int = 1_200
    connections: int = 64
    forwarded_addresses: int = 20
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
    typeset_bytes: int = 300_000_000
    typeset_seconds: int = 10
    scan_seconds: float = 60
    room_kept_bytes: int = 1_000_000_000


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
    mailbox that mail to the council is read from, the portal's alone. ``clamd`` is the virus scanner's address,
    ``unix:/path`` or ``host:port``; a port is for this machine or one that nobody else can reach. ``trusted_proxies``
    are the networks whose X-Forwarded-For is believed; none when the portal is served directly. ``limiter_storage`` is
    where floods are counted: in each process, or in a Redis that several machines share.
    """

    demo: bool
    database_url: str = field(repr=False)
    base_url: str
    var: Path
    secret_key: str = field(repr=False)
    code_key: str = field(repr=False)
    event_key: str = field(repr=False)
    data_key: str = field(repr=False)
    equality_key: str = field(repr=False)
    council_file: Path | None = None
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str = "complaints@council.example"
    mail_authority: str | None = None
    imap_url: str | None = field(default=None, repr=False)
    clamd: str | None = None
    desk_host: str | None = None
    clock_file: Path | None = None
    testing: bool = False
    flood_limits: bool = True
    limiter_storage: str = field(default="memory://", repr=False)
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
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


def _trusted_proxies(env: Mapping[str, str], *, demo: bool) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return the networks of our proxies. Raises UnsafeSettings when they are missing, misspelt or everybody."""
    given = env.get("PORTAL_TRUSTED_PROXIES", "none" if demo else "").strip()
    if given.lower() == "none":
        return ()
    write = "write the proxy's networks, such as 127.0.0.1 or 10.0.4.0/24,2001:db8::/64, or none when there is no proxy"
    if not given:
        raise UnsafeSettings(f"PORTAL_TRUSTED_PROXIES is missing: {write}")
    try:
        found = tuple(ip_network(one.strip()) for one in given.split(","))
    except ValueError:
        raise UnsafeSettings(f"PORTAL_TRUSTED_PROXIES cannot be read: {write}") from None
    if any(one.prefixlen == 0 for one in found):
        raise UnsafeSettings(f"PORTAL_TRUSTED_PROXIES trusts everybody: {write}")
    return found


def _limiter_storage(env: Mapping[str, str]) -> str:
    given = env.get("PORTAL_LIMITS_STORAGE") or "memory://"
    parts = urlsplit(given)
    is_redis = (parts.scheme in {"redis", "rediss"} and parts.hostname) or (parts.scheme == "redis+unix" and parts.path)
    if given != "memory://" and not is_redis:
        raise UnsafeSettings("PORTAL_LIMITS_STORAGE must be redis://HOST:PORT/NUMBER, or left out")
    return given


def _refuse_open_files(var: Path, database_url: str) -> None:
    """Raise UnsafeSettings when anything the portal keeps can be read or changed by everybody on the machine.

    That is all in the data folder, and an SQLite database with the files beside it, wherever they lie. The message
    holds the one command that mends it.
    """
    backend, _slashes, place = database_url.partition(":///")
    file = Path(place.partition("?")[0]).resolve()
    if backend.startswith("sqlite") and place:
        beside = [one for one in file.parent.glob(f"{glob.escape(file.name)}*") if _is_open(one)]
        if beside:
            words = "PORTAL_DATABASE_URL names a file that everybody may read, itself or one beside it"
            raise UnsafeSettings(f"{words}. Run: chmod o= {' '.join(shlex.quote(str(one)) for one in sorted(beside))}")
    inside = (Path(folder) / name for folder, folders, files in os.walk(var) for name in (*folders, *files))
    if _is_open(var) or any(_is_open(one) for one in inside):
        words = "PORTAL_VAR is a folder in which everybody may read something"
        raise UnsafeSettings(f"{words}. Run: chmod -R o= {shlex.quote(str(var))}")


def _is_open(path: Path) -> bool:
    """Whether everybody may do something with a file or folder; the mode of a link itself means nothing."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        # Gone since it was listed, or in a folder that is not ours to look into.
        return False
    return not stat.S_ISLNK(mode) and bool(mode & 0o007)


def _refuse_open_line(env: Mapping[str, str]) -> None:
    """Raise UnsafeSettings when the database or the limiter's store is elsewhere and reached without checked TLS."""
    backend, _slashes, _rest = env["PORTAL_DATABASE_URL"].partition("://")
    parts = urlsplit(env["PORTAL_DATABASE_URL"])
    named = parse_qs(parts.query)
    host = (parts.hostname or named.get("host", [""])[0]).lower()
    mode = named.get("sslmode", [env.get("PGSSLMODE", "")])[0]
    if backend.startswith("postgresql") and not _on_this_machine(host) and mode != "verify-full":
        raise UnsafeSettings("PORTAL_DATABASE_URL must end with ?sslmode=verify-full: the database is elsewhere")
    store = urlsplit(env.get("PORTAL_LIMITS_STORAGE", "memory://"))
    if store.scheme not in {"memory", "rediss", "redis+unix"} and not _on_this_machine(store.hostname or ""):
        raise UnsafeSettings("PORTAL_LIMITS_STORAGE must begin with rediss://: the store is elsewhere")


def _on_this_machine(host: str) -> bool:
    # Without a host, or with a folder for one, it is a socket in the file system.
    return not host or host.startswith("/") or host in _LOCAL


def _mail_in(env: Mapping[str, str], *, demo: bool) -> tuple[str | None, str | None]:
    """Return the mailbox's address and our mail server's name for its findings."""
    url, authority = env.get("PORTAL_IMAP_URL") or None, env.get("PORTAL_MAIL_AUTHORITY") or None
    parts = urlsplit(url or "")
    if url and parts.scheme != "imaps" and (parts.scheme != "imap" or parts.hostname not in _LOCAL):
        raise UnsafeSettings("PORTAL_IMAP_URL must begin with imaps://")
    if url and not authority and not demo:
        raise UnsafeSettings(_NO_AUTHORITY)
    return url, authority


def _clamd(env: Mapping[str, str]) -> str | None:
    """Return the address of ClamAV's daemon, None where files are not scanned."""
    address = env.get("PORTAL_CLAMD") or None
    if address is None or address.startswith("unix:/"):
        return address
    host, _colon, port = address.rpartition(":")
    if not host or "/" in host or not port.isdecimal() or not 0 < int(port) < 65_536:
        raise UnsafeSettings("PORTAL_CLAMD must be unix:/path/of/clamd.ctl, or host:port")
    return address


def require_mail_authority(chosen: Settings) -> None:
    """Raise UnsafeSettings where mail would come in and nobody is named who checks its senders."""
    if not chosen.demo and not chosen.mail_authority:
        raise UnsafeSettings(_NO_AUTHORITY)


def from_environment(env: Mapping[str, str] | None = None) -> Settings:
    """Read ``PORTAL_*`` variables.

    Raises UnsafeSettings outside demo mode on a missing or sample secret, on equal keys, on http, on debug, without a
    word about proxies, on data that everybody may read, on a database elsewhere without checked TLS or on a movable
    clock; in demo mode on any address but this machine's own.
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
        _refuse_open_files(var, env["PORTAL_DATABASE_URL"])
        _refuse_open_line(env)
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
        clamd=_clamd(env),
        desk_host=env.get("PORTAL_DESK_HOST") or None,
        clock_file=clock_file,
        flood_limits=_flag(env, "PORTAL_LIMITS", True),
        limiter_storage=_limiter_storage(env),
        trusted_proxies=_trusted_proxies(env, demo=demo),
        secret_key=keys["secret_key"],
        code_key=keys["code_key"],
        event_key=keys["event_key"],
        data_key=keys["data_key"],
        equality_key=keys["equality_key"],
        small_number=_small_number(env),
    )
