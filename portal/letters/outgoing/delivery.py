"""Sending what is owed: each recipient's letters in order, each by one worker, each marked in its own transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from portal import clock, jobs
from portal.config import Settings
from portal.db import Database, Instant
from portal.letters.outgoing import channels, reply_address
from portal.letters.outgoing.compose import fill
from portal.letters.outgoing.leaving import CannotSend, Outgoing, SendLater
from portal.letters.outgoing.models import Letter
from portal.letters.outgoing.outbox import DELIVER, due, owed, undone
from portal.organisation import council

LEASE = timedelta(minutes=5)
"""How long a worker that took a letter has it to itself; then another takes it up (P4)."""

MOST_TRIES = 30
_LONGEST_WAIT = timedelta(hours=4)
AtSending = Callable[[Session, Letter, Settings, datetime], Mapping[str, str] | None]
"""What is asked at the moment a letter leaves: its secrets by name, made now, or None when it may go no more.

It is asked in the transaction that claims the letter, and again when the letter has to be sent again, so each call may
end the secret of the call before.
"""

Send = Callable[[Outgoing, Settings], None]
log = logging.getLogger(__name__)


# Built once: making up a statement costs more than running it.
_FIRST = (
    select(Letter)
    .where(
        Letter.queue == bindparam("queue"),
        undone(),
        Letter.held_at.is_(None),
        due(bindparam("now", type_=Instant)) | (Letter.tries > 0),
    )
    .order_by(Letter.made_at, Letter.id)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """Sends the letters of one database, asks ``at_sending`` about each as it leaves, and hands it to ``send``."""

    database: Database
    settings: Settings
    at_sending: AtSending
    send: Send = channels.send

    def everything(self, now: Callable[[], datetime]) -> int:
        """Send everything that is owed, here and now, and return how many letters left.

        When a channel's server does not answer, the rest of the round is left for later.
        """
        with self.database.session() as db:
            queues = owed(db, now=now())
        sent = 0
        for queue in queues:
            try:
                sent += self.queue(queue, now)
            except SendLater:
                log.warning("letters wait: their channel does not answer")
                break
            except Exception as error:
                # One letter that cannot be made up must not keep everybody else's.
                log.error("ALARM a queue of letters stands still: %s", jobs.place(error))  # noqa: TRY400
        return sent

    def queue(self, queue: str, now: Callable[[], datetime]) -> int:
        """Send what one recipient is owed, in order, until nothing is left or one letter has to wait.

        Returns how many left. ``now`` is asked anew for each letter, so that each has its whole lease. Raises SendLater
        when the channel's server does not answer at all; the letter is back in its place by then.
        """
        sent = 0
        letter = self._claim(queue, now())
        while letter is not None:
            try:
                self.send(letter, self.settings)
            except CannotSend as error:
                self._give_up(letter, now(), error)
            except SendLater as error:
                self._put_back(letter, now(), error)
                if error.nobody_answers:
                    raise
                break
            except Exception as error:
                self._put_back(letter, now(), SendLater(jobs.place(error)))
                break
            else:
                self._mark(letter, sent_at=now())
                sent += 1
            # Another may have come meanwhile, whose wake-up found this one on its way. Look before taking the turn.
            with self.database.session() as db:
                more = _next(db, queue, now()) is not None
            letter = self._claim(queue, now()) if more else None
        return sent

    def _claim(self, queue: str, now: datetime) -> Outgoing | None:
        """Take the queue's next letter, with its secrets made, so that nobody else does; None when there is none.

        A letter that may no longer go is cancelled on the way, and the one after it is looked at.
        """
        while True:
            with self.database.changes() as db:
                letter = _next(db, queue, now)
                if letter is None or not _take(db, letter, now):
                    return None
                secrets = self.at_sending(db, letter, self.settings, now)
                if secrets is not None:
                    return _outgoing(letter, secrets, self.settings)
                db.execute(update(Letter).where(Letter.id == letter.id).values(cancelled_at=now))
                log.info("letter %s (%s) was cancelled while it waited", letter.id, letter.kind)

    def _put_back(self, letter: Outgoing, now: datetime, error: SendLater) -> None:
        with self.database.changes() as db:
            tries = db.scalar(select(Letter.tries).where(Letter.id == letter.letter_id)) or 1
            if tries >= MOST_TRIES:
                values: dict[str, datetime | None] = {"given_up_at": now}
            else:
                wait = min(timedelta(minutes=2 ** min(tries - 1, 10)), _LONGEST_WAIT)
                values = {"not_before": now + wait, "tried_at": None}
            db.execute(update(Letter).where(Letter.id == letter.letter_id).values(**values))
        if tries >= MOST_TRIES:
            log.error("ALARM letter %s (%s, %s) given up: %s", letter.letter_id, letter.kind, letter.channel, error)
        else:
            log.warning("letter %s (%s) did not leave at try %s: %s", letter.letter_id, letter.kind, tries, error)

    def _give_up(self, letter: Outgoing, now: datetime, error: CannotSend) -> None:
        self._mark(letter, given_up_at=now)
        log.error("ALARM letter %s (%s, %s) cannot leave: %s", letter.letter_id, letter.kind, letter.channel, error)

    def _mark(self, letter: Outgoing, **columns: datetime) -> None:
        with self.database.changes() as db:
            db.execute(update(Letter).where(Letter.id == letter.letter_id).values(**columns))


def register(at_sending: AtSending) -> None:
    """Tell the worker what to do when it is woken for a recipient, and each minute."""

    def when_woken(work: jobs.Work, queue: str) -> None:
        try:
            Delivery(work.database, work.settings, at_sending).queue(queue, clock.now)
        except SendLater:
            log.warning("letters wait: their channel does not answer")

    def each_minute(work: jobs.Work) -> None:
        Delivery(work.database, work.settings, at_sending).everything(clock.now)

    jobs.handler(DELIVER)(when_woken)
    jobs.every(minutes=1)(each_minute)


def _next(db: Session, queue: str, now: datetime) -> Letter | None:
    """Return the queue's next letter, None when there is none, or it is being sent, or waits for its next try.

    A letter held back from the start lets later ones pass; one that failed does not, so that the order is kept.
    """
    letter = db.scalars(_FIRST, {"queue": queue, "now": now}).one_or_none()
    if letter is None:
        return None
    taken = letter.tried_at is not None and letter.tried_at > now - LEASE
    waits = letter.not_before is not None and letter.not_before > now
    return None if taken or waits else letter


def _take(db: Session, letter: Letter, now: datetime) -> bool:
    taken = db.execute(
        update(Letter)
        .where(Letter.id == letter.id, Letter.tries == letter.tries, undone())
        .values(tries=Letter.tries + 1, tried_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(getattr(taken, "rowcount", 0))


def _outgoing(letter: Letter, secrets: Mapping[str, str], settings: Settings) -> Outgoing:
    return Outgoing(
        letter_id=letter.id,
        kind=letter.kind,
        channel=letter.channel,  # type: ignore[arg-type]
        recipient=letter.recipient,
        address=letter.address,
        language=letter.language,
        large_print=letter.large_print,
        subject=letter.subject,
        body=fill(letter.body, secrets),
        message_id=letter.message_id,
        made_at=letter.made_at,
        sender_name=council.load(settings.council_file).name,
        reply_to=reply_address.address_of(letter.id, settings) if letter.reply_hmac else "",
    )
