"""The attack sees when something that is stored has changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bench.attacks.rows import Rows, changed


def test_a_change_is_seen_but_for_what_is_written_of_every_visit(tmp_path: Path) -> None:
    file = tmp_path / "portal.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("CREATE TABLE matters (id, words)")
        writer.execute("CREATE TABLE attempts (id)")
        writer.execute("CREATE TABLE web_sessions (id_hash, kind, begun_at, seen_at, ended_at)")
        writer.execute("INSERT INTO web_sessions VALUES ('a', 'resident', 1, 1, NULL)")
        rows = Rows(file)
        before = rows.state()
        writer.execute("INSERT INTO attempts VALUES ('a')")
        writer.execute("UPDATE web_sessions SET seen_at = 2")
        assert changed(before, rows.state()) == []
        writer.execute("INSERT INTO matters VALUES ('a', 'words')")
        writer.execute("UPDATE web_sessions SET ended_at = 3")
        assert changed(before, rows.state()) == ["matters", "web_sessions"]
        assert rows.one("SELECT words FROM matters WHERE id = ?", "a") == "words"
