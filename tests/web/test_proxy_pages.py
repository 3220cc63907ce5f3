"""The pages nginx shows for what never reaches the portal: the portal's own words, for everybody to read."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest
from flask import Flask

from portal.web.assets import read_manifest


def write(app: Flask, folder: Path) -> None:
    with app.app_context():
        done = app.test_cli_runner().invoke(args=["write-error-pages", str(folder)])
    assert done.exit_code == 0, done.output


@pytest.fixture
def written(app: Flask, tmp_path: Path) -> Path:
    before = os.umask(0o077)
    try:
        write(app, tmp_path / "pages")
    finally:
        os.umask(before)
    return tmp_path / "pages"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "Nothing was changed and nothing was sent"),
        (413, "Your words are not lost"),
        (429, "Wait one minute"),
        (503, "If you sent something just now, it may not be saved"),
    ],
)
def test_a_page_says_what_to_do(written: Path, status: int, words: str) -> None:
    page = (written / "errors" / f"{status}.html").read_text("utf-8")
    assert words in page
    assert "You can talk to us instead" in page
    assert 'lang="en"' in page


def test_anybody_may_read_them_and_nothing_else_lies_there(written: Path) -> None:
    found = [written, *written.rglob("*")]
    assert {one.name for one in found} == {"pages", "errors", "400.html", "413.html", "429.html", "503.html"}
    assert {stat.S_IMODE(one.stat().st_mode) for one in found} == {0o755, 0o644}


def test_a_page_is_nobodys(written: Path) -> None:
    """It is written once for all: no token, no form that is sent, nothing inline, only files that are built."""
    built = {f"/static/{name}" for name in read_manifest().values()}
    for file in (written / "errors").iterdir():
        page = file.read_text("utf-8")
        assert "csrf" not in page
        assert "<form" not in page
        assert not re.search(r"<style|<script>| style=", page)
        assert set(re.findall(r'"(/static/[^"]+)"', page)) <= built


def test_they_are_written_over(written: Path, app: Flask) -> None:
    (written / "errors" / "429.html").write_text("old", "utf-8")
    write(app, written)
    assert "Wait one minute" in (written / "errors" / "429.html").read_text("utf-8")
