"""A mail is put away only after it was taken: what fails stays where it is and comes again."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.letters.incoming.mailbox import Came, MailboxDown, read_file, read_folder, read_imap
from tests.letters.incoming.imap_server import Mailbox, serving
from tests.letters.incoming.mails import raw

MOST = 1_000_000


def test_unseen_mail_is_taken_and_then_marked() -> None:
    taken: list[Came] = []
    with serving(Mailbox({1: raw("first"), 2: raw("second")}, {1: {r"\Seen"}})) as box:

        def take(came: Came) -> None:
            assert box.unseen() == [2]
            taken.append(came)

        assert read_imap(box.url, take, most=MOST) == 1
        assert (taken[0].raw, taken[0].arrived) == (raw("second"), datetime(2026, 11, 16, 8, 30, tzinfo=UTC))
        assert box.unseen() == []
        assert read_imap(box.url, take, most=MOST) == 0


def test_mail_that_cannot_be_taken_stays_unseen_and_keeps_none_of_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with serving(Mailbox({1: raw("planted first"), 2: raw("second")})) as box:

        def take(came: Came) -> None:
            if came.raw == raw("planted first"):
                raise OSError("planted words")

        assert read_imap(box.url, take, most=MOST) == 1
        assert box.unseen() == [1]
    (alarm,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "ALARM" in alarm.getMessage()
    assert "planted" not in caplog.text


def test_of_mail_that_is_too_large_the_head_is_taken_and_the_mail_stays() -> None:
    taken: list[Came] = []
    with serving(Mailbox({7: raw("words")}, sizes={7: 90_000_000})) as box:
        assert read_imap(box.url, taken.append, most=MOST) == 1
        assert not any("BODY.PEEK[]" in one for one in box.asked)
        assert box.flags[7] == {r"\Seen", r"\Flagged"}
    assert taken[0].size == 90_000_000
    assert taken[0].raw == raw("words").split(b"\r\n\r\n", 1)[0] + b"\r\n\r\n"


def test_a_mailbox_that_does_not_let_us_in_says_so_without_its_password(caplog: pytest.LogCaptureFixture) -> None:
    with serving(Mailbox()) as box:
        wrong = box.url.replace("right", "planted")
        with pytest.raises(MailboxDown) as down:
            read_imap(wrong, print, most=MOST)
    with pytest.raises(MailboxDown):
        read_imap(box.url, print, most=MOST)
    assert "planted" not in str(down.value) + caplog.text


def test_a_folder_is_emptied_in_order_and_what_fails_stays(tmp_path: Path) -> None:
    for name in ("b.eml", "a.eml", ".c.eml", "bad.eml", "note.txt"):
        (tmp_path / name).write_bytes(name.encode())
    taken: list[bytes] = []

    def take(came: Came) -> None:
        if came.raw == b"bad.eml":
            raise ValueError
        taken.append(came.raw)

    assert read_folder(tmp_path, take, most=MOST) == 2
    assert taken == [b"a.eml", b"b.eml"]
    assert sorted(one.name for one in tmp_path.glob("*.eml")) == [".c.eml", "bad.eml"]
    assert sorted(one.name for one in (tmp_path / "taken").iterdir()) == ["a.eml", "b.eml"]


def test_of_a_file_that_is_too_large_only_the_head_is_read(tmp_path: Path) -> None:
    (tmp_path / "large.eml").write_bytes(b"x" * 200_000)
    found = read_file(tmp_path / "large.eml", most=100_000)
    assert (len(found.raw), found.size) == (65_536, 200_000)
