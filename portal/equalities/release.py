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
    db: Session, *, year: int, asked: QuestionSet, people: Sequence[Counted], sets: int, least: int
) -> dict[str, Any]:
    """Return a year's tables: those shown last time, until ``least`` more people have answered; then new ones.

    In new ones a number that moved by fewer than ``least`` stays as it was shown. So two releases differ by nothing or
    by ``least`` and more, in every number.
    """
    last = db.get(EqualityRelease, year)
    if last is not None and last.least >= least and abs(sets - last.sets) < least:
        return last.tables
    made: dict[str, Any] = {"year": year, "least": least, **tables(asked, people, least=least)}
    if last is None:
        last = EqualityRelease(year=year)
        db.add(last)
    else:
        made = _steady(last.tables, made, least)
    _percents(made)
    last.sets, last.least, last.tables = sets, least, made
    db.flush()
    return made


def _steady(before: Any, now: Any, least: int) -> Any:
    """Return the new values with every number that moved too little as it was; rows and tables by what they are."""
    if isinstance(now, dict):
        return {key: _steady((before or {}).get(key), value, least) for key, value in now.items()}
    if isinstance(now, list):
        known = {_name(one): one for one in before or []}
        return [_steady(known.get(_name(one)), one, least) for one in now]
    moved_little = isinstance(now, int) and isinstance(before, int) and abs(now - before) < least
    return before if moved_little else now


def _name(entry: dict[str, Any]) -> tuple[str, str]:
    return entry.get("characteristic") or entry["key"], entry.get("by", "")


def _percents(made: dict[str, Any]) -> None:
    """Put percentages of those who answered beside the answers: of shown numbers only."""
    for table in made["tables"]:
        answered = next((row["number"] for row in table["rows"] if row["key"] == ANSWERED and not table["by"]), None)
        for row in table["rows"]:
            number = row.get("number")
            if answered and number is not None and row["level"] == 1 and row["key"].startswith(f"{ANSWERED}/"):
                row["percent"] = round(100 * number / answered)
