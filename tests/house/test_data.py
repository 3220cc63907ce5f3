"""docs/data.md gives every column a class."""

from __future__ import annotations

import re

from portal.db import Base
from portal.migrations import tables
from tests.tree import ROOT

CLASSES = {"words", "reach", "hash", "sealed", "pointer", "staff", "record"}


def test_every_column_has_one_class() -> None:
    assert tables.MODELS
    said: list[tuple[str, str]] = []
    table = ""
    for line in (ROOT / "docs" / "data.md").read_text("utf-8").splitlines():
        if line.startswith("## "):
            table = line.removeprefix("## ").strip()
        found = re.match(r"- (\w+): (.+)", line)
        if found and table:
            assert found[1] in CLASSES, line
            said += [(table, column) for column in re.findall(r"`(\w+)`", found[2])]
    there = [(one.name, column.name) for one in Base.metadata.tables.values() for column in one.columns]
    assert sorted(said) == sorted(there)
