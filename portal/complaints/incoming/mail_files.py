"""The files of mails that were put onto a matter: checked as uploads are, and made evidence of it.

They are taken in after the mail was decided about, in a transaction of their own: a file never stops the words.
"""

from __future__ import annotations

import logging
import mimetypes
from collections.abc import Sequence
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import jobs
from portal.complaints.drafts.models import Draft
from portal.complaints.incoming import by_mail
from portal.complaints.incoming.models import InboundMail
from portal.complaints.matter import correspondence, evidence
from portal.complaints.matter.act import Act
from portal.complaints.matter.models import Message
from portal.complaints.matter.surviving import own_surviving, take_living
from portal.config import Settings
from portal.db import ComplaintId, Database, OfficerId, PersonId
from portal.files.intake import FileRefused, take_in
from portal.files.store import Accepted
from portal.i18n import gettext as _
from portal.letters.incoming import inbound
from portal.letters.incoming.parts import Attachment

_PUT = ("added", "accepted", "draft")
log = logging.getLogger(__name__)


def take_all(database: Database, act: Act) -> int:
    """Take in the files of every mail that was put onto a matter since, and return of how many mails.

    One that fails keeps none of the others, and is tried again the next time.
    """
    owed = (
        select(InboundMail.id)
        .where(InboundMail.complaint_id.is_not(None), InboundMail.decision.in_(_PUT), InboundMail.files_at.is_(None))
        .order_by(InboundMail.received_at, InboundMail.id)
    )
    with database.session() as db:
        found = list(db.scalars(owed))
    taken = 0
    for mail_id in found:
        try:
            taken += take(database, act, mail_id=mail_id)
        except Exception as error:
            log.error("ALARM the files of mail %s were not taken in: %s", mail_id, jobs.place(error))  # noqa: TRY400
    return taken


def take(database: Database, act: Act, *, mail_id: str) -> bool:
    """Take in the files of one mail that is on a matter; False when another worker did meanwhile.

    What was refused is noted on the mail with why (``portal.files.intake.why``), and stays in the raw mail.
    """
    with database.session() as db:
        raw = by_mail.get_raw(db, mail_id=mail_id)
    files = inbound.attachments(raw)
    checked = _checked(act, files)
    with database.changes() as db:
        mail = db.get_one(InboundMail, mail_id)
        if mail.complaint_id is None:
            return False
        take_living(db, mail.complaint_id)
        complaint_id = own_surviving(db, mail.complaint_id)
        db.refresh(mail, with_for_update=True)
        if mail.files_at is not None:
            return False
        person_id, officer_id, message_id = _giver(db, mail, mail.complaint_id, act.settings)
        evidence.add(
            db,
            act.as_officer(officer_id) if officer_id else act.as_person(person_id),
            complaint_id=complaint_id,
            accepted=[one for one in checked if isinstance(one, Accepted)],
            person_id=person_id,
            message_id=message_id,
        )
        there = {one.file.sha256 for one in evidence.of_complaint(db, complaint_id=complaint_id)}
        mail.attachments = [_noted(file, one, there) for file, one in zip(files, checked, strict=True)]
        mail.files_at = act.now
    return True


def _checked(act: Act, files: Sequence[Attachment]) -> list[Accepted | str]:
    """Return of each file what is in the store of it, or the code of why it was refused."""
    found: list[Accepted | str] = []
    limits, fit = act.settings.limits, 0
    for place, file in enumerate(files):
        # As many are looked into as a matter takes, whatever somebody sends.
        if fit >= limits.files_at_once or place >= limits.files_per_complaint:
            found.append("no_room")
            continue
        try:
            found.append(take_in(_name(file), BytesIO(file.content), settings=act.settings, now=act.now))
            fit += 1
        except FileRefused as refused:
            if refused.code == "no_room":
                # The disk's fault and not the file's: all of them are tried again.
                raise
            found.append(refused.code)
    return found


def _name(file: Attachment) -> str:
    """Return a file's name; a photo in the middle of a mail often has none, and gets its type's ending."""
    return file.name or _("File") + (mimetypes.guess_extension(file.type, strict=False) or "")


def _noted(file: Attachment, one: Accepted | str, there: set[str]) -> dict[str, object]:
    noted = {"name": file.name, "type": file.type, "size": len(file.content)}
    if isinstance(one, str):
        return {**noted, "refused": one}
    return {**noted, "refused": "" if one.sha256 in there else "no_room"}


def _giver(
    db: Session, mail: InboundMail, complaint_id: ComplaintId, settings: Settings
) -> tuple[PersonId | None, OfficerId | None, str | None]:
    """Return who gave the files: the person, the officer who put them there, and the message they came with.

    Whoever the mail's words are from gave its files. Without words it is the writer, where the mail is as surely
    theirs as mail can be, or the matter was registered from it; else nobody but the officer answers for them.
    """
    drafted = select(Draft.receipt_key).where(Draft.id == mail.draft_id)
    keys = [by_mail.send_key(mail.message_key, complaint_id), *db.scalars(drafted)]
    said = db.scalars(select(Message).where(Message.send_key.in_(keys))).first()
    if said is not None:
        return said.person_id, None if said.person_id else said.officer_id, said.id
    writer_id = correspondence.writer_of(db, complaint_id=complaint_id).id
    theirs = mail.decision == "draft" or by_mail.is_certain(db, mail, writer_id, settings)
    return writer_id if theirs else None, mail.decided_by, None
