"""What becomes of a mail that came in: onto its matter when nothing is doubtful, else to a tray where a person decides.

A mail never opens a matter and is never answered by the portal itself. A reference in it opens and adds nothing (T14).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from portal.complaints.follow_up import messages
from portal.complaints.grants import grants
from portal.complaints.incoming.models import InboundMail, InboundRaw
from portal.complaints.matter.act import Act
from portal.complaints.matter.models import Correspondence, Grant
from portal.complaints.matter.once import insert_once
from portal.complaints.matter.surviving import surviving
from portal.config import Settings
from portal.db import ComplaintId, PersonId, new_id
from portal.letters.incoming.inbound import Inbound
from portal.letters.outgoing import reply_address
from portal.letters.outgoing.models import Letter
from portal.people import addresses, contacts
from portal.sealed import keyed_hash
from portal.web.typed_text import length

_LARGEST = 2_000_000_000
# What is kept of a mail as it was read.
_KEPT = ("digest", "sent_at", "sender", "sender_name", "subject", "words", "quoted", "dmarc", "automatic")


@dataclass(frozen=True, slots=True)
class Expected:
    """Whose reply a letter's address waits for: the letter, its matter and the person it was written to."""

    letter_id: str
    complaint_id: ComplaintId | None
    person_id: PersonId | None


def receive(db: Session, act: Act, *, mail: Inbound, raw: bytes, received_at: datetime, decide: bool = True) -> str:
    """Keep a mail whole, decide what becomes of it, and return its id; the same bytes again are the same mail.

    A reply goes onto its matter when it came to a letter's own address, from a proven contact of the person the
    letter was for, and DMARC does not speak against it; everything else waits for a person (`why_not`). With
    ``decide`` False it waits, whatever it is.
    """
    expected = find_expected(db, mail=mail, settings=act.settings)
    first = _find_repeated(db, mail, act.settings)
    why = why_not(db, act, mail=mail, expected=expected) if decide else "failed"
    row = _row(mail, received_at, why, act.settings)
    row["letter_id"] = expected.letter_id if expected else None
    row["answers_id"] = _answered(db, mail)
    if not insert_once(db, InboundMail, row, key=["digest"]):
        return db.scalars(select(InboundMail.id).where(InboundMail.digest == mail.digest)).one()
    mail_id = str(row["id"])
    db.execute(insert(InboundRaw).values(mail_id=mail_id, content=raw))
    if not decide:
        return mail_id
    if first is not None and (why or first.decision == "added"):
        _settle(db, mail_id, "repeat", first.complaint_id, now=act.now)
    elif why == "automatic":
        _settle(db, mail_id, "automatic", None, now=act.now)
    elif not why and expected is not None and expected.complaint_id is not None:
        complaint_id = surviving(db, expected.complaint_id)
        messages.add_message(
            db,
            act.as_person(expected.person_id),
            complaint_id=complaint_id,
            person_id=expected.person_id,
            body=mail.words,
            channel="email",
            send_key=send_key(str(row["message_key"]), complaint_id),
        )
        _settle(db, mail_id, "added", complaint_id, now=act.now)
    return mail_id


def find_expected(db: Session, *, mail: Inbound, settings: Settings) -> Expected | None:
    """Return the letter whose own address this mail came to; None when there is none or more than one."""
    hashes = [reply_address.hash_of(token, settings) for token in reply_address.tokens_in(mail.to)]
    if not hashes:
        return None
    rows = db.execute(
        select(Letter.id, Correspondence.complaint_id, Correspondence.person_id)
        .outerjoin(Correspondence, Correspondence.letter_id == Letter.id)
        .where(Letter.reply_hmac.in_(hashes))
    ).all()
    return Expected(rows[0].id, rows[0].complaint_id, rows[0].person_id) if len(rows) == 1 else None


def why_not(db: Session, act: Act, *, mail: Inbound, expected: Expected | None) -> str:
    """Return why a mail may not go onto a matter by itself, "" when it may; the first reason that holds.

    automatic, bounce, perhaps: nobody wrote it, or perhaps nobody. too_large, too_deep, unreadable, no_words,
    too_long: a person has to read it. new: it came to no letter's address. closed: the letter's reader may not add to
    the matter any more. not_proven: the sender is no proven contact of theirs. dmarc: it may be forged. copied: it
    went to others too.
    """
    if mail.automatic:
        return "automatic" if mail.automatic in {"reply", "loop"} else mail.automatic
    if mail.trouble:
        return mail.trouble
    if expected is None or expected.complaint_id is None or expected.person_id is None:
        return "new"
    if not _may_add(db, expected, act.now):
        return "closed"
    if not is_proven_contact(db, person_id=expected.person_id, address=mail.sender):
        return "not_proven"
    if not is_believable(mail.dmarc, act.settings):
        return "dmarc"
    if len(mail.others) > 1:
        return "copied"
    if not mail.words.strip():
        return "no_words"
    return "too_long" if length(mail.words) > act.settings.limits.words else ""


