"""The browser is the one chosen, else one that is there, and a slip in the choice is said."""

from pathlib import Path

import pytest

from tests.browser_binary import chromium_path


def executable(path: Path) -> Path:
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_the_chosen_browser_comes_first(tmp_path: Path) -> None:
    chosen = executable(tmp_path / "mine")
    executable(tmp_path / "chromium")
    assert chromium_path({"PORTAL_CHROMIUM": str(chosen), "PATH": str(tmp_path)}) == str(chosen)


def test_a_wrong_choice_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="PORTAL_CHROMIUM"):
        chromium_path({"PORTAL_CHROMIUM": str(tmp_path / "gone")})


def test_one_on_the_path_is_found(tmp_path: Path) -> None:
    there = executable(tmp_path / "google-chrome")
    assert chromium_path({"PATH": str(tmp_path)}) == str(there)
