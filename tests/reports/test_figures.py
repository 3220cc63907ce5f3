"""Figures of a period: matters and people, each once, and chases against the answer."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask import Flask

from portal import clock
from portal.complaints.follow_up import chases, messages
from portal.complaints.joining import split
from portal.complaints.matter.act import by_officer, by_person
from portal.db import new_id
from portal.reports import figures
from portal.reports.figures import Figures
from tests.complaints.joined import Desk
from tests.complaints.matters import Matter

pytestmark = pytest.mark.database

TWO = "My bin was left. And my tax bill is wrong."


def counted(desk: Desk, *, days_ago: int = 30) -> Figures:
    today = clock.london_date(desk.now)
    with desk.database.session() as db:
        return figures.figures(
            db, first=today - timedelta(days=days_ago), last=today, today=today, calendar=desk.rulebook.calendar
        )


def chase(desk: Desk, matter: Matter, *, days_ago: int) -> None:
    at = desk.now - timedelta(days=days_ago)
    with desk.database.changes() as db:
        chases.ask(
            db,
            by_person(matter.person_id, now=at, rulebook=desk.rulebook, settings=desk.settings),
            "update",
            complaint_id=matter.complaint_id,
            person_id=matter.person_id,
            channel="web",
        )


def tell(desk: Desk, matter: Matter, *, days_ago: int) -> None:
    with desk.database.changes() as db:
        chases.told(db, complaint_id=matter.complaint_id, kinds=["update"], now=desk.now - timedelta(days=days_ago))


def test_an_empty_period_is_all_noughts(desk: Desk) -> None:
    found = counted(desk)
    assert (found.submissions, found.matters, found.people, found.chases, found.repeats) == (0, 0, 0, 0, {})
    assert found.median_working_days is None
    assert json.loads(json.dumps(found.plain()))["first"] == found.first.isoformat()


def test_matters_and_people_are_counted_and_not_submissions(desk: Desk) -> None:
    first, again = desk.made(days_ago=6), desk.made()
    desk.made(email="kofi@example.com")
    desk.made(days_ago=90)
    found = counted(desk)
    assert (found.submissions, found.matters, found.people) == (3, 3, 2)
    merge_id = desk.merge(first, again)
    found = counted(desk)
    assert (found.submissions, found.matters, found.people) == (3, 2, 2)
    assert (found.merges, found.merges_undone, found.repeats) == (1, 0, {"web": 1})
    desk.undo(merge_id)
    found = counted(desk)
    assert (found.matters, found.merges, found.merges_undone, found.repeats) == (3, 1, 1, {})


def test_an_officers_word_makes_two_people_one(desk: Desk) -> None:
    first, again = desk.made(days_ago=6), desk.made(email="other@example.com")
    assert counted(desk).people == 2
    desk.merge(first, again, reason="She said so, after I rang her proven number.")
    assert counted(desk).people == 1


def test_a_split_is_one_submission_and_two_matters(desk: Desk) -> None:
    first = desk.made(words=TWO)
    with desk.database.changes() as db:
        split.split(
            db,
            by_officer(desk.officer_id, now=desk.now, rulebook=desk.rulebook, settings=desk.settings),
            complaint_id=first.complaint_id,
            excerpt="And my tax bill is wrong.",
            service="council-tax",
            send_key=new_id(),
        )
    found = counted(desk)
    assert (found.submissions, found.matters, found.people, found.splits) == (1, 2, 1, 1)


def test_chases_and_how_long_they_waited(desk: Desk) -> None:
    one, two, three = (desk.made(days_ago=20, email=f"{name}@example.com") for name in "abc")
    chase(desk, one, days_ago=13)
    tell(desk, one, days_ago=12)
    chase(desk, two, days_ago=13)
    chase(desk, two, days_ago=12)
    tell(desk, two, days_ago=6)
    chase(desk, three, days_ago=13)
    found = counted(desk)
    assert (found.chases, found.answered_chases, found.late_chases) == (3, 2, 2)
    assert (found.median_working_days, found.longest_working_days) == (3.0, 5)


def test_a_chase_goes_on_when_its_matter_is_joined(desk: Desk) -> None:
    first, second = desk.made(days_ago=6), desk.made(days_ago=2)
    chase(desk, second, days_ago=1)
    owed = desk.owed(second)["update"]
    desk.merge(first, second)
    assert desk.owed(first)["update"] == owed
    chase(desk, first, days_ago=0)
    tell(desk, first, days_ago=0)
    assert (counted(desk).chases, counted(desk).answered_chases) == (1, 1)


def test_adding_words_is_no_repeat(desk: Desk) -> None:
    made = desk.made()
    with desk.database.changes() as db:
        messages.add_message(
            db,
            by_person(made.person_id, now=desk.now, rulebook=desk.rulebook, settings=desk.settings),
            complaint_id=made.complaint_id,
            person_id=made.person_id,
            body="More.",
            channel="web",
            send_key=new_id(),
        )
    assert counted(desk).repeats == {}


def test_the_command_prints_a_table_and_one_line_of_json(desk: Desk, app: Flask) -> None:
    desk.made()
    day = clock.london_date(desk.now).isoformat()
    with app.app_context():
        printed = app.test_cli_runner().invoke(args=["figures", "--from", day, "--to", day])
        backwards = app.test_cli_runner().invoke(args=["figures", "--from", day, "--to", "2020-01-01"])
    assert printed.exit_code == 0, printed.output
    assert "Matters" in printed.output
    assert json.loads(printed.output.splitlines()[-1])["matters"] == 1
    assert backwards.exit_code == 1
