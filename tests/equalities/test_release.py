"""The tables of a year over time: what they say, and that the next ones do not tell what a few people answered."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from portal.config import Settings
from portal.db import Database, PersonId, new_id
from portal.equalities import doors
from portal.equalities.asking import About
from portal.equalities.doors import Facts, Somebody, Subject
from tests.equalities.test_doors import ASKED, OWN, TODAY

pytestmark = pytest.mark.database


class Year:
    """A year that fills up with people; each answers what they are given, None is nobody who answers."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database, self.settings = database, settings
        self.people: list[Somebody] = []

    def add(
        self, number: int, given: dict[str, str] | None, *, group: str = "adults", asked: bool = True
    ) -> list[PersonId]:
        added = [PersonId(new_id()) for _one in range(number)]
        self.people += [Somebody((person,), group, 1, asked) for person in added]
        with self.database.changes() as db:
            for person in added if given is not None else []:
                doors.answer(
                    db, Subject(person, About(), Facts(group, 1, "web")), given=given or {}, asked=ASKED,
                    today=TODAY, settings=self.settings,
                )  # fmt: skip
        return added

    def totals(self, *, today: date = date(2027, 4, 1), least: int = 10) -> dict[str, Any]:
        """The tables, when the year is over unless said otherwise."""
        with self.database.changes() as db:
            return doors.totals(
                db, year=2026, people=self.people, least=least, own=OWN, today=today, settings=self.settings
            )  # fmt: skip

    def forget(self, person_id: PersonId) -> None:
        with self.database.changes() as db:
            doors.forget(db, person_id=person_id, settings=self.settings)


@pytest.fixture
def year(database: Database, settings: Settings) -> Year:
    return Year(database, settings)


def numbers(found: dict[str, Any], characteristic: str) -> dict[str, int | None]:
    (table,) = (one for one in found["tables"] if one["characteristic"] == characteristic and not one["by"])
    return {row["key"]: row["number"] for row in table["rows"]}


def test_what_a_table_says(year: Year) -> None:
    year.add(30, {"sex": "female", "ethnic_group": "black", "ethnic_background": "somali"})
    year.add(20, {"sex": "male"}, group="money")
    year.add(11, {"sex": "prefer_not"})
    year.add(12, None, group="money")
    year.add(14, None, asked=False)
    found = year.totals()
    assert (found["year"], found["least"], found["people"]) == (2026, 10, 87)
    assert found["columns"]["service"] == {"adults": 55, "money": 32}
    assert numbers(found, "sex") == {
        "answered": 50, "answered/female": 30, "answered/male": 20, "prefer_not": 11,
        "no_answer": 26, "no_answer/not_answered": 12, "no_answer/not_asked": 14,
    }  # fmt: skip
    (by,) = (one for one in found["tables"] if (one["characteristic"], one["by"]) == ("sex", "service"))
    assert {row["key"] for row in by["rows"]} >= {"answered", "female", "male", "prefer_not", "no_answer"}
    percents = {
        row["key"]: row.get("percent")
        for table in found["tables"]
        if table["characteristic"] == "sex" and not table["by"]
        for row in table["rows"]
    }
    assert (percents["answered/female"], percents["answered/male"], percents["prefer_not"]) == (60, 40, None)
    # Nobody of nine other groups answered, and a nought is a small number too.
    ethnic = numbers(found, "ethnic_group")
    assert ethnic["answered/white"] is None


def test_a_small_number_and_one_more_are_held_back_and_a_nought_too(year: Year) -> None:
    year.add(40, {"religion": "christian"})
    year.add(25, {"religion": "muslim"})
    year.add(12, {"religion": "none"})
    year.add(3, {"religion": "jewish"})
    year.add(12, {"religion": "prefer_not"})
    year.add(15, None)
    year.add(10, None, asked=False)
    found = numbers(year.totals(), "religion")
    assert (found["answered"], found["answered/christian"], found["answered/muslim"]) == (80, 40, 25)
    # 80 less 40 and 25 would leave three and noughts with nothing else beside them.
    assert found["answered/none"] is found["answered/jewish"] is found["answered/sikh"] is None


def test_fewer_people_than_the_smallest_number_have_no_tables(year: Year) -> None:
    year.add(9, {"sex": "female"})
    assert year.totals() == {
        "year": 2026, "least": 10, "final": True, "people": None, "columns": {}, "tables": [],
    }  # fmt: skip


def test_a_person_known_by_several_ids_is_counted_once(year: Year) -> None:
    (person,) = year.add(1, {"sex": "female"})
    year.people[-1] = Somebody((PersonId(new_id()), person), "adults", 1, False)
    year.add(20, {"sex": "female"})
    assert year.totals()["people"] == 21


def test_of_a_person_who_answered_under_two_ids_the_later_answers_count(year: Year) -> None:
    earlier, later = year.add(12, {"sex": "male"}), year.add(12, {"sex": "female"})
    year.people = [Somebody(ids, "adults", 1, True) for ids in zip(earlier, later, strict=True)]
    year.add(15, {"sex": "male"})
    year.add(12, {"sex": "prefer_not"})
    year.add(12, None)
    found = year.totals()
    assert found["people"] == 51
    assert [numbers(found, "sex")[f"answered/{one}"] for one in ("female", "male")] == [12, 15]


def test_a_running_year_is_rounded_and_waits_for_enough_people(year: Year) -> None:
    year.add(30, {"sex": "female"}), year.add(20, {"sex": "male"}, group="money")
    year.add(15, {"sex": "prefer_not"}), year.add(31, None)
    first = year.totals(today=TODAY)
    before = numbers(first, "sex")
    assert (first["final"], first["people"]) == (False, 100)
    assert [before[one] for one in ("answered", "answered/female", "answered/male", "prefer_not")] == [50, 30, 20, 20]
    year.add(9, {"sex": "female"})
    assert year.totals(today=TODAY) == first
    year.add(1, {"sex": "female"}), year.add(1, {"sex": "male"}, group="money")
    found = year.totals(today=TODAY)
    after = numbers(found, "sex")
    # 61 answered and 40 women would tell that one man more answered.
    assert [after[one] for one in ("answered", "answered/female", "answered/male")] == [60, 40, 20]
    cells = [
        number
        for table in found["tables"]
        for row in table["rows"]
        for number in (row["numbers"].values() if table["by"] else [row["number"]])
    ]
    everything = [found["people"], *cells, *(one for by in found["columns"].values() for one in by.values())]
    assert [one for one in everything if one is not None and one % 10] == []


def test_when_the_year_is_over_the_tables_are_exact_and_stand(year: Year) -> None:
    (gone,) = year.add(1, {"sex": "female"})
    year.add(30, {"sex": "female"}), year.add(23, {"sex": "male"}), year.add(15, {"sex": "prefer_not"})
    year.add(30, None)
    year.totals(today=TODAY)
    final = year.totals()
    assert (final["final"], numbers(final, "sex")["answered/female"], numbers(final, "sex")["answered"]) == (
        True,
        31,
        54,
    )
    year.forget(gone)
    assert year.totals() == final
    # A larger smallest number makes them anew: not exactly, as that would tell who deleted their answers.
    assert numbers(year.totals(least=12), "sex")["answered/female"] == 36
