"""The tables as lines of plain English, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from portal.equalities.counting import characteristics
from portal.equalities.question_set import in_force
from portal.equalities.year import first_day

HELD_BACK = "–"


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield what stands in a year's tables; what is held back is a dash."""
    year, least = found["year"], found["least"]
    yield f"Equality questions, 1 April {year} to 31 March {year + 1}"
    if found["people"] is None:
        yield f"Fewer than {least} people: there are no tables."
        return
    yield f"{found['people']} people were affected."
    yield f"{HELD_BACK} is a number under {least}, or one that would give it away."
    if found["final"]:
        yield "The year is over. These numbers stand."
    else:
        yield f"The year is not over. Numbers are rounded to {least} and change when {least} more have answered."
    names = {one.key: one.name for one in characteristics(in_force(first_day(year)))}
    for table in found["tables"]:
        by = table["by"]
        yield ""
        yield f"{names.get(table['characteristic'], table['characteristic'])}{f', by {by}' if by else ''}"
        if by:
            columns = list(table["rows"][0]["numbers"])
            yield f"{'':<56}{''.join(f'{column[:15]:>16}' for column in columns)}"
            yield _line("People", [found["columns"][by].get(column) for column in columns])
            for row in table["rows"]:
                yield _line(row["words"], list(row["numbers"].values()))
            continue
        for row in table["rows"]:
            percent = f"{row['percent']:>5} %" if "percent" in row else ""
            yield _line("  " * row["level"] + row["words"], [row["number"]]) + percent


def _line(words: str, numbers: list[int | None]) -> str:
    shown = "".join(f"{HELD_BACK if number is None else number:>16}" for number in numbers)
    return f"{words:<56}{shown}"
