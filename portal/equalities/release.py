"""Tables that are shown more than once must not tell, by their difference, what a few people answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from portal.equalities.counting import ANSWERED, Counted
from portal.equalities.models import EqualityRelease
from portal.equalities.question_set import QuestionSet
from portal.equalities.tables import tables


def release(
    db: Session, *, year: int, asked: QuestionSet, people: Sequence[Counted], over: bool, least: int
) -> dict[str, Any]:
    """Return a year's tables; ``over`` says that the year is.

    While it runs they are those shown last time until ``least`` more people have answered, and every number is rounded
    to ``least``: exact ones would tell what one more person answered, if not by themselves then by subtraction. When it
    is over they are made exactly, once, and stay. ``final`` says so.
    """
    last = db.get(EqualityRelease, year)
    sets = sum(one.answers is not None for one in people)
    final = bool(last is not None and last.tables.get("final"))
    if last is not None and last.least >= least and (final or (not over and abs(sets - last.sets) < least)):
        return last.tables
    made: dict[str, Any] = tables(asked, people, least=least)
    if not over or final:
        made = _rounded(made, least)
    made |= {"year": year, "least": least, "final": over}
    if last is None:
        last = EqualityRelease(year=year)
        db.add(last)
    _percents(made)
    last.sets, last.least, last.tables = sets, least, made
    db.flush()
    return made


def _rounded(made: dict[str, Any], least: int) -> dict[str, Any]:
    def near(number: int | None) -> int | None:
        return None if number is None else (number + least // 2) // least * least

    for table in made["tables"]:
        for row in table["rows"]:
            if table["by"]:
                row["numbers"] = {column: near(number) for column, number in row["numbers"].items()}
            else:
                row["number"] = near(row["number"])
    columns = {by: {key: near(number) for key, number in found.items()} for by, found in made["columns"].items()}
    return {**made, "people": near(made["people"]), "columns": columns}


def _percents(made: dict[str, Any]) -> None:
    """Put percentages of those who answered beside the answers: of shown numbers only."""
    for table in made["tables"]:
        answered = next((row["number"] for row in table["rows"] if row["key"] == ANSWERED and not table["by"]), None)
        for row in table["rows"]:
            number = row.get("number")
            if answered and number is not None and row["level"] == 1 and row["key"].startswith(f"{ANSWERED}/"):
                row["percent"] = round(100 * number / answered)
