"""Reads lists and pairs of texts that somebody judged, to fit and to measure with."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from portal.complaints.same_matter.deciding import Seen
from portal.complaints.same_matter.little_words import LITTLE
from portal.complaints.same_matter.reading import Reading, read
from portal.complaints.same_matter.tone import tone_of
from portal.complaints.same_matter.traits import New, Old, same_words, traits_of
from portal.organisation.terms import terms_of

LISTS = "lists.jsonl"
PAIRS = "pairs.csv"
# Any moment: the files tell days between texts, not dates.
_NOW = datetime(2000, 1, 1, 12, tzinfo=UTC)
# Where the files took a reference out, the person had quoted one that nobody can compare any more.
_REFERENCE_TAKEN_OUT = "[REF]"
# Categories of several councils have no list of neighbours; those that share half their words count as near.
_NEAR = 0.5


@dataclass(frozen=True, slots=True)
class Report:
    """A text with the category chosen for it, and the days it came before the new text."""

    text: str
    category: str
    days_before: float = 0.0


@dataclass(frozen=True, slots=True)
class Trial:
    """A new text, the reports it is compared with, the place of the one it is about (None: none), and its kind."""

    new: Report
    old: tuple[Report, ...]
    answer: int | None
    kind: str


def read_lists(folder: Path) -> list[Trial]:
    """The lists in a folder, none when it has no such file. Raises KeyError for a line of another form."""
    if not (folder / LISTS).is_file():
        return []
    lines = (folder / LISTS).read_text(encoding="utf-8").splitlines()
    return [_list(json.loads(line)) for line in lines if line.strip()]


def read_pairs(folder: Path) -> list[Trial]:
    """The pairs in a folder, none when it has no such file: the later text is the new one. Raises KeyError."""
    if not (folder / PAIRS).is_file():
        return []
    with (folder / PAIRS).open(encoding="utf-8", newline="") as file:
        return [
            Trial(
                Report(row["text_b"], row["category_b"]),
                (Report(row["text_a"], row["category_a"], float(row["days_apart"] or 0)),),
                0 if row["same"] == "1" else None,
                row["pair_type"],
            )
            for row in csv.DictReader(file)
        ]


def seen_of(trial: Trial, readings: dict[str, Reading]) -> tuple[Seen, ...]:
    """What is seen of each report of a trial; `readings` keeps each text's reading for the next trial."""
    reading = _reading(trial.new.text, readings)
    tone = tone_of(reading.plain)
    new = New(reading, tone, trial.new.category, _NOW, days=frozenset(), written={})
    seen = []
    for report in trial.old:
        old = Old(_reading(report.text, readings), report.category, _NOW - timedelta(days=report.days_before))
        again = same_words(new.reading, old.reading)
        traits = traits_of(new, old, near=_near(trial.new.category, report.category), again=again)
        seen.append(Seen(traits, again=again))
    return tuple(seen)


def _list(line: Mapping[str, object]) -> Trial:
    old, answer = line["open"], line["answer"]
    if not isinstance(old, list) or not (answer is None or isinstance(answer, int)):
        raise ValueError("A list has reports and an answer.")
    return Trial(
        Report(str(line["new"]), str(line["new_category"])),
        tuple(Report(str(one["text"]), str(one["category"]), float(one["days_before"])) for one in old),
        answer,
        str(line["how"]),
    )


def _reading(text: str, readings: dict[str, Reading]) -> Reading:
    if text not in readings:
        readings[text] = read(text.replace(_REFERENCE_TAKEN_OUT, " reference "))
    return readings[text]


def _near(one: str, other: str) -> bool:
    ours, theirs = _telling(terms_of(one)), _telling(terms_of(other))
    return bool(ours and theirs) and len(ours & theirs) >= _NEAR * len(ours | theirs)


def _telling(terms: Sequence[str]) -> frozenset[str]:
    return frozenset(term for term in terms if term not in LITTLE)