def is_proven_contact(db: Session, *, person_id: PersonId, address: str) -> bool:
    """Tell whether this is an e-mail address at which this person has answered, and that was not replaced since."""
    normal = addresses.normal_email(address)
    return normal is not None and any(
        one.kind == "email" and one.normal == normal and one.proven_at is not None
        for one in contacts.in_use(db, person_id=person_id)
    )


def is_believable(dmarc: str, settings: Settings) -> bool:
    """Tell whether our mail server found nothing wrong with the sender; in demo mode there is no server to look."""
    return dmarc in {"pass", "none"} or (settings.demo and dmarc == "unchecked")


def is_certain(db: Session, mail: InboundMail, person_id: PersonId, settings: Settings) -> bool:
    """Tell whether a mail is from this person as surely as mail can be: a proven contact, and not forged."""
    return is_believable(mail.dmarc, settings) and is_proven_contact(db, person_id=person_id, address=mail.sender)


def send_key(message_key: str, complaint_id: ComplaintId) -> str:
    """Return the key that makes the words of one mail one message on a matter, however often it comes."""
    return keyed_hash(message_key, "send key", complaint_id)[:32]


def note_became(db: Session, *, draft_id: str, complaint_id: ComplaintId) -> None:
    """Note which matter the draft became, or was put onto, that an officer made of a mail."""
    db.execute(update(InboundMail).where(InboundMail.draft_id == draft_id).values(complaint_id=complaint_id))


def of_matter(db: Session, *, complaint_id: ComplaintId) -> list[InboundMail]:
    """Return the mails that were put onto a matter or that it was registered from, the oldest first."""
    return list(
        db.scalars(
            select(InboundMail)
            .where(InboundMail.complaint_id == complaint_id, InboundMail.decision != "repeat")
            .order_by(InboundMail.received_at, InboundMail.id)
        )
    )


def get_raw(db: Session, *, mail_id: str) -> bytes:
    """Return a mail's bytes as they came; `portal.letters.incoming.inbound.attachments` reads its files from them."""
    return db.scalars(select(InboundRaw.content).where(InboundRaw.mail_id == mail_id)).one()


def _row(mail: Inbound, received_at: datetime, why: str, settings: Settings) -> dict[str, object]:
    return {
        **{name: getattr(mail, name) for name in _KEPT},
        "id": new_id(),
        "message_key": _message_key(mail, settings),
        "received_at": received_at,
        "size": min(mail.size, _LARGEST),
        "attachments": [{"name": one.name, "type": one.type, "size": len(one.content)} for one in mail.attachments],
        "why": why,
        # Where there are none, none are owed.
        "files_at": None if mail.attachments else received_at,
    }


def _message_key(mail: Inbound, settings: Settings) -> str:
    """Return what two copies of one mail have in common, whatever way they came."""
    if not mail.message_id:
        return keyed_hash(settings.code_key, "mail", mail.digest)
    said = f"{mail.message_id}\n{mail.sender.casefold()}\n{mail.subject}\n{mail.words}"
    return keyed_hash(settings.code_key, "mail", said)


def _find_repeated(db: Session, mail: Inbound, settings: Settings) -> InboundMail | None:
    found = select(InboundMail).where(InboundMail.message_key == _message_key(mail, settings))
    first = db.scalars(found.order_by(InboundMail.received_at, InboundMail.id)).first()
    names = [(one["name"], one["size"]) for one in first.attachments] if first is not None else []
    return first if names == [(one.name, len(one.content)) for one in mail.attachments] else None


def _answered(db: Session, mail: Inbound) -> str | None:
    """Return the letter of ours that a mail says it answers, or that came back: a hint for a person, no proof."""
    if not mail.answers:
        return None
    return db.scalars(select(Letter.id).where(Letter.message_id.in_(mail.answers)).order_by(Letter.id.desc())).first()


def _may_add(db: Session, expected: Expected, now: datetime) -> bool:
    may = db.scalars(
        select(Grant.may).where(
            Grant.complaint_id == expected.complaint_id, Grant.person_id == expected.person_id, grants.in_force(now)
        )
    ).first()
    return may is not None and bool({"add", "say"} & set(may.split()))


def _settle(db: Session, mail_id: str, decision: str, complaint_id: ComplaintId | None, *, now: datetime) -> None:
    settled = {"decision": decision, "complaint_id": complaint_id, "decided_at": now}
    db.execute(update(InboundMail).where(InboundMail.id == mail_id).values(**settled))
