"""A row has its content, and a content without a row does not stay (P7)."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.config import Settings
from portal.db import Database
from portal.errors import NotFound
from portal.files import intake, store
from portal.files.intake import FileRefused
from portal.files.models import StoredFile
from tests.files.conftest import Take

pytestmark = pytest.mark.database
HOUR = timedelta(hours=1)


def contents(settings: Settings) -> set[str]:
    return {path.name for path in store.folder(settings).iterdir() if path.name != "turn"}


def rows(database: Database) -> int:
    with database.session() as db:
        return db.scalar(select(func.count()).select_from(StoredFile)) or 0


def test_a_crash_between_content_and_row_leaves_nothing_after_an_hour(
    settings: Settings, database: Database, take: Take, now: datetime
) -> None:
    taken = take("a.txt", b"Words.")
    with database.session() as db:
        store.add_rows(db, [taken], now=now)
        # Here the process dies.
        db.rollback()
    assert rows(database) == 0
    assert store.sweep(database, settings, now=now + HOUR) == 0
    assert contents(settings) == {taken.sha256}
    assert store.sweep(database, settings, now=now + HOUR + timedelta(seconds=1)) == 1
    assert contents(settings) == set()


def test_a_content_with_a_row_stays(settings: Settings, database: Database, take: Take, now: datetime) -> None:
    taken = take("a.txt", b"Words.")
    with database.changes() as db:
        store.add_rows(db, [taken], now=now)
    assert store.sweep(database, settings, now=now + 100 * HOUR) == 0
    with database.session() as db, store.open_content(settings, db.scalars(select(StoredFile)).one()) as content:
        assert content.read() == b"Words."


@pytest.mark.parametrize("what", ["rename", "os.fsync"])
def test_a_content_that_cannot_be_stored_is_not_taken(
    settings: Settings, take: Take, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    def full(*_given: Any) -> None:
        raise OSError(28, "No space left on device")

    if what == "rename":
        monkeypatch.setattr(Path, "rename", full)
    else:
        monkeypatch.setattr("portal.files.store.os.fsync", full)
    with pytest.raises(FileRefused) as refused:
        take("a.txt", b"Words.")
    assert refused.value.code == "no_room"
    assert contents(settings) == set()


def test_what_a_kill_left_half_written_is_swept(settings: Settings, database: Database, now: datetime) -> None:
    half = store.folder(settings) / "incoming-0123"
    half.write_bytes(b"half")
    assert store.sweep(database, settings, now=datetime.fromtimestamp(half.stat().st_mtime + 3_601, now.tzinfo)) == 1
    assert contents(settings) == set()


def test_the_original_of_a_photo_that_a_kill_left_is_swept(
    settings: Settings, database: Database, take: Take, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[Path] = []

    def killed(source: Path, *_given: Any) -> bool:
        # What lies there when the process dies: a copy of it, for this one goes on and clears up.
        left.append(source.parent.with_name(f"{source.parent.name}-left"))
        shutil.copytree(source.parent, left[0])
        return False

    monkeypatch.setattr(intake, "_examined", killed)
    take("a.txt", b"Words.")
    (original,) = left
    assert (original / "given").read_bytes() == b"Words."
    hour = datetime.fromtimestamp(original.stat().st_mtime + 3_601, now.tzinfo)
    store.sweep(database, settings, now=hour)
    assert not original.exists()


def test_the_sweeper_spares_a_content_that_was_just_put_again(
    settings: Settings, database: Database, take: Take, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = take("a.txt", b"Words.")
    later = now + 2 * HOUR
    seen = database.session

    def put_meanwhile() -> Any:
        source = settings.var / "source"
        source.write_bytes(b"Words.")
        store.put(settings, source, now=later)
        return seen()

    monkeypatch.setattr(database, "session", put_meanwhile)
    assert store.sweep(database, settings, now=later) == 0
    assert contents(settings) == {taken.sha256}


def test_the_same_content_twice_is_one_file_and_two_rows(
    settings: Settings, database: Database, take: Take, now: datetime
) -> None:
    both = [take("a.txt", b"Words."), take("b.txt", b"Words.")]
    with database.changes() as db:
        first, second = store.add_rows(db, both, now=now)
        store.forget(db, file_ids=[first])
    assert store.sweep(database, settings, now=now + 2 * HOUR) == 0
    with database.changes() as db:
        store.forget(db, file_ids=[second])
    assert store.sweep(database, settings, now=now + 2 * HOUR) == 1


def test_nobody_else_on_the_machine_may_read_it(settings: Settings, take: Take) -> None:
    taken = take("a.txt", b"Words.")
    assert store.folder(settings).stat().st_mode & 0o077 == 0
    assert (store.folder(settings) / taken.sha256).stat().st_mode & 0o777 == 0o600


def test_a_row_without_content_is_not_there(settings: Settings, now: datetime) -> None:
    lost = StoredFile(sha256="0" * 64, kind="txt", size=1, label="a.txt", received_at=now)
    with pytest.raises(NotFound):
        store.open_content(settings, lost)
