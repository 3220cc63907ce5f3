"""The outbox: a letter is a row, written in the transaction that gives the reason for it, and sent afterwards."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from portal import clock, jobs
from portal.config import Settings
from portal.db import PersonId, insert_rows
from portal.letters.outgoing import addresses, daily, gathering, reply_address
from portal.letters.outgoing.compose import Composed, compose, secrets_in
from portal.letters.outgoing.daily import Asked
from portal.letters.outgoing.kinds import KINDS, Channel, Content, Kind
from portal.letters.outgoing.models import Letter, undone
from portal.people import needs, safe_contact
from portal.people.addresses import normal

DELIVER = "deliver"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a letter goes, and whether that address was proven to answer. Only people on a matter have a ``person_id``.

    Staff, offices and whoever asks for a code have none.
    """

    channel: Channel
    address: str
    language: str
    proven: bool
    person_id: PersonId | None = None
    name: str = ""
    large_print: bool = False


def mailbox(address: str, language: str = "en") -> Recipient:
    """Return an e-mail address known to be right: the council's own, an office's, or one its owner has proven."""
    return Recipient("email", address, language, proven=True)


def post(
    db: Session,
    composed: Composed,
    *,
    to: Recipient,
    now: datetime,
    not_before: datetime | None = None,
    asked: Asked | None = None,
) -> str:
    """Write one letter to the outbox and return its id; the worker is woken after the commit.

    An address that nobody has proven gets ``composed.guarded``; a phone gets ``composed.text``. ``asked`` says who asks
    for a letter that somebody asks for on a page, and is None for every other.

    Beyond its mailbox's daily number (`letters.outgoing.daily`) a letter waits, and one leaves for all that wait. A
    letter to somebody who is to be reached safely is held until an officer lets it go. A letter to an unsafe address,
    or by a channel that is not offered, is written as cancelled and never sent: with an alarm when we owe it. So is
    what one network asks for too often, and a code or a reference asked for at the address of somebody to be reached
    safely.
    Raises ValueError when the kind and the recipient, or the secret and its place, do not fit: a fault of the caller.
    """
    what = KINDS[composed.kind]
    _check(what, to, composed, asked)
    letter = _row(db, composed, to=to, now=now)
    # Nobody asks in vain because of an address that only looks alike; what is owed may wait for one.
    mailbox = (addresses.lane if asked else addresses.mailbox)(to.address, to.channel)
    proven = to.proven or to.channel == "post"
    leaves = daily.answer(db, composed.settings, what, mailbox=mailbox, proven=proven, asked=asked, now=now)
    cancelled = (
        not letter["address"]
        or to.channel not in offered(composed.settings)
        or leaves == "no"
        or _asked_for_unsafely(db, what, to)
    )
    held = not cancelled and to.person_id is not None and safe_contact.is_on(db, person_id=to.person_id)
    letter |= {"not_before": not_before, "held_at": now if held else None, "cancelled_at": now if cancelled else None}
    rows = [letter]
    if leaves == "together" and not held and (asked is not None or not cancelled):
        rows = _with_others(db, letter, composed, to=to, asked=asked)
    insert_rows(db, Letter, rows)
    if cancelled and what.cause != "asked":
        log.error("ALARM letter %s (%s, %s) is owed and cannot be sent", letter["id"], composed.kind, to.channel)
    elif cancelled:
        log.warning("letter %s (%s) was not accepted for sending", letter["id"], composed.kind)
    elif letter["not_before"] is None and not held and letter["goes_with"] is None:
        jobs.wake_after(db, DELIVER, letter["queue"])
    return str(letter["id"])


def cancel(
    db: Session, *, now: datetime, letter_ids: Iterable[str] | None = None, person_id: PersonId | None = None
) -> int:
    """Cancel those of these letters, or of one person's, that have not left yet; return how many."""
    if (letter_ids is None) == (person_id is None):
        raise ValueError("name letters or a person")
    whose = Letter.person_id == person_id if letter_ids is None else Letter.id.in_(list(letter_ids))
    done = db.execute(update(Letter).where(whose, undone()).values(cancelled_at=now))
    return int(getattr(done, "rowcount", 0))


def send_elsewhere(db: Session, *, letter_id: str, address: str) -> None:
    """Let a letter to staff that has not left go to another mailbox; the worker finds it within a minute."""
    queue = addresses.queue_of(None, address, "email")
    whose = and_(Letter.id == letter_id, Letter.person_id.is_(None), undone())
    db.execute(update(Letter).where(whose).values(address=address, queue=queue))


def hold(db: Session, *, person_ids: Iterable[PersonId], now: datetime) -> None:
    """Hold what was written to these persons and has not been taken for sending; none of it leaves with others."""
    theirs = and_(Letter.person_id.in_(list(person_ids)), undone(), Letter.tries == 0, Letter.held_at.is_(None))
    db.execute(update(Letter).where(theirs).values(held_at=now, goes_with=None))


def let_go(db: Session, *, letter_ids: Iterable[str]) -> int:
    """Send those of these held letters that are still to be sent; return how many."""
    held = select(Letter.id, Letter.queue).where(Letter.id.in_(list(letter_ids)), undone(), Letter.held_at.is_not(None))
    rows = db.execute(held).all()
    db.execute(update(Letter).where(Letter.id.in_([row.id for row in rows])).values(held_at=None))
    for row in rows:
        jobs.wake_after(db, DELIVER, row.queue)
    return len(rows)


