"""A portal that has a mail server, which checks senders, and what comes in by mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.policy import default

from sqlalchemy import func, select

from portal.complaints.incoming import mail_reading
from portal.complaints.incoming.models import InboundMail
from portal.complaints.matter.act import by_portal
from portal.complaints.matter.models import Message
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from portal.letters.incoming.mailbox import Came
from portal.letters.outgoing import mail as mail_out
from portal.letters.outgoing.models import Letter
from tests.complaints.matters import Matter, made
from tests.delivered import deliver_all


@dataclass(frozen=True)
class Desk:
    """A portal that has a mail server, which checks senders."""

    database: Database
    rulebook: Rulebook
    settings: Settings
    now: datetime

    def matter(self, email: str = "ama@example.com", *, proven: bool = True) -> Matter:
        found = made(
            self.database, rulebook=self.rulebook, settings=self.settings, at=self.now, email=email, proven=proven
        )
        deliver_all(self.database, self.settings, self.now)
        return found

    def reply_to(self, matter: Matter) -> str:
        """The address that the newest letter to the matter's person asks to be answered at, as it arrived."""
        with self.database.session() as db:
            letter_id = db.scalars(
                select(Letter.id).where(Letter.person_id == matter.person_id).order_by(Letter.id.desc())
            ).first()
        file = mail_out.folder(self.settings) / f"{letter_id}.eml"
        return str(message_from_bytes(file.read_bytes(), policy=default)["Reply-To"])

    def take(self, content: bytes, **given: object) -> InboundMail:
        came = Came(content, len(content), **given)  # type: ignore[arg-type]
        mail_id = mail_reading.take(
            self.database, by_portal(now=self.now, rulebook=self.rulebook, settings=self.settings), came=came
        )
        with self.database.session() as db:
            return db.get_one(InboundMail, mail_id)

    def messages(self, matter: Matter) -> list[Message]:
        with self.database.session() as db:
            return list(db.scalars(select(Message).where(Message.complaint_id == matter.complaint_id)))

    def count(self, table: type) -> int:
        with self.database.session() as db:
            return db.scalar(select(func.count()).select_from(table)) or 0
