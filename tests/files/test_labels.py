"""A file's own name is a label: whole, short and harmless (T23)."""

from __future__ import annotations

import pytest

from portal.config import Settings
from portal.files.labels import label_of
from tests.files import samples
from tests.files.conftest import Take


@pytest.mark.parametrize("name", samples.NAMES)
def test_a_hostile_name_is_only_a_label(name: str) -> None:
    assert label_of(name) == samples.NAMES[name]


@pytest.mark.parametrize("name", ["", "..", "///", "\u202e\0", " "])
def test_nothing_may_be_left(name: str) -> None:
    assert label_of(name) == ""


def test_a_long_name_keeps_its_ending() -> None:
    label = label_of("a" * 400 + ".docx")
    assert len(label) == 300
    assert label.endswith("a.docx")
    assert len(label_of("b" * 400)) == 300


@pytest.mark.parametrize("name", [name for name in samples.NAMES if name != "...txt"])
def test_the_name_names_nothing_on_disk(settings: Settings, take: Take, name: str) -> None:
    taken = take(name, b"Words.")
    names = {path.name for path in settings.var.rglob("*") if path.is_file()}
    assert {one for one in names if not one.startswith("portal.sqlite3")} == {taken.sha256, "turn"}
