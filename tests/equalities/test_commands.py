"""What is typed at a terminal: the year's tables, and another key."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import Result
from flask import Flask

from portal import clock
from portal.complaints.equality import people as equality_people
from portal.complaints.joining import merge
from portal.complaints.matter.act import by_officer, by_person
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from portal.equalities import doors
from portal.equalities.asking import About
from portal.equalities.year import financial_year
from tests.complaints import matters
from tests.complaints.matters import Matter

pytestmark = pytest.mark.database


class Town:
    """A council with matters, and people who answer."""

    def __init__(self, database: Database, rulebook: Rulebook, settings: Settings) -> None:
        self.database, self.rulebook, self.settings = database, rulebook, settings
        self.today = clock.today()
        self.year = financial_year(self.today)

    def matter(self, email: str) -> Matter:
        return matters.made(self.database, rulebook=self.rulebook, settings=self.settings, at=clock.now(), email=email)

    def answers(self, matter: Matter, **given: str) -> None:
        act = by_person(matter.person_id, now=clock.now(), rulebook=self.rulebook, settings=self.settings)
        with self.database.changes() as db:
            whose = equality_people.find_whose(db, act, complaint_id=matter.complaint_id, person_id=matter.person_id)
            assert whose is not None
            doors.answer(
                db,
                replace(whose, about=About()),
                given=given,
                asked=doors.questions(self.today, ()),
                today=self.today,
                settings=self.settings,
            )

    def kept(self, matter: Matter) -> list[dict[str, str]]:
        with self.database.session() as db:
            found = doors.export(db, person_id=matter.person_id, settings=self.settings)
        return [dict(one.answers) for one in found.values()]


def run(app: Flask, *arguments: str) -> Result:
    with app.app_context():
        return app.test_cli_runner().invoke(args=arguments)


@pytest.fixture
def town(database: Database, rulebook: Rulebook, settings: Settings) -> Town:
    return Town(database, rulebook, settings)


@pytest.mark.slow
def test_the_tables_of_a_year(app: Flask, town: Town) -> None:
    for number in range(34):
        matter = town.matter(f"one{number}@example.com")
        if number < 22:
            town.answers(matter, sex="female" if number % 2 else "male")
    done = run(app, "equality-totals", "--year", str(town.year))
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    found = json.loads(lines[-1])
    assert (found["people"], found["least"]) == (30, 10)
    (sex,) = (one for one in found["tables"] if one["characteristic"] == "sex" and not one["by"])
    assert {row["key"]: row["number"] for row in sex["rows"]}["answered/female"] == 10
    assert "30 people were affected." in lines
    assert any(line.startswith("Religion or belief") for line in lines)


def test_a_year_without_anybody(app: Flask) -> None:
    done = run(app, "equality-totals", "--year", "2020")
    assert json.loads(done.output.splitlines()[-1])["people"] is None


def test_another_key(app: Flask, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    matter = town.matter("ama@example.com")
    town.answers(matter, sex="female")
    old = town.settings.equality_key
    app.extensions["portal.settings"] = town.settings = replace(town.settings, equality_key="n9" * 20)
    monkeypatch.setenv("PORTAL_OLD_EQUALITY_KEY", "w" * 40)
    assert run(app, "rekey-equalities").exit_code == 1
    monkeypatch.setenv("PORTAL_OLD_EQUALITY_KEY", old)
    assert run(app, "rekey-equalities").exit_code == 0
    assert town.kept(matter) == [{"sex": "female"}]


def test_one_person_with_two_matters_answers_once(town: Town) -> None:
    first, second = town.matter("ama@example.com"), town.matter("ama@example.com")
    town.answers(first, sex="female")
    town.answers(second, religion="none")
    assert town.kept(first) == [{"sex": "female", "religion": "none"}]
    with town.database.session() as db:
        people = equality_people.affected_in(db, year=town.year, council=town.rulebook.council)
    assert [set(one.person_ids) for one in people] == [{first.person_id, second.person_id}]


def joined(town: Town, first: Matter, second: Matter) -> str:
    by, asker = (matters.officer(town.database, at=clock.now()) for _one in range(2))
    with town.database.changes() as db:
        return merge.merge(
            db,
            by_officer(by, now=clock.now(), rulebook=town.rulebook, settings=town.settings),
            one_id=first.complaint_id,
            other_id=second.complaint_id,
            agreed=merge.Agreed(asker, "Same voice, same birthday."),
        )


def parted(town: Town, merge_id: str) -> None:
    by = matters.officer(town.database, at=clock.now())
    with town.database.changes() as db:
        merge.undo(
            db, by_officer(by, now=clock.now(), rulebook=town.rulebook, settings=town.settings), merge_id=merge_id
        )


def counted(town: Town) -> list[set[str]]:
    """The ids of each human being whom the totals count."""
    with town.database.session() as db:
        people = equality_people.affected_in(db, year=town.year, council=town.rulebook.council)
    return [set(one.person_ids) for one in people]


def test_whose_matters_an_officer_joins_sees_no_others_answers(town: Town) -> None:
    first, second = town.matter("ama@example.com"), town.matter("bo@example.com")
    town.answers(second, religion="jewish")
    merge_id = joined(town, first, second)
    with town.database.session() as db:
        act = by_person(first.person_id, now=clock.now(), rulebook=town.rulebook, settings=town.settings)
        whose = equality_people.find_whose(db, act, complaint_id=first.complaint_id, person_id=first.person_id)
    assert whose is not None
    assert (whose.person_id, whose.answered, whose.also) == (first.person_id, False, ())
    parted(town, merge_id)
    assert (town.kept(first), town.kept(second)) == ([], [{"religion": "jewish"}])


def test_joining_two_matters_counts_one_person_and_parting_them_loses_no_answer(town: Town) -> None:
    first, second = town.matter("ama@example.com"), town.matter("bo@example.com")
    town.answers(first, sex="male")
    town.answers(second, sex="female")
    merge_id, both = joined(town, first, second), {first.person_id, second.person_id}
    assert both in counted(town)
    parted(town, merge_id)
    assert (town.kept(first), town.kept(second)) == ([{"sex": "male"}], [{"sex": "female"}])
    assert both not in counted(town)
