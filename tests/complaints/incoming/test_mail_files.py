"""What came with a mail becomes evidence by the rules of uploads, once, and never stops the words."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PIL import Image
from sqlalchemy import func, select

from portal import jobs
from portal.complaints.incoming import by_mail, mail_files, mail_reading
from portal.complaints.incoming.models import InboundMail
from portal.complaints.matter import evidence
from portal.complaints.matter.act import by_portal
from portal.complaints.matter.evidence import Shown
from portal.complaints.matter.models import Event, Evidence
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Limits, Settings
from portal.db import Database
from portal.files import store
from portal.files.models import StoredFile
from portal.letters.incoming import inbound
from tests.complaints.at_once import all_at_once
from tests.complaints.mailed import Desk
from tests.complaints.matters import Matter
from tests.files.samples import SECRET, SVG, gps, pdf, picture
from tests.letters.incoming.mails import AUTHORITY, raw

pytestmark = pytest.mark.database


@pytest.fixture
def desk(database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Desk:
    return Desk(database, rulebook, replace(settings, mail_authority=AUTHORITY), now)


def take_files(desk: Desk) -> int:
    return mail_files.take_all(desk.database, by_portal(now=desk.now, settings=desk.settings))


def held(desk: Desk, matter: Matter) -> list[Shown]:
    with desk.database.session() as db:
        return evidence.of_complaint(db, complaint_id=matter.complaint_id)


def refused(desk: Desk, mail: InboundMail) -> dict[str, str]:
    with desk.database.session() as db:
        return {one["name"]: one["refused"] for one in db.get_one(InboundMail, mail.id).attachments}


def test_a_photo_by_mail_is_clean_and_held_and_its_persons(desk: Desk) -> None:
    matter = desk.matter()
    mail = desk.take(raw("Look at this.", to=desk.reply_to(matter), files={"bin.jpg": gps()}))
    assert (mail.files_at, held(desk, matter)) == (None, [])
    assert take_files(desk) == 1
    (found,) = held(desk, matter)
    assert (found.file.label, found.file.state, found.by_officer) == ("bin.jpg", "held", False)
    (message,) = desk.messages(matter)
    with desk.database.session() as db:
        row = db.scalars(select(Evidence)).one()
        assert (row.person_id, row.officer_id, row.message_id) == (matter.person_id, None, message.id)
        with store.open_content(desk.settings, found.file) as content:
            kept = content.read()
            content.seek(0)
            assert not Image.open(content).getexif()
        assert SECRET not in kept
        (as_it_came,) = inbound.attachments(by_mail.get_raw(db, mail_id=mail.id))
        assert as_it_came.content == gps()
    assert refused(desk, mail) == {"bin.jpg": ""}
    assert take_files(desk) == 0


def test_what_is_refused_stops_neither_the_words_nor_the_other_files(desk: Desk) -> None:
    matter = desk.matter()
    files = {"logo.svg": SVG, "letter.pdf": pdf(), "photo.jpg": SVG, "none.pdf": b""}
    mail = desk.take(raw("Look at these.", to=desk.reply_to(matter), files=files))
    take_files(desk)
    assert [message.body for message in desk.messages(matter)] == ["Look at these."]
    assert [one.file.label for one in held(desk, matter)] == ["letter.pdf"]
    assert refused(desk, mail) == {
        "logo.svg": "ending", "letter.pdf": "", "photo.jpg": "not_what_it_says", "none.pdf": "empty",
    }  # fmt: skip
    with desk.database.session() as db:
        assert b"logo.svg" in by_mail.get_raw(db, mail_id=mail.id)


def test_the_same_mail_twice_is_the_same_evidence_once(desk: Desk) -> None:
    matter = desk.matter()
    content = raw("Look.", to=desk.reply_to(matter), files={"bin.jpg": picture()})
    for copy in (content, content, b"Received: by another way\r\n" + content):
        desk.take(copy)
        take_files(desk)
    desk.take(raw("As I said.", to=desk.reply_to(matter), message_id="<two@x>", files={"again.jpg": picture()}))
    take_files(desk)
    assert len(held(desk, matter)) == 1
    assert len(desk.messages(matter)) == 2


def test_many_workers_take_the_same_files_once(desk: Desk) -> None:
    matter = desk.matter()
    mail = desk.take(raw("Look.", to=desk.reply_to(matter), files={"a.jpg": picture(), "b.pdf": pdf()}))

    def take(_number: int) -> bool:
        own = Database(desk.settings.database_url, synchronous="OFF")
        done = mail_files.take(own, by_portal(now=desk.now, settings=desk.settings), mail_id=mail.id)
        own.dispose()
        return done

    assert sorted(all_at_once(take, 4)) == [False, False, False, True]
    assert [one.file.label for one in held(desk, matter)] == ["a.jpg", "b.pdf"]
    with desk.database.session() as db:
        assert db.scalar(select(func.count()).where(Event.kind == "evidence_added")) == 1


def test_a_mail_that_waits_gives_no_evidence(desk: Desk) -> None:
    matter = desk.matter()
    desk.take(raw("Look.", to=desk.reply_to(matter), sender="eve@evil.example", files={"bin.jpg": picture()}))
    desk.take(
        raw("Away.", to=desk.reply_to(matter), files={"x.jpg": picture()}, headers={"Auto-Submitted": "auto-replied"})
    )
    assert take_files(desk) == 0
    assert held(desk, matter) == []


def test_a_photo_without_a_name_gets_its_types(desk: Desk) -> None:
    matter = desk.matter()
    mail = desk.take(raw("Look.", to=desk.reply_to(matter), files={"": picture()}))
    take_files(desk)
    assert refused(desk, mail) == {"": ""}
    assert [one.file.label for one in held(desk, matter)] == ["File.jpg"]


def test_a_mail_of_many_files_fills_what_room_there_is(desk: Desk) -> None:
    desk = replace(desk, settings=replace(desk.settings, limits=Limits(files_at_once=2, files_per_complaint=3)))
    matter = desk.matter()
    files = {f"{number}.jpg": picture(size=(20 + number, 20)) for number in range(4)}
    first = desk.take(raw("Look.", to=desk.reply_to(matter), files=files))
    second = replace(desk, now=desk.now + timedelta(minutes=1)).take(
        raw("More.", to=desk.reply_to(matter), message_id="<two@x>", files={"x.jpg": picture(), "y.pdf": pdf()})
    )
    assert take_files(desk) == 2
    assert list(refused(desk, first).values()) == ["", "", "no_room", "no_room"]
    assert list(refused(desk, second).values()) == ["", "no_room"]
    assert len(desk.messages(matter)) == 2


def test_files_of_one_mail_that_fail_keep_none_of_the_others_and_are_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = desk.matter(), desk.matter("bob@example.com")
    broken = desk.take(raw("One.", to=desk.reply_to(first), files={"planted.jpg": picture()}))
    desk.take(raw("Two.", sender="bob@example.com", to=desk.reply_to(second), files={"b.jpg": picture()}))
    real = by_mail.get_raw

    def full(db: object, *, mail_id: str) -> bytes:
        if mail_id == broken.id:
            raise OSError("planted")
        return real(db, mail_id=mail_id)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(by_mail, "get_raw", full)
        assert take_files(desk) == 1
    assert (held(desk, first), len(held(desk, second))) == ([], 1)
    assert "ALARM" in caplog.text
    assert "planted" not in caplog.text
    assert take_files(desk) == 1
    assert len(held(desk, first)) == 1


def test_files_for_which_there_is_no_room_are_tried_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    matter = desk.matter()
    desk.take(raw("Look.", to=desk.reply_to(matter), files={"bin.jpg": picture()}))
    with monkeypatch.context() as patched:
        little = shutil.disk_usage(desk.settings.var.parent)._replace(free=0)
        patched.setattr(shutil, "disk_usage", lambda _place: little)
        assert take_files(desk) == 0
    assert take_files(desk) == 1
    assert [one.file.label for one in held(desk, matter)] == ["bin.jpg"]


def test_the_worker_reads_mail_and_takes_its_files_in(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    matter = desk.matter()
    folder = mail_reading.demo_folder(desk.settings)
    folder.mkdir(parents=True)
    (folder / "one.eml").write_bytes(raw("Look.", to=desk.reply_to(matter), files={"bin.jpg": picture()}))
    monkeypatch.setattr("portal.clock.now", lambda: desk.now)
    mail_reading.each_minute(jobs.Work(desk.database, desk.settings))
    assert [one.file.label for one in held(desk, matter)] == ["bin.jpg"]
    with desk.database.session() as db:
        assert db.scalar(select(func.count()).select_from(StoredFile)) == 1
