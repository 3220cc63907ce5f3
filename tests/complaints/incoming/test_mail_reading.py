"""`flask read-mail` tells a mail server truly whether the mail is kept; the worker finds what came meanwhile."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from portal import create_app, jobs
from portal.complaints.incoming import mail_reading
from portal.complaints.incoming.models import InboundMail
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Limits, Settings, UnsafeSettings, from_environment
from portal.db import Database
from tests.letters.incoming.imap_server import Mailbox, serving
from tests.letters.incoming.mails import raw


def read_mail(app: Flask, file: str, content: bytes = b"") -> Result:
    with app.app_context():
        return app.test_cli_runner().invoke(args=["read-mail", "--file", file], input=content)


def kept(database: Database) -> int:
    with database.session() as db:
        return db.scalar(select(func.count()).select_from(InboundMail)) or 0


def test_a_mail_that_is_piped_in_is_kept(app: Flask, database: Database) -> None:
    done = read_mail(app, "-", raw("Nobody came."))
    assert (done.exit_code, kept(database)) == (0, 1)


def test_a_mail_in_a_file_is_kept_once(app: Flask, database: Database, tmp_path: Path) -> None:
    file = tmp_path / "one.eml"
    file.write_bytes(raw("Nobody came."))
    for _again in range(2):
        assert read_mail(app, str(file)).exit_code == 0
    assert kept(database) == 1
    assert read_mail(app, str(tmp_path / "none")).exit_code == 75


def test_the_server_tries_again_when_the_database_is_not_there(settings: Settings, tmp_path: Path) -> None:
    app = create_app(replace(settings, database_url=f"sqlite:///{tmp_path / 'not-migrated.sqlite3'}"))
    done = read_mail(app, "-", raw("planted-words"))
    assert done.exit_code == os.EX_TEMPFAIL
    assert "planted" not in done.output
    app.extensions["portal.database"].dispose()


def test_the_server_tells_the_sender_of_a_mail_that_is_too_large(settings: Settings, database: Database) -> None:
    app = create_app(replace(settings, limits=Limits(mail_bytes=1_000)))
    done = read_mail(app, "-", raw("x" * 2_000))
    assert (done.exit_code, kept(database)) == (os.EX_DATAERR, 0)
    app.extensions["portal.database"].dispose()


def test_the_worker_reads_the_folder_of_demo_mode_and_the_mailbox(
    settings: Settings, database: Database, rulebook: Rulebook
) -> None:
    folder = mail_reading.demo_folder(settings)
    folder.mkdir(parents=True)
    (folder / "one.eml").write_bytes(raw("first"))
    with serving(Mailbox({1: raw("second")})) as box:
        work = jobs.Work(database, replace(settings, imap_url=box.url))
        mail_reading.each_minute(work)
        mail_reading.each_minute(work)
        assert box.unseen() == []
    assert kept(database) == 2
    assert not (folder / "one.eml").exists()


def test_a_mailbox_that_is_down_raises_an_alarm_and_keeps_the_worker_going(
    settings: Settings, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(Mailbox()) as box:
        url = box.url
    mail_reading.each_minute(jobs.Work(database, replace(settings, imap_url=url)))
    assert "ALARM the mailbox" in caplog.text


@pytest.mark.parametrize(
    "mail",
    [
        {"PORTAL_IMAP_URL": "imap://portal:x@mail.council.example", "PORTAL_MAIL_AUTHORITY": "mx.council.example"},
        {"PORTAL_IMAP_URL": "imaps://portal:x@mail.council.example"},
    ],
)
def test_mail_is_not_read_in_clear_nor_from_a_server_without_a_name(mail: dict[str, str], tmp_path: Path) -> None:
    keys = {f"PORTAL_{name}_KEY": os.urandom(32).hex() for name in ("SECRET", "CODE", "EVENT", "DATA", "EQUALITY")}
    env = {
        "PORTAL_BASE_URL": "https://complaints.council.gov.uk",
        "PORTAL_DATABASE_URL": "sqlite:///x",
        "PORTAL_SMTP_URL": "smtps://mail.council.example",
        "PORTAL_TRUSTED_PROXIES": "none",
        "PORTAL_VAR": str(tmp_path),
        **keys,
    }
    with pytest.raises(UnsafeSettings, match=r"IMAP_URL|MAIL_AUTHORITY"):
        from_environment({**env, **mail})
    right = {"PORTAL_IMAP_URL": "imaps://portal:x@mail.council.example", "PORTAL_MAIL_AUTHORITY": "mx"}
    assert from_environment({**env, **right}).mail_authority == "mx"


def test_no_mail_is_piped_in_before_it_is_known_who_checks_its_senders(settings: Settings, database: Database) -> None:
    app = create_app(replace(settings, demo=False, base_url="https://complaints.council.example"))
    done = read_mail(app, "-", raw("Nobody came."))
    assert (done.exit_code, kept(database)) == (os.EX_TEMPFAIL, 0)
    assert "PORTAL_MAIL_AUTHORITY" in done.output
    app.extensions["portal.database"].dispose()
