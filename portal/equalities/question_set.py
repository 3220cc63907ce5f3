"""The questions in force on a day, read from `questions/*.toml`, with a council's own ethnic categories."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from portal.organisation.model import EthnicCategory

FOLDER = Path(__file__).parent / "questions"
PREFER_NOT = "prefer_not"
"""The answer that everybody may give to every question."""

AGE = "age"
ETHNIC_BACKGROUND = "ethnic_background"
KINDS = ("one", "birth")


class QuestionFileError(ValueError):
    """The questions cannot be asked as they stand in a file; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. ``under`` is the answer of the question above it, ``until`` a band's last year of age.

    ``counted_as`` is the national category of one of the council's own, "" for a national one.
    """

    key: str
    words: str
    under: str = ""
    until: int | None = None
    counted_as: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question; what its parts mean stands at the top of the files."""

    key: str
    kind: str
    name: str
    ask: str
    ask_for_them: str
    answers: tuple[Answer, ...]
    hint: str = ""
    children: bool = False
    only_when_there: bool = False
    part_of: str = ""
    write_in: str = ""

    def offered(self, above: str | None) -> tuple[Answer, ...]:
        """Return the answers to choose from after this answer to the question above; all when there is none above."""
        return tuple(one for one in self.answers if not self.part_of or one.under == above)

    def find(self, key: str) -> Answer | None:
        """Return the answer with this key, or None."""
        return next((one for one in self.answers if one.key == key), None)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """All questions that are in force from a day on, in their order."""

    starts: date
    questions: tuple[Question, ...]

    def find(self, key: str) -> Question | None:
        """Return the question with this key, or None."""
        return next((one for one in self.questions if one.key == key), None)


def in_force(on: date, *, own: Sequence[EthnicCategory] = ()) -> QuestionSet:
    """Return the questions in force on a day (before the first set: the first), with a council's own categories.

    Raises QuestionFileError.
    """
    versions = _read_all()
    found = next((one for one in reversed(versions) if one.starts <= on), versions[0])
    return with_own(found, own) if own else found


def with_own(found: QuestionSet, own: Sequence[EthnicCategory]) -> QuestionSet:
    """Put a council's own ethnic categories behind the national one that each counts as. Raises QuestionFileError."""
    background = found.find(ETHNIC_BACKGROUND)
    if background is None:
        raise QuestionFileError(f"there is no question {ETHNIC_BACKGROUND} to add ethnic categories to")
    answers: list[Answer] = []
    for answer in background.answers:
        mine = [one for one in own if one.standard == answer.key]
        # The council's own stand before the "another" that they count as, as people look for their own first.
        answers += [Answer(one.key, one.name, under=answer.under, counted_as=answer.key) for one in mine]
        answers.append(answer)
    lost = {one.key for one in own} - {one.key for one in answers}
    if lost or len({one.key for one in answers}) != len(answers):
        raise QuestionFileError(f"ethnic categories that stand nowhere, or twice: {', '.join(sorted(lost)) or 'twice'}")
    asked = replace(background, answers=tuple(answers))
    return replace(found, questions=tuple(asked if one is background else one for one in found.questions))


@lru_cache(maxsize=1)
def _read_all() -> tuple[QuestionSet, ...]:
    read = [read_set(tomllib.loads(path.read_text("utf-8")), path.name) for path in FOLDER.glob("*.toml")]
    return tuple(sorted(read, key=lambda one: one.starts))


def read_set(content: Mapping[str, Any], where: str) -> QuestionSet:
    """Return the questions that a file's tables describe. Raises QuestionFileError naming the first fault."""
    try:
        questions = tuple(_question(dict(table)) for table in content["question"])
        found = QuestionSet(content["from"], questions)
    except (KeyError, TypeError) as error:
        raise QuestionFileError(f"{where}: {error}") from error
    for question in questions:
        fault = _fault(question, found)
        if fault:
            raise QuestionFileError(f"{where}: {question.key}: {fault}")
    return found


def _question(table: dict[str, Any]) -> Question:
    answers = tuple(Answer(**one) for one in table.pop("answer"))
    return Question(answers=answers, **table)


def _fault(question: Question, found: QuestionSet) -> str:
    keys = [one.key for one in question.answers]
    above = found.find(question.part_of)
    known = {one.key for one in above.answers} if above else {""}
    if question.kind not in KINDS:
        return f"kind must be one of {', '.join(KINDS)}"
    if len(set(keys)) != len(keys) or PREFER_NOT in keys:
        return "an answer stands twice"
    if question.part_of and above is None:
        return "is part of a question that is not there"
    if any(one.under not in known for one in question.answers):
        return "an answer is under one that is not there"
    return ""
