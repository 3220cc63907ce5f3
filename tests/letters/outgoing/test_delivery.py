"""Delivery: everything owed leaves once, in order, whatever dies on the way."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.complaints.codes import letter_secrets
from portal.config import ROOT, Settings
from portal.db import Database
from portal.letters.outgoing import mail
from portal.letters.outgoing.delivery import LEASE, MOST_TRIES, Delivery
from portal.letters.outgoing.leaving import CannotSend, Outgoing, SendLater
from portal.letters.outgoing.models import Letter
from portal.people import one_time_codes
from portal.people.models import OneTimeCode
from tests.delivered import deliver_all
from tests.letters.outgoing.sample_letters import post, recipient

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

    def __init__(self, *faults: Exception | None) -> None:
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
    down = Noting(*[SendLater("down", nobody_answers=True)] * 6)
    for minute in range(6):
        assert deliver_all(database, settings, now + timedelta(minutes=minute), send=down) == 0
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
    assert files(settings) == {}
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
