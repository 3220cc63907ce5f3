"""Demo mode's two fictional officers and the links that sign them in once."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from portal.accounts import second_factor
from portal.accounts.models import OneTimeSignIn
from portal.accounts.officers import NewOfficer, find_by_email, make_officer
from portal.clock import london_date
from portal.config import Settings
from portal.db import OfficerId
from portal.errors import NotFound, Refusal
from portal.i18n import lazy
from portal.organisation.model import Council
from portal.organisation.routing import central_team, find_team
from portal.web import session_rows

_SERVICE_TEAM = "waste"


@dataclass(frozen=True)
class DemoOfficer:
    """A fictional officer as var/demo.json keeps one, under ``officers``."""

    id: OfficerId
    name: str
    email: str
    team: str
    role: str
    password: str = field(repr=False)
    totp_secret: str = field(repr=False)


def make_demo_officers(db: Session, settings: Settings, council: Council, now: datetime) -> list[DemoOfficer]:
    """Make the officers and write their secrets to var/demo.json (mode 600); those that are there stay.

    Grace works in the complaints team and sees every matter, Tom in the refuse team and sees that team's. Ruth is in
    the complaints team too: some of what Grace asks for needs a second officer.
    Raises Refusal ``not_demo`` outside demo mode.
    """
    _demo_only(settings)
    central = central_team(council, london_date(now))
    service = find_team(council, _SERVICE_TEAM, london_date(now)) or central
    kept = {officer.email: officer for officer in demo_officers(settings)}
    officers = []
    for name, team, role in (
        ("Grace Adeyemi", central, "central"),
        ("Tom Whitfield", service, "officer"),
        ("Ruth Okafor", central, "central"),
    ):
        email = f"{name.lower().replace(' ', '.')}@{council.contact.email.partition('@')[2]}"
        there = find_by_email(db, email)
        if there is not None and email in kept and kept[email].id == there.id:
            officers.append(kept[email])
            continue
        if there is not None:
            raise Refusal("demo_secrets_lost", lazy("var/demo.json is gone. Delete var/ and start again."))
        made = make_officer(
            db,
            settings,
            NewOfficer(name=name, email=email, team=team.key, role=role, phone=team.phone),
            issuer=council.name,
            lasting=True,
            now=now,
        )
        officers.append(DemoOfficer(made.officer_id, name, email, team.key, role, made.password, made.totp_secret))
    _write(_file(settings), {"officers": [asdict(officer) for officer in officers]})
    return officers


def demo_officers(settings: Settings) -> list[DemoOfficer]:
    """Return the officers that var/demo.json knows; none before the first run."""
    try:
        kept = json.loads(_file(settings).read_text("utf-8")).get("officers", [])
    except FileNotFoundError:
        return []
    return [DemoOfficer(**officer) for officer in kept]


def make_link(db: Session, settings: Settings, *, officer_id: OfficerId, now: datetime) -> str:
    """Return the address of a page that signs this officer in once; the officer's older links stop working.

    Raises Refusal ``not_demo`` outside demo mode.
    """
    _demo_only(settings)
    db.execute(delete(OneTimeSignIn).where(OneTimeSignIn.officer_id == officer_id))
    token = secrets.token_urlsafe(24)
    db.add(OneTimeSignIn(token_hash=_hash(token), officer_id=officer_id, made_at=now))
    db.flush()
    return f"{settings.base_url}/desk/demo/{token}"


def use_link(db: Session, settings: Settings, *, token: str, now: datetime, replaces: str | None) -> str:
    """Use a link up and return the id of a new session.

    Raises NotFound for an unknown or used link, Refusal ``not_demo`` outside demo mode.
    """
    _demo_only(settings)
    done = db.execute(
        update(OneTimeSignIn)
        .where(OneTimeSignIn.token_hash == _hash(token), OneTimeSignIn.used_at.is_(None))
        .values(used_at=now)
        .returning(OneTimeSignIn.officer_id)
    )
    officer_id = done.scalar_one_or_none()
    if officer_id is None:
        raise NotFound("link")
    return session_rows.begin(db, kind="desk", now=now, officer_id=officer_id, replaces=replaces)


def demo_code(settings: Settings, name: str, now: datetime) -> str:
    """Return the six digits a demo officer's app would show now; ``name`` is a name, a first name or an address.

    Raises NotFound, and Refusal ``not_demo`` outside demo mode.
    """
    _demo_only(settings)
    wanted = name.strip().casefold()
    for officer in demo_officers(settings):
        if wanted in {officer.name.casefold(), officer.name.casefold().split()[0], officer.email}:
            return second_factor.code_at(officer.totp_secret, now)
    raise NotFound("demo officer")


def _demo_only(settings: Settings) -> None:
    if not settings.demo:
        raise Refusal("not_demo", lazy("This is for demo mode only."))


def _file(settings: Settings) -> Path:
    return settings.var / "demo.json"


def _write(path: Path, more: dict[str, Any]) -> None:
    """Put more into the file beside the keys; it is whole at every moment, and only its owner reads it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = json.loads(path.read_text("utf-8")) if path.exists() else {}
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        json.dump({**kept, **more}, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
