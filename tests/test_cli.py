"""What somebody types to look after a portal."""

from __future__ import annotations

import tomllib

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import migrations
from portal.complaints.incoming import mail_reading
from portal.complaints.incoming.models import InboundMail
from portal.config import ROOT, Settings
from portal.db import Database
from tests.letters.incoming.mails import raw

pytestmark = pytest.mark.database


def test_a_sweep_does_at_once_what_the_worker_would_do_by_itself(
    app: Flask, settings: Settings, database: Database
) -> None:
    folder = mail_reading.demo_folder(settings)
    folder.mkdir(parents=True)
    (folder / "one.eml").write_bytes(raw("Nobody came."))

    with app.app_context():
        done = app.test_cli_runner().invoke(args=["sweep"])

    assert done.exit_code == 0
    with database.session() as db:
        assert db.scalar(select(func.count()).select_from(InboundMail)) == 1


def test_the_version_is_the_projects_and_names_the_newest_tables(app: Flask) -> None:
    written = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    done = app.test_cli_runner().invoke(args=["version"])
    assert done.exit_code == 0
    assert done.output == f"Complaints Portal {written}, tables {migrations.heads()[0]}\n"
