"""Mail that came in to the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from portal.complaints.incoming import mail_reading
from portal.complaints.incoming.models import InboundMail
from portal.complaints.matter.act import by_portal
from portal.letters.incoming.mailbox import Came
from tests.casework.cases import Casework
from tests.letters.incoming.mails import raw

WORDS = "I wrote last week.\nIt is still not empty."


def came(casework: Casework, words: str = WORDS, *, arrived: timedelta = timedelta(), **given: Any) -> str:
    """Take a mail in, as the worker does, and return its id."""
    content = raw(words, authentication=None, **given)
    mail = Came(content, len(content), casework.now - arrived)
    return mail_reading.take(
        casework.database,
        by_portal(now=casework.now, rulebook=casework.rulebook, settings=casework.settings),
        came=mail,
    )


def row(casework: Casework, mail_id: str) -> InboundMail:
    with casework.database.session() as db:
        return db.get_one(InboundMail, mail_id)
