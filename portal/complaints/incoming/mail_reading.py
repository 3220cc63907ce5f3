"""Fetching mail: from the mailbox, from demo mode's folder, from a file or what a mail server pipes in.

Each mail is committed before the place it came from hears of it, so one that fails comes again.
"""

from __future__ import annotations

import logging
from email.utils import parseaddr
from pathlib import Path

from sqlalchemy.exc import OperationalError

from portal import clock, jobs
from portal.complaints.incoming import by_mail, mail_files
from portal.complaints.matter import rulebook
from portal.complaints.matter.act import Act, by_portal
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from portal.errors import NotNow
from portal.letters.incoming import inbound, mailbox
from portal.letters.incoming.mailbox import Came, MailboxDown

log = logging.getLogger(__name__)


def register() -> None:
    """Tell the worker to look for mail each minute."""
    jobs.every(minutes=1)(each_minute)


def each_minute(work: jobs.Work) -> None:
    """Read what came since, where a mailbox is configured, and in demo mode in the folder; then take its files in."""
    try:
        read_all(work.database, work.settings, rulebook=rulebook.read(work.settings.council_file))
    except MailboxDown:
        log.error("ALARM the mailbox does not answer")  # noqa: TRY400
    mail_files.take_all(work.database, by_portal(now=clock.now(), settings=work.settings))


def read_all(database: Database, settings: Settings, *, rulebook: Rulebook) -> int:
    """Take all mail there is and return how many were taken. Raises MailboxDown, after the folder was read."""

    def keep(came: Came) -> None:
        take(database, by_portal(now=clock.now(), rulebook=rulebook, settings=settings), came=came)

    most, taken = settings.limits.mail_bytes, 0
    if settings.demo:
        taken += mailbox.read_folder(demo_folder(settings), keep, most=most)
    if settings.imap_url:
        taken += mailbox.read_imap(settings.imap_url, keep, most=most)
    return taken


def demo_folder(settings: Settings) -> Path:
    """Return where demo mode looks for mail: whole ``*.eml`` files, renamed into place."""
    return settings.var / "mail-in"


def take(database: Database, act: Act, *, came: Came) -> str:
    """Keep one mail in a transaction of its own and return its id; it is parsed before.

    When deciding about it fails, it is kept all the same, undecided.
    """
    mail = inbound.parse(
        came.raw,
        authority=act.settings.mail_authority,
        own=parseaddr(act.settings.mail_from)[1],
        most=act.settings.limits.mail_bytes,
        size=came.size,
    )
    received_at = min(came.arrived or act.now, act.now)

    def keep(*, decide: bool) -> str:
        with database.changes() as db:
            return by_mail.receive(db, act, mail=mail, raw=came.raw, received_at=received_at, decide=decide)

    try:
        return keep(decide=True)
    except (OperationalError, NotNow):
        # The database is not there: the mail comes again.
        raise
    except Exception as error:
        log.error("ALARM a mail could not be decided about and waits: %s", jobs.place(error))  # noqa: TRY400
    return keep(decide=False)
