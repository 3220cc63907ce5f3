"""Delivery: everything owed leaves once, in order, whatever dies on the way."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal import jobs
from portal.complaints.codes import letter_secrets
from portal.config import ROOT, Settings
from portal.db import Database
from portal.letters.outgoing import durable, mail
from portal.letters.outgoing.delivery import LEASE, Delivery
from portal.letters.outgoing.leaving import MOST_TRIES, CannotSend, Outgoing, SendLater
from portal.letters.outgoing.models import Letter
from portal.people import one_time_codes
from portal.people.models import OneTimeCode
from tests.delivered import deliver_all
from tests.letters.outgoing.sample_letters import post, recipient, values_for

pytestmark = pytest.mark.database


def letters(database: Database) -> list[Letter]:
    with database.session() as db:
        return list(db.scalars(select(Letter).order_by(Letter.made_at, Letter.id)))


def files(settings: Settings) -> dict[str, EmailMessage]:
    """The messages in the mail folder by file name."""
    folder = mail.folder(settings)
    return {file.name: message_from_bytes(file.read_bytes(), policy=default) for file in sorted(folder.glob("*.eml"))}


def body(message: EmailMessage) -> str:
    return str(message.get_content())


class Noting:
    """A channel that notes what leaves, and fails when it is told to."""

    def __init__(self, *faults: BaseException | None) -> None:
        self.sent: list[Outgoing] = []
        self.faults = list(faults)

    def __call__(self, letter: Outgoing, settings: Settings) -> None:
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault
        self.sent.append(letter)

    @property
    def ids(self) -> list[str]:
        return [letter.letter_id for letter in self.sent]


def nobody_answers(_letter: Outgoing, _settings: Settings) -> None:
    raise SendLater("down", nobody_answers=True)


class Dropping:
    """A database that goes away after so many transactions, until it is told to come back."""

    def __init__(self, database: Database, *, after: int) -> None:
        self.database, self.left = database, after

    def __getattr__(self, name: str) -> object:
        return getattr(self.database, name)

    @contextmanager
    def changes(self) -> Iterator[Session]:
        if not self.left:
            raise OperationalError("planted", None, Exception("planted"))
        self.left -= 1
        with self.database.changes() as db:
            yield db


@pytest.fixture(autouse=True)
def no_alarm_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_alarmed", {})


def alarms(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if "ALARM" in record.getMessage()]


def test_what_is_owed_lies_in_the_mail_folder_once(database: Database, settings: Settings, now: datetime) -> None:
    with database.changes() as db:
        letter_id = post(db, settings, now)
    assert deliver_all(database, settings, now) == 1
    assert deliver_all(database, settings, now) == 0
    ((name, message),) = files(settings).items()
    (letter,) = letters(database)
    assert name == f"{letter_id}.eml"
    assert message["Message-ID"] == letter.message_id
    assert message["To"] == "ann@home.example"
    assert message["X-Channel"] == "email"
    assert "planted-words" in body(message)
    assert letter.sent_at == now


def test_one_recipients_letters_leave_in_order(database: Database, settings: Settings, now: datetime) -> None:
    with database.changes() as db:
        ids = [post(db, settings, now) for _number in range(5)]
    sent = Noting()
    deliver_all(database, settings, now, send=sent)
    assert sent.ids == ids


def test_a_letter_that_has_to_wait_keeps_those_after_it_but_nobody_elses(
    database: Database, settings: Settings, now: datetime
) -> None:
    with database.changes() as db:
        first, second = post(db, settings, now), post(db, settings, now + timedelta(seconds=1))
        other = post(db, settings, now + timedelta(seconds=2), to=recipient("bob@home.example"))
        code = post(db, settings, now, "one_time_code", secret={"one_time_code": "gone"})
    sent = Noting(SendLater("busy"))
    assert deliver_all(database, settings, now + timedelta(seconds=3), send=sent) == 1
    assert sent.ids == [other]
    assert next(letter for letter in letters(database) if letter.id == code).cancelled_at is not None
    deliver_all(database, settings, now + timedelta(seconds=30), send=sent)
    assert sent.ids == [other]
    deliver_all(database, settings, now + timedelta(minutes=2), send=sent)
    assert sent.ids == [other, first, second]


def test_a_letter_held_back_lets_later_ones_pass(database: Database, settings: Settings, now: datetime) -> None:
    with database.changes() as db:
        held = post(db, settings, now, not_before=now + timedelta(hours=1))
        free = post(db, settings, now)
    sent = Noting()
    deliver_all(database, settings, now, send=sent)
    assert sent.ids == [free]
    deliver_all(database, settings, now + timedelta(hours=1), send=sent)
    assert sent.ids == [free, held]


def test_a_channel_that_is_down_for_hours_loses_nothing(database: Database, settings: Settings, now: datetime) -> None:
    with database.changes() as db:
        ids = [post(db, settings, now, to=recipient(f"{name}@home.example")) for name in "abc" for _n in range(2)]
    for minute in range(2 * MOST_TRIES):
        assert deliver_all(database, settings, now + timedelta(minutes=minute), send=nobody_answers) == 0
    assert {letter.tries for letter in letters(database)} == {0}
    up = Noting()
    assert deliver_all(database, settings, now + timedelta(hours=5), send=up) == 6
    assert sorted(up.ids) == sorted(ids)


def test_each_next_try_waits_longer_and_the_last_one_raises_an_alarm(
    database: Database, settings: Settings, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    with database.changes() as db:
        post(db, settings, now)
    fails = Noting(*[SendLater("busy")] * MOST_TRIES)
    at, waits, letter = now, [], letters(database)[0]
    for _try in range(MOST_TRIES):
        deliver_all(database, settings, at, send=fails)
        (letter,) = letters(database)
        waits.append((letter.not_before or at) - at)
        at = letter.not_before or at
    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert max(waits) == timedelta(hours=4)
    assert letter.given_up_at is not None
    (alarm,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "ALARM" in alarm.getMessage()
    assert letter.id in alarm.getMessage()
    assert "ann@home.example" not in caplog.text
    assert "planted" not in caplog.text


def test_an_address_that_does_not_exist_is_given_up_at_once(
    database: Database, settings: Settings, now: datetime
) -> None:
    with database.changes() as db:
        first, second = post(db, settings, now), post(db, settings, now)
    sent = Noting(CannotSend("refused with 550"))
    deliver_all(database, settings, now, send=sent)
    assert sent.ids == [second]
    assert {letter.id: letter.given_up_at for letter in letters(database)} == {first: now, second: None}


def test_two_workers_on_one_outbox_send_each_letter_once_and_in_order(
    database: Database, settings: Settings, now: datetime
) -> None:
    made: dict[str, list[str]] = {}
    with database.changes() as db:
        for person in range(6):
            to = recipient(f"p{person}@home.example")
            made[to.address] = [post(db, settings, now, to=to) for _number in range(4)]
    sent: list[Outgoing] = []
    start = threading.Barrier(2)

    def work() -> None:
        own = Database(settings.database_url, synchronous="OFF")
        start.wait()
        for _round in range(30):
            deliver_all(own, settings, now, send=lambda letter, _settings: sent.append(letter))
        own.dispose()

    workers = [threading.Thread(target=work) for _worker in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Counter(letter.letter_id for letter in sent) == Counter(id_ for ids in made.values() for id_ in ids)
    for address, ids in made.items():
        assert [letter.letter_id for letter in sent if letter.address == address] == ids


_KILLED = """
import os, sys
from datetime import datetime
from pathlib import Path
from portal.config import Settings
from portal.db import Database
from portal.letters.outgoing import channels
from tests.delivered import deliver_all
url, var, now = sys.argv[1:]
settings = Settings(demo=True, testing=True, database_url=url, base_url="http://localhost", var=Path(var),
    secret_key="k1" * 20, code_key="k2" * 20, event_key="k3" * 20, data_key="k4" * 20,
    equality_key="k5" * 20)
