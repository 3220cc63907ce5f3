"""Sending what is owed: each recipient's letters in order, each by one worker, each marked in its own transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, case, func, select, update
from sqlalchemy.orm import Session

from portal import clock, jobs
from portal.config import Settings
from portal.db import Database, Instant
from portal.letters.outgoing import channels, durable, mail, paper, reply_address
from portal.letters.outgoing.compose import fill
from portal.letters.outgoing.leaving import MOST_TRIES, CannotSend, Outgoing, SendLater
from portal.letters.outgoing.models import Letter, undone
from portal.letters.outgoing.outbox import DELIVER, due, owed
from portal.organisation import council

LEASE = timedelta(minutes=5)
"""How long a worker that took a letter has it to itself; then another takes it up (P4)."""

_LONGEST_WAIT = timedelta(hours=4)
AtSending = Callable[[Session, Letter, Settings, datetime], Mapping[str, str] | None]
"""What is asked at the moment a letter leaves: its secrets by name, made now, or None when it may go no more.

It is asked in the transaction that claims the letter, and again when the letter has to be sent again, so each call may
end the secret of the call before.
"""

Send = Callable[[Outgoing, Settings], None]
log = logging.getLogger(__name__)

_to_be_marked: dict[str, dict[str, datetime]] = {}
"""What became of letters, by id, as long as the database could not be told: a letter that left is not sent again."""


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

        When nobody answers on a channel, its other letters are left for the next round.
        """
        self._settle()
        with self.database.session() as db:
            queues = owed(db, now=now())
        sent, closed = 0, set[str]()
        for queue in queues:
            try:
                sent += self.queue(queue, now, closed=closed)
            except Exception as error:
                # One letter that cannot be made up must not keep everybody else's.
                log.error("ALARM a queue of letters stands still: %s", jobs.place(error))  # noqa: TRY400
        return sent

    def queue(self, queue: str, now: Callable[[], datetime], *, closed: set[str] | None = None) -> int:
        """Send what one recipient is owed, in order, until nothing is left or one letter has to wait.

        Returns how many left. ``now`` is asked anew for each letter, so that each has its whole lease. ``closed`` are
        channels on which nobody answers; one that is found so is added.
        """
        closed = set() if closed is None else closed
        sent = 0
        letter = self._claim(queue, now(), closed)
        while letter is not None:
            try:
                self.send(letter, self.settings)
            except (KeyboardInterrupt, SystemExit):
                raise
            except BaseException as error:
                # Native code that panics raises what is no Exception. It is a failed try like any other.
                if not self._failed(letter, now(), error, closed):
                    break
            else:
                if not self._mark(letter, sent_at=now()):
                    break
                sent += 1
            # Another may have come meanwhile, whose wake-up found this one on its way. Look before taking the turn.
            with self.database.session() as db:
                more = _next(db, queue, now()) is not None
            letter = self._claim(queue, now(), closed) if more else None
        return sent

    def _claim(self, queue: str, now: datetime, closed: set[str]) -> Outgoing | None:
        """Take the queue's next letter, with its secrets made, so that nobody else does; None when there is none.

        A letter that may no longer go is cancelled on the way, one that was taken once too often without a word of what
        became of it is given up, and the one after it is looked at.
        """
        self._settle()
        while True:
            with self.database.changes() as db:
                letter = _next(db, queue, now)
                if letter is None or letter.channel in closed:
                    return None
                lost = letter.tried_at is not None and letter.tries >= MOST_TRIES
                if lost:
                    db.execute(update(Letter).where(Letter.id == letter.id, undone()).values(given_up_at=now))
                else:
                    if not _take(db, letter, now):
                        return None
                    secrets = self.at_sending(db, letter, self.settings, now)
                    if secrets is not None:
                        return _outgoing(letter, secrets, self.settings)
                    db.execute(update(Letter).where(Letter.id == letter.id).values(cancelled_at=now))
            if lost:
                _say_given_up(letter, "whoever took it never said what became of it")
            else:
                log.info("letter %s (%s) was cancelled while it waited", letter.id, letter.kind)

    def _failed(self, letter: Outgoing, now: datetime, error: BaseException, closed: set[str]) -> bool:
        """Give a letter up or put it back, and tell whether the next of its queue is to be looked at."""
        if isinstance(error, CannotSend):
            _say_given_up(letter, str(error))
            return self._mark(letter, given_up_at=now)
        later = error if isinstance(error, SendLater) else SendLater(jobs.place(error))
        given_up = self._put_back(letter, now, later)
        if later.nobody_answers:
            closed.add(letter.channel)
            self._say_that_nobody_answers(letter.channel, now, later)
        return given_up

    def _put_back(self, letter: Outgoing, now: datetime, error: SendLater) -> bool:
        """Let a letter wait for its next try, if nobody else has taken it since; return whether it was given up."""
        values: dict[str, Any] = {"tried_at": None}
        last = not error.nobody_answers and letter.tries >= error.most_tries
        if error.nobody_answers:
            values["tries"] = letter.tries - 1
        elif last:
            values = {"given_up_at": now}
        else:
            values["not_before"] = now + min(timedelta(minutes=2 ** min(letter.tries - 1, 10)), _LONGEST_WAIT)
        mine = and_(Letter.id == letter.letter_id, Letter.tries == letter.tries, undone())
        with self.database.changes() as db:
            db.execute(update(Letter).where(mine).values(**values))
        if last:
            _say_given_up(letter, str(error))
        else:
            which = (letter.letter_id, letter.kind, letter.tries)
            log.warning("letter %s (%s) did not leave at try %s: %s", *which, error)
        return last

    def _mark(self, letter: Outgoing, **columns: datetime) -> bool:
        """Write down what became of a letter, and tell whether that could be done; it is tried again until it can."""
        _to_be_marked[letter.letter_id] = columns
        try:
            self._settle()
        except Exception as error:
            log.warning("what became of letter %s is not written yet: %s", letter.letter_id, jobs.place(error))
            return False
        return True

    def _settle(self) -> None:
        """Write down what became of letters while the database was away. Raises what the database does."""
        for letter_id, columns in list(_to_be_marked.items()):
            with self.database.changes() as db:
                # Also of one that was cancelled while it was on its way: it left.
                db.execute(update(Letter).where(Letter.id == letter_id, Letter.sent_at.is_(None)).values(**columns))
            _to_be_marked.pop(letter_id, None)

    def _say_that_nobody_answers(self, channel: str, now: datetime, error: SendLater) -> None:
        """Raise an alarm, at most once an hour, when letters have waited for more than an hour."""
        waits = case((Letter.not_before > Letter.made_at, Letter.not_before), else_=Letter.made_at)
        with self.database.session() as db:
            since = db.scalar(
                select(func.min(waits)).where(undone(), due(now), Letter.channel == channel, Letter.tries == 0)
            )
        if since is not None and jobs.waits_too_long(f"nobody answers {channel}", since=since, now=now):
            log.error("ALARM no letter leaves by %s, one has waited since %s: %s", channel, since.isoformat(), error)


def register(at_sending: AtSending) -> None:
    """Tell the worker what to do when it is woken for a recipient, and each minute."""

    def when_woken(work: jobs.Work, queue: str) -> None:
        Delivery(work.database, work.settings, at_sending).queue(queue, clock.now)

    def each_minute(work: jobs.Work) -> None:
        Delivery(work.database, work.settings, at_sending).everything(clock.now)

    def each_half_hour(work: jobs.Work) -> None:
        for folder in (mail.folder(work.settings), paper.folder(work.settings)):
            durable.clear(folder, now=clock.now())

    jobs.handler(DELIVER)(when_woken)
    jobs.every(minutes=1)(each_minute)
    jobs.every(minutes=30)(each_half_hour)


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


def _say_given_up(letter: Letter | Outgoing, why: str) -> None:
    letter_id = letter.id if isinstance(letter, Letter) else letter.letter_id
    log.error("ALARM letter %s (%s, %s) given up: %s", letter_id, letter.kind, letter.channel, why)


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
        tries=letter.tries + 1,
    )
