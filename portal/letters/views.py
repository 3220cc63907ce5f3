"""Demo mode's mail page: every letter that left, readable as text. It does not exist outside demo mode."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from flask import Blueprint, Flask, abort, render_template

from portal.config import Settings
from portal.letters.outgoing import delivery, gathering, mail
from portal.letters.outgoing.delivery import AtSending
from portal.web.access import public
from portal.web.unit_of_work import settings

_MOST_SHOWN = 200
demo_mail = Blueprint("demo_mail", __name__, url_prefix="/demo/mail")


@dataclass(frozen=True, slots=True)
class _Shown:
    id: str
    to: str
    channel: str
    subject: str
    sent: datetime
    body: str


def wire(app: Flask, chosen: Settings, *, at_sending: AtSending) -> None:
    """Register the jobs of letters with what they ask as a letter leaves, and the page in demo mode only."""
    delivery.register(at_sending)
    gathering.register()
    if chosen.demo:
        app.register_blueprint(demo_mail)


@demo_mail.get("")
@public
def listing() -> str:
    """List the letters in the mail folder, the newest first."""
    # The names begin with the time, so they sort.
    files = sorted(mail.folder(settings()).glob("*.eml"), reverse=True)
    letters = [_read(file) for file in files[:_MOST_SHOWN]]
    return render_template("letters/demo_mail.html", letters=letters, more=len(files) - len(letters))


@demo_mail.get("/<letter_id>")
@public
def one(letter_id: str) -> str:
    """Show one letter."""
    file = mail.folder(settings()) / f"{letter_id}.eml"
    if not re.fullmatch(r"[0-9a-f]{32}", letter_id) or not file.is_file():
        abort(404)
    return render_template("letters/demo_letter.html", letter=_read(file), back="/demo/mail")


def _read(file: Path) -> _Shown:
    message = message_from_bytes(file.read_bytes(), policy=default)
    body = message.get_body(("plain",))
    return _Shown(
        id=file.stem,
        to=str(message["To"] or message["X-Address"] or ""),
        channel=str(message["X-Channel"]),
        subject=str(message["Subject"]),
        sent=message["Date"].datetime,
        body=str(body.get_content()) if body else "",
    )
