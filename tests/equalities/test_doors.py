"""The five doors: what is kept of an answer, for whom, and how it goes away again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from portal.config import Settings
from portal.db import Database, PersonId, new_id
from portal.equalities import doors
from portal.equalities.asking import OWN_WORDS, About, age_answers
from portal.equalities.doors import Facts, Subject
from portal.equalities.models import EqualitySet
from portal.errors import Refusal
from portal.organisation.council import load
from portal.sealed import CannotUnseal

pytestmark = pytest.mark.database
TODAY = date(2026, 11, 20)
OWN = load().ethnic_categories
ASKED = doors.questions(TODAY, OWN)
FACTS = Facts("adults", 1, "web")
ANSWERS = {
    "sex": "female",
    "religion": "other_religion",
    OWN_WORDS + "religion": "zebrafinch",
    "orientation": "bisexual",
}


@pytest.fixture
def answer(database: Database, settings: Settings) -> Any:
    def answered(
        person_id: PersonId, given: dict[str, str], *, about: About | None = None, today: date = TODAY
    ) -> None:
        with database.changes() as db:
            doors.answer(
                db, Subject(person_id, about or About(), FACTS), given=given, asked=ASKED, today=today,
                settings=settings,
            )  # fmt: skip

    return answered


def held(database: Database, settings: Settings, person_id: PersonId) -> dict[int, dict[str, str]]:
    with database.session() as db:
        return {
            year: dict(kept.answers) for year, kept in doors.export(db, person_id=person_id, settings=settings).items()
        }


def rows(database: Database) -> list[EqualitySet]:
    with database.session() as db:
        return list(db.scalars(select(EqualitySet)))


def test_once_per_person_and_financial_year(database: Database, settings: Settings, answer: Any) -> None:
    one, other = PersonId(new_id()), PersonId(new_id())
    answer(one, {"sex": "female"})
    answer(one, {"religion": "sikh"})
    answer(one, {"sex": "male"}, today=date(2027, 3, 31))
    answer(one, {"sex": "female"}, today=date(2027, 4, 1))
    answer(other, {"sex": "female"})
    assert held(database, settings, one) == {2026: {"sex": "male", "religion": "sikh"}, 2027: {"sex": "female"}}
    assert len(rows(database)) == 3


def test_a_row_says_nothing_without_the_key(database: Database, settings: Settings, answer: Any) -> None:
    people = [PersonId(new_id()) for _one in range(3)]
    answer(people[0], ANSWERS)
    answer(people[1], {"sex": "prefer_not"})
    answer(people[2], {key: value * 40 if key.startswith(OWN_WORDS) else value for key, value in ANSWERS.items()})
    kept = rows(database)
    assert {len(row.sealed) for row in kept} == {len(kept[0].sealed)}
    assert {column.name for column in EqualitySet.__table__.columns} == {"id", "year", "person_hmac", "sealed"}
    for row in kept:
        assert not any(person in row.id + row.person_hmac for person in people)
        assert b"zebrafinch" not in row.sealed
        assert b"female" not in row.sealed
    assert EqualitySet.__table__.foreign_keys == set()


def test_rows_do_not_tell_in_which_order_they_were_made(database: Database, answer: Any) -> None:
    for _one in range(12):
        answer(PersonId(new_id()), {"sex": "female"})
    if not database.is_sqlite:
        return
    with database.session() as db:
        as_they_stand = list(db.scalars(text("SELECT id FROM equality_sets NOT INDEXED")))
        assert as_they_stand == sorted(as_they_stand)
        with pytest.raises(OperationalError, match="rowid"):
            db.execute(text("SELECT rowid FROM equality_sets"))


def test_what_was_never_offered_is_not_kept(database: Database, settings: Settings, answer: Any) -> None:
    person = PersonId(new_id())
    answer(person, {"sex": "robot", "shoe_size": "44", "ethnic_background": "somali", "disability_impact": "a_lot"})
    assert held(database, settings, person) == {2026: {}}
    answer(person, {"ethnic_group": "black", "disability": "yes"})
    answer(person, {"ethnic_background": "somali", "disability_impact": "a_lot"})
    assert held(database, settings, person)[2026]["ethnic_background"] == "somali"
    answer(person, {"ethnic_group": "white", "disability": "no"})
    assert held(database, settings, person) == {2026: {"ethnic_group": "white", "disability": "no"}}


def test_under_16_only_age_and_disability_are_kept(database: Database, settings: Settings, answer: Any) -> None:
    young, old = PersonId(new_id()), PersonId(new_id())
    told = {**ANSWERS, "disability": "no", "gender": "same", "ethnic_group": "white", "marriage": "never"}
    answer(young, {**told, **age_answers(date(2010, 11, 21), ASKED, today=TODAY)})
    answer(old, {**told, **age_answers(date(2010, 11, 20), ASKED, today=TODAY)})
    assert held(database, settings, young)[2026] == {"age": "15-24", "under_16": "yes", "disability": "no"}
    assert {"gender", "orientation", "religion"} <= held(database, settings, old)[2026].keys()
    # Somebody known to be a child is one whatever else is answered first; a date of birth has the last word.
    known, grown = PersonId(new_id()), PersonId(new_id())
    answer(known, told, about=About(child=True))
    assert held(database, settings, known)[2026] == {"disability": "no"}
    answer(grown, told)
    answer(grown, age_answers(date(2015, 1, 1), ASKED, today=TODAY))
    assert held(database, settings, grown)[2026].keys() == {"age", "under_16", "disability"}


def test_for_somebody_who_is_not_there(database: Database, settings: Settings, answer: Any) -> None:
    away, there = PersonId(new_id()), PersonId(new_id())
    told = {"sex": "female", "gender": "same", "orientation": "heterosexual"}
    answer(away, told, about=About(for_them=True, there=False))
    answer(there, told, about=About(for_them=True, there=True))
    assert held(database, settings, away) == {2026: {"sex": "female"}}
    assert held(database, settings, there) == {2026: told}
    answer(there, {"sex": "male"}, about=About(for_them=True, there=False))
    assert held(database, settings, there) == {2026: {**told, "sex": "male"}}


def test_nobody_changes_what_a_person_answered_by_themselves(
    database: Database, settings: Settings, answer: Any
) -> None:
    person = PersonId(new_id())
    answer(person, {"sex": "female"}, about=About(for_them=True))
    answer(person, {"religion": "none"})
    with pytest.raises(Refusal, match="not_theirs"):
        answer(person, {"religion": "sikh"}, about=About(for_them=True))
    assert held(database, settings, person) == {2026: {"sex": "female", "religion": "none"}}


def test_two_who_speak_for_one_do_not_see_each_other(database: Database, settings: Settings, answer: Any) -> None:
    person, sister, carer = (
        PersonId(new_id()),
        About(for_them=True, by=PersonId(new_id())),
        About(for_them=True, by=PersonId(new_id())),
    )
    answer(person, {"religion": "none"}, about=sister)
    with pytest.raises(Refusal, match="not_theirs"):
        answer(person, {"religion": "sikh"}, about=carer)
    answer(person, {"sex": "female"}, about=sister)
    with database.session() as db:
        (kept,) = doors.export(db, person_id=person, settings=settings).values()
    assert [doors.may_see(kept, one, settings=settings) for one in (sister, carer, About())] == [True, False, True]
    assert sister.by not in kept.by


def test_a_birth_in_the_future_is_refused() -> None:
    for wrong in (date(2026, 11, 21), date(2999, 1, 1), date(1800, 1, 1)):
        with pytest.raises(Refusal, match="born_when"):
            age_answers(wrong, ASKED, today=TODAY)
    assert age_answers(TODAY, ASKED, today=TODAY) == {"age": "0-14", "under_16": "yes"}


def test_forgetting_takes_every_year_and_nobody_elses(database: Database, settings: Settings, answer: Any) -> None:
    one, other = PersonId(new_id()), PersonId(new_id())
    answer(one, {"sex": "female"})
    answer(one, {"sex": "female"}, today=date(2027, 5, 1))
    answer(other, {"sex": "male"})
    with database.changes() as db:
        assert doors.forget(db, person_id=one, settings=settings)
    with database.changes() as db:
        assert not doors.forget(db, person_id=one, settings=settings)
    assert held(database, settings, one) == {}
    assert held(database, settings, other) == {2026: {"sex": "male"}}


def test_another_key(database: Database, settings: Settings, answer: Any) -> None:
    one, gone = PersonId(new_id()), PersonId(new_id())
    answer(one, ANSWERS)
    answer(gone, {"sex": "male"})
    new = type(settings)(**{**vars(settings), "equality_key": "n9" * 20})
    before = {row.person_hmac for row in rows(database)}
    with database.changes() as db:
        assert doors.rekey(db, old_key=settings.equality_key, person_ids=[one], settings=new) == 2
    assert held(database, new, one) == {2026: ANSWERS}
    assert held(database, settings, one) == held(database, new, gone) == {}
    assert not before & {row.person_hmac for row in rows(database)}
    with database.changes() as db, pytest.raises(CannotUnseal):
        doors.rekey(db, old_key=settings.equality_key, person_ids=[one], settings=new)


def test_who_answers_for_somebody_deletes_only_their_own(database: Database, settings: Settings, answer: Any) -> None:
    person, sister = PersonId(new_id()), About(for_them=True, by=PersonId(new_id()))
    answer(person, {"religion": "none"}, today=date(2025, 5, 1))
    answer(person, {"sex": "female"}, about=sister)
    with database.changes() as db:
        assert doors.forget(db, person_id=person, settings=settings, about=sister)
    assert held(database, settings, person) == {2025: {"religion": "none"}}
    with database.changes() as db:
        assert doors.forget(db, person_id=person, settings=settings, about=About())
    assert held(database, settings, person) == {}
