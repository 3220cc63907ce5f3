"""Complaints to send: a CSV file with at least the column complaint_text."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

WORDS = "complaint_text"


class NotAComplaintsFile(Exception):
    """The file cannot be read, or has no complaints."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One row: its number in the file, the words, and the category they were given there ("" when none)."""

    number: int
    words: str
    category: str


def read(path: Path) -> list[Complaint]:
    """Return the rows that have words. Raises NotAComplaintsFile."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise NotAComplaintsFile(f"{path}: {error}") from error
    if rows and WORDS not in rows[0]:
        raise NotAComplaintsFile(f"{path}: there is no column {WORDS}")
    found = [
        Complaint(number, row[WORDS], row.get("category_path") or row.get("category") or "")
        for number, row in enumerate(rows, start=1)
        if (row[WORDS] or "").strip()
    ]
    if not found:
        raise NotAComplaintsFile(f"{path}: there are no complaints in it")
    return found