def owed(db: Session, *, now: datetime) -> list[str]:
    """Return the queues that hold a letter to be sent by now, the longest waiting first."""
    return list(
        db.scalars(
            select(Letter.queue).where(undone(), due(now)).group_by(Letter.queue).order_by(func.min(Letter.made_at))
        )
    )


def offered(settings: Settings) -> frozenset[Channel]:
    """Return the channels that letters can leave by.

    Texts only in demo mode: there is no gateway for them yet. Elsewhere a phone is proven by an officer's call back.
    """
    written: frozenset[Channel] = frozenset({"email", "post"})
    return written | {"sms"} if settings.demo else written


def due(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Letters that no officer and no later moment holds back, and that do not leave with another one."""
    alone = and_(Letter.held_at.is_(None), Letter.goes_with.is_(None))
    return and_(alone, or_(Letter.not_before.is_(None), Letter.not_before <= now))


def _check(what: Kind, to: Recipient, composed: Composed, asked: Asked | None) -> None:
    if (what.cause == "asked") != (asked is not None):
        raise ValueError(f"letter {composed.kind} does not say who asks for it, or nobody may ask for it")
    if to.channel not in what.channels:
        raise ValueError(f"letter {composed.kind} does not go by {to.channel}")
    if what.proven_only and not to.proven:
        raise ValueError(f"letter {composed.kind} goes to proven addresses only")
    if secrets_in(_body(to, composed)) != set(composed.secret):
        raise ValueError(f"letter {composed.kind} has the wrong secret")
    if "\n" in composed.subject or "\r" in composed.subject:
        raise ValueError("a subject is one line")


def _body(to: Recipient, composed: Composed) -> str:
    if to.channel == "sms":
        return composed.text
    # Nobody can prove a postal address by a code, and the envelope names the person it is for.
    return composed.body if to.proven or to.channel == "post" else composed.guarded


def _row(db: Session, composed: Composed, *, to: Recipient, now: datetime) -> dict[str, Any]:
    """The row of a letter that leaves by itself and at once."""
    what, letter_id = KINDS[composed.kind], _ordered_id()
    sent_to = to.address if addresses.is_safe(to.address, to.channel) else ""
    return {
        "id": letter_id,
        "kind": composed.kind,
        "channel": to.channel,
        "queue": addresses.queue_of(letter_id if what.at_once else to.person_id, sent_to, to.channel),
        "person_id": to.person_id,
        "recipient": to.name,
        "address": sent_to,
        "language": composed.language,
        "large_print": to.large_print or _wants_large_print(db, to),
        "subject": composed.subject,
        "body": _body(to, composed),
        "secret": dict(composed.secret),
        "reply_hmac": _reply_hmac(what, to, letter_id, composed.settings),
        "message_id": f"<{secrets.token_hex(16)}@{_domain(composed.settings)}>",
        "made_at": now,
        "not_before": None,
        "held_at": None,
        "goes_with": None,
        "cancelled_at": None,
    }


def _with_others(
    db: Session, letter: dict[str, Any], composed: Composed, *, to: Recipient, asked: Asked | None
) -> list[dict[str, Any]]:
    """Let a letter wait with those to its address that wait already; return the rows to write, the first one before it.

    Of what we owe the first is a letter of its own, which tells the references and nothing else. Of codes it is a
    letter like the others, filled in with all of them; of other letters asked for, the newest goes for all.
    """
    settings = composed.settings
    sort = "owed" if asked is None else asked.apart + composed.kind
    limits, now = settings.limits, letter["made_at"]
    waiting = gathering.find(db, sort=sort, address=to.address, channel=to.channel, limits=limits, now=now)
    letter["goes_with"] = waiting.first_id
    if asked is not None:
        letter |= {"queue": waiting.queue, "not_before": None if waiting.first_id else waiting.not_before}
        if not composed.secret:
            gathering.say_anew(db, first_id=waiting.first_id, body=letter["body"])
        return [letter]
    if waiting.first_id is not None:
        return [letter]
    first = compose(Content("gathered", secret={"references": ""}), language=composed.language, settings=settings)
    row = _row(db, first, to=replace(to, person_id=None, name=""), now=now)
    row |= {"queue": waiting.queue, "not_before": waiting.not_before, "secret": {"references": row["id"]}}
    letter["goes_with"] = row["id"]
    return [row, letter]


def _asked_for_unsafely(db: Session, what: Kind, to: Recipient) -> bool:
    """Whether this is a letter that somebody asks for, to the address of somebody who is to be reached safely.

    Others may read there what it holds: a code, or the references of that person.
    """
    if not (what.cause == "asked" or what.fills_in == "one_time_code") or to.person_id is not None:
        return False
    kind = "phone" if to.channel == "sms" else to.channel
    compared = normal(kind, to.address)
    return compared is not None and safe_contact.is_on_at(db, kind=kind, normal=compared)


def _wants_large_print(db: Session, to: Recipient) -> bool:
    """Whether the person asked for large print on any matter of theirs: it holds for all of them."""
    if to.channel != "post" or to.person_id is None:
        return False
    return needs.of(db, person_id=to.person_id).large_print


def _reply_hmac(what: Kind, to: Recipient, letter_id: str, settings: Settings) -> str | None:
    if what.staff or to.channel != "email":
        return None
    return reply_address.hash_of(reply_address.token_of(letter_id, settings), settings)


def _ordered_id() -> str:
    """Return an id that sorts by when it was made: two letters of one transaction have the same ``made_at``."""
    return f"{int(clock.now().timestamp() * 1_000_000):016x}{secrets.token_hex(8)}"


def _domain(settings: Settings) -> str:
    return parseaddr(settings.mail_from)[1].rpartition("@")[2] or settings.host.partition(":")[0]