def send_and_die(letter, chosen):
    channels.send(letter, chosen)
    os.kill(os.getpid(), 9)
deliver_all(Database(url), settings, datetime.fromisoformat(now), send=send_and_die)
"""


def test_killed_between_sending_and_marking_it_is_sent_again_as_the_same_message(
    database: Database, settings: Settings, now: datetime
) -> None:
    with database.changes() as db:
        post(db, settings, now)
    arguments = [settings.database_url, str(settings.var), now.isoformat()]
    killed = subprocess.run([sys.executable, "-c", _KILLED, *arguments], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    before = files(settings)
    assert len(before) == 1
    assert deliver_all(database, settings, now + LEASE - timedelta(seconds=1)) == 0
    assert deliver_all(database, settings, now + LEASE) == 1
    after = files(settings)
    assert list(after) == list(before)
    assert [message["Message-ID"] for message in after.values()] == [
        message["Message-ID"] for message in before.values()
    ]
    assert [path.suffix for path in mail.folder(settings).iterdir()] == [".eml"]


def test_a_code_is_made_while_it_is_sent_and_kept_nowhere_in_clear(
    database: Database, settings: Settings, now: datetime
) -> None:
    with database.changes() as db:
        code_id = one_time_codes.ask(
            db,
            one_time_codes.Wanted("draft", "d" * 32, "email", "ann@home.example"),
            browser_hash="b" * 64,
            now=now,
            settings=settings,
        )
        post(db, settings, now, "one_time_code", to=recipient(proven=False), secret={"one_time_code": code_id})
    sending = now + timedelta(minutes=3)
    deliver_all(database, settings, sending)
    (message,) = files(settings).values()
    digits = next(line for line in body(message).splitlines() if line.isdigit())
    assert len(digits) == 6
    with database.session() as db:
        letter, code = db.scalars(select(Letter)).one(), db.scalars(select(OneTimeCode)).one()
        assert digits not in letter.body + letter.subject + str(letter.secret)
        assert digits not in str(code.code_hmac)
        assert code.expires_at == sending + timedelta(minutes=settings.limits.code_minutes)
    with database.changes() as db:
        used = one_time_codes.use(
            db, purpose="draft", browser_hash="b" * 64, digits=digits, now=sending, settings=settings
        )
    assert used == "d" * 32


def test_where_nothing_is_to_be_sent_the_same_row_is_written_and_cancelled(
    database: Database, settings: Settings, now: datetime
) -> None:
    with database.changes() as db:
        code_id = one_time_codes.ask(
            db,
            one_time_codes.Wanted("track", None, "email", "nobody@home.example"),
            browser_hash="b" * 64,
            now=now,
            settings=settings,
        )
        post(db, settings, now, "one_time_code", to=recipient(proven=False), secret={"one_time_code": code_id})
    assert deliver_all(database, settings, now) == 0
    (letter,) = letters(database)
    assert letter.cancelled_at == now
    assert files(settings) == {}


def test_a_right_that_ended_while_the_letter_waited_stops_it(
    database: Database, settings: Settings, now: datetime
) -> None:
    with database.changes() as db:
        first, second = post(db, settings, now), post(db, settings, now)

    def all_but_the_first(_db: Session, letter: Letter, *_more: object) -> dict[str, str] | None:
        return None if letter.id == first else {}

    sent = Noting()
    assert deliver_all(database, settings, now, at_sending=all_but_the_first, send=sent) == 1
    assert sent.ids == [second]
    assert {letter.id: letter.cancelled_at for letter in letters(database)} == {first: now, second: None}


def test_another_subject_makes_its_secret_while_it_is_sent(
    database: Database, settings: Settings, now: datetime
) -> None:
    def made(_db: Session, letter: Letter, *_more: object) -> dict[str, str]:
        return {name: f"BCDF {subject}" for name, subject in letter.secret.items()}

    to = recipient("1 High Street\nTown", channel="post", proven=False)
    with database.changes() as db:
        post(db, settings, now, "access_letter", to=to, secret={"tracking_code": "GRNT"})
    assert deliver_all(database, settings, now, at_sending=made) == 1
    (message,) = files(settings).values()
    assert "\nBCDF GRNT\n" in body(message)
    assert message["X-Channel"] == "post"
    assert message["X-Address"] == "1 High Street, Town"
    assert len(list((settings.var / "post").glob("*.pdf"))) == 1
    assert "BCDF" not in letters(database)[0].body


def test_a_text_is_a_file_in_demo_mode(database: Database, settings: Settings, now: datetime) -> None:
    with database.changes() as db:
        post(db, settings, now, to=recipient("07700 900123", channel="sms"))
    assert deliver_all(database, settings, now) == 1
    (message,) = files(settings).values()
    assert message["X-Channel"] == "sms"
    assert message["X-Address"] == "07700 900123"
    assert body(message).startswith("You have a message from")


def test_a_name_never_becomes_a_header(database: Database, settings: Settings, now: datetime) -> None:
    with database.changes() as db:
        post(db, settings, now, to=recipient(name="A\r\nBcc: x@y.example"))
    deliver_all(database, settings, now)
    (message,) = files(settings).values()
    assert message["Bcc"] is None
    assert "x@y.example" not in str(message["To"])


def test_nothing_half_written_is_left_when_the_disk_is_full(
    database: Database, settings: Settings, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.changes() as db:
        letter_id = post(db, settings, now)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        assert deliver_all(database, settings, now) == 0
    assert list(mail.folder(settings).iterdir()) == []
    assert deliver_all(database, settings, now + timedelta(minutes=1)) == 1
    assert list(files(settings)) == [f"{letter_id}.eml"]


def test_a_fault_of_the_portal_itself_keeps_nobody_elses_letters(
    database: Database, settings: Settings, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    with database.changes() as db:
        broken = post(db, settings, now)
        to = recipient("1 High Street", channel="post")
        post(db, settings, now, "access_letter", to=to, secret={"tracking_code": "nobody makes it"})
        other = post(db, settings, now, to=recipient("bob@home.example"))
    sent = Noting(ZeroDivisionError("planted"))

    def makes_no_code(_db: Session, letter: Letter, *_more: object) -> dict[str, str]:
        if letter.secret:
            raise KeyError("planted")
        return {}

    deliver_all(database, settings, now, at_sending=makes_no_code, send=sent)
    assert sent.ids == [other]
    assert "ALARM" in caplog.text
    assert "planted" not in caplog.text
    deliver_all(database, settings, now + timedelta(minutes=1), send=sent)
    assert sent.ids[:2] == [other, broken]


def test_a_wake_up_for_nothing_does_nothing(database: Database, settings: Settings, now: datetime) -> None:
    assert Delivery(database, settings, letter_secrets.at_sending).queue("nobody", lambda: now) == 0
    with database.session() as db:
        assert db.scalar(select(func.count()).select_from(Letter)) == 0


def test_nobody_answering_raises_an_alarm_after_an_hour_and_then_each_hour(
    database: Database, settings: Settings, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    with database.changes() as db:
        post(db, settings, now)
    raised = []
    for minute in range(0, 190, 5):
        deliver_all(database, settings, now + timedelta(minutes=minute), send=nobody_answers)
        raised.append(len(alarms(caplog)))
    assert (raised[11], raised[12]) == (0, 1)
    assert raised[-1] == 3
    assert "ann@home.example" not in caplog.text


def test_one_channel_that_is_down_keeps_no_letter_of_another(
    database: Database, settings: Settings, now: datetime
) -> None:
    with database.changes() as db:
        for number in range(3):
            by_post = recipient(f"{number} High Street", channel="post", proven=False)
            post(db, settings, now + timedelta(seconds=number), to=by_post)
        by_mail = post(db, settings, now + timedelta(seconds=9))
    tried: list[str] = []

    def send(letter: Outgoing, _settings: Settings) -> None:
        tried.append(letter.letter_id if letter.channel == "email" else letter.channel)
        if letter.channel == "post":
            raise SendLater("no room", nobody_answers=True)

    assert deliver_all(database, settings, now + timedelta(minutes=1), send=send) == 1
    assert tried == ["post", by_mail]


def test_what_was_sent_when_the_database_went_away_is_not_sent_again(
    database: Database, settings: Settings, now: datetime
) -> None:
    with database.changes() as db:
        first, second = post(db, settings, now), post(db, settings, now)
    sent, away = Noting(), Dropping(database, after=1)
    deliver_all(cast(Database, away), settings, now, send=sent)
    assert sent.ids == [first]
    with pytest.raises(OperationalError):
        deliver_all(cast(Database, away), settings, now + timedelta(minutes=1), send=sent)
    deliver_all(database, settings, now + 2 * LEASE, send=sent)
    assert sent.ids == [first, second]
    assert [letter.sent_at for letter in letters(database)] == [now, now + 2 * LEASE]


def test_what_was_refused_when_the_database_went_away_is_not_sent_again(
    database: Database, settings: Settings, now: datetime
) -> None:
    with database.changes() as db:
        post(db, settings, now)
    sent = Noting(CannotSend("refused with 550"))
    deliver_all(cast(Database, Dropping(database, after=1)), settings, now, send=sent)
    deliver_all(database, settings, now + 2 * LEASE, send=sent)
    assert sent.ids == []
    assert letters(database)[0].given_up_at == now


def test_a_letter_that_nobody_came_back_from_is_given_up_in_the_end(
    database: Database, settings: Settings, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    """Each worker that took it died: it holds up the next letter of the same person no longer than its tries."""
    with database.changes() as db:
        deadly, next_one = post(db, settings, now), post(db, settings, now)
    sent, at = Noting(), now

    def dies(_letter: Outgoing, _settings: Settings) -> None:
        raise SystemExit

    for _try in range(MOST_TRIES):
        with pytest.raises(SystemExit):
            deliver_all(database, settings, at, send=dies)
        at += LEASE
    assert deliver_all(database, settings, at, send=sent) == 1
    assert sent.ids == [next_one]
    assert letters(database)[0].given_up_at == at
    (alarm,) = alarms(caplog)
    assert deadly in alarm


def test_native_code_that_panics_is_a_failed_try(database: Database, settings: Settings, now: datetime) -> None:
    class PanicException(BaseException):
        pass

    with database.changes() as db:
        post(db, settings, now)
        other = post(db, settings, now + timedelta(seconds=1), to=recipient("bob@home.example"))
    sent = Noting(PanicException("planted"))
    deliver_all(database, settings, now + timedelta(seconds=2), send=sent)
    assert sent.ids == [other]
    failed = letters(database)[0]
    assert (failed.tries, failed.tried_at, failed.given_up_at) == (1, None, None)


def test_who_comes_back_after_the_lease_takes_nothing_from_the_one_who_has_the_letter(
    database: Database, settings: Settings, now: datetime
) -> None:
    with database.changes() as db:
        post(db, settings, now)
    sent = Noting()

    def slow_and_in_vain(letter: Outgoing, _settings: Settings) -> None:
        def meanwhile(_letter: Outgoing, _settings: Settings) -> None:
            raise SystemExit

        with pytest.raises(SystemExit):
            deliver_all(database, settings, now + LEASE, send=meanwhile)
        raise SendLater("in vain")

    deliver_all(database, settings, now, send=slow_and_in_vain)
    (letter,) = letters(database)
    assert (letter.tries, letter.tried_at, letter.not_before) == (2, now + LEASE, None)
    assert deliver_all(database, settings, now + LEASE + timedelta(minutes=4), send=sent) == 0


def test_a_text_that_brings_the_typesetter_down_is_given_up_and_keeps_nobody(
    database: Database, settings: Settings, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    to = recipient("1 High Street\nTown", channel="post", proven=False)
    with database.changes() as db:
        deadly = post(db, settings, now, to=to, values={**values_for("message"), "words": "a" + "\u0301" * 20_000})
        plain = post(db, settings, now, to=to)
        other = post(db, settings, now, to=recipient("2 High Street\nTown", channel="post", proven=False))
    assert deliver_all(database, settings, now) == 1
    for minutes in (1, 3, 5):
        deliver_all(database, settings, now + timedelta(minutes=minutes))
    kept = {letter.id: letter for letter in letters(database)}
    assert kept[other].sent_at == now
    assert kept[plain].sent_at == now + timedelta(minutes=3)
    assert kept[deadly].given_up_at == now + timedelta(minutes=3)
    assert kept[deadly].tries == 3
    (alarm,) = alarms(caplog)
    assert deadly in alarm


def test_what_a_dead_worker_left_half_written_is_cleared_away(settings: Settings, now: datetime) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    folder = mail.folder(settings)
    folder.mkdir(parents=True)
    dead, mine, old = (folder / f".{name}.part" for name in (f"a.eml.{ended.pid}", f"b.eml.{os.getpid()}", "c.eml.1"))
    for path in (dead, mine, old):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    other = folder / ".note.part"
    other.write_bytes(b"not ours")
    assert durable.clear(folder, now=now) == 2
    assert sorted(folder.iterdir()) == sorted([mine, other])
