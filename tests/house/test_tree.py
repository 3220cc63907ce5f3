"""Nothing lies in the tree that belongs to one machine, to a registry, or to nobody else."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tree import ROOT, files

TOP = {
    ".ci", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "SECURITY.md",
    "alembic.ini", "babel.cfg", "bench", "deploy", "docs", "gunicorn.conf.py", "portal", "pyproject.toml",
    "requirements-build.txt", "requirements-dev.txt", "requirements.txt", "static", "templates", "tests",
    "translations", "wsgi.py",
}  # fmt: skip
# The words stand in pieces so that this file does not find itself.
FORBIDDEN = {
    "a registry's host": re.compile(
        r"registry\.(npm" r"js|yarn" r"pkg)|pypi\.(o" r"rg|python)|files\.python" r"hosted|--(extra-)?index" r"-url"
    ),
    "a path of one machine": re.compile(r"(?<![\w.:/-])/(ro" r"ot|ho" r"me/\w+|Us" r"ers/\w+|wo" r"rk)/\w"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIV" r"ATE KEY"),
    "a token of a known kind": re.compile(r"\b(gh[pousr]_\w{30,}|AKIA[0-9A-Z]{16}|xox[bap]-[\w-]{10,}|npm_\w{36})\b"),
    "a note to self": re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b"),
}


def texts() -> Iterator[tuple[Path, str]]:
    for file in files():
        content = file.read_bytes()
        if b"\0" not in content:
            yield file.relative_to(ROOT), content.decode("utf-8", "replace")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_tree_is_free_of(what: str) -> None:
    found = [
        f"{file}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
        for file, text in texts()
        for match in FORBIDDEN[what].finditer(text)
    ]
    assert found == []


def test_the_top_of_the_house_stays_tidy() -> None:
    assert {file.relative_to(ROOT).parts[0] for file in files()} - TOP == set()


def test_every_file_is_named_after_what_it_does() -> None:
    vague = {"helpers", "helper", "utils", "util", "common", "misc", "manager", "managers", "stuff"}
    found = [file for file in files() if vague & set(re.split(r"[/_.-]", file.relative_to(ROOT).as_posix().lower()))]
    assert found == []


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((ROOT / "static" / "src" / "package-lock.json").read_text("utf-8"))
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def test_requirements_are_pinned_exactly() -> None:
    for name in ("requirements.txt", "requirements-build.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text("utf-8").splitlines():
            assert line.startswith("-r ") or re.fullmatch(r"[A-Za-z0-9._-]+(\[\w+\])?==[\w.]+", line), f"{name}: {line}"
