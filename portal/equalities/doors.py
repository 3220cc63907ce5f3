"""The five doors: answer, totals, forget, export and rekey.

Nothing else of the portal reads an answer. No door tells an officer what somebody answered: `totals` holds small
numbers back, `export` is for the person's own eyes.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.db import PersonId, new_id
from portal.equalities import kept as rows
from portal.equalities.asking import About, kept_of
from portal.equalities.counting import Counted
from portal.equalities.kept import Kept
from portal.equalities.models import EqualitySet
from portal.equalities.question_set import QuestionSet, in_force
from portal.equalities.release import release
from portal.equalities.year import financial_year, first_day
from portal.errors import Refusal
from portal.i18n import lazy
from portal.organisation.model import EthnicCategory
from portal.sealed import keyed_hash

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Facts:
    """The few coarse facts that are copied in: the heading the service stands under, the stage, the channel."""

    service_group: str
    stage: int
    channel: str


@dataclass(frozen=True, slots=True)
class Subject:
    """The person the questions are about, what is known of them, and the facts that go with the answers."""

    person_id: PersonId
    about: About
    facts: Facts


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person affected by a matter of a year; ``asked`` if invited.

    ``person_ids`` are all ids known to be theirs, that of the earliest matter first: of several sets of answers the
    last one's counts.
    """

    person_ids: tuple[PersonId, ...]
    service_group: str
    stage: int
    asked: bool


def questions(day: date, own: Collection[EthnicCategory]) -> QuestionSet:
    """Return what is asked on a day: a financial year keeps the questions of its first day."""
    return in_force(first_day(financial_year(day)), own=tuple(own))


def answer(
    db: Session,
    subject: Subject,
    *,
    given: Mapping[str, str],
    asked: QuestionSet,
    today: date,
    settings: Settings,
) -> None:
    """Keep what was answered about a person, with what was answered before in this financial year.

    ``given`` maps questions to answers; what is not given stays as it was, and what may not be asked is not kept.
    Raises Refusal ``not_theirs`` when somebody would change what the person, or another, answered.
    """
    about, facts = subject.about, subject.facts
    year = financial_year(today)
    row = rows.find(db, person_id=subject.person_id, year=year, key=settings.equality_key)
    before = rows.opened(row, settings.equality_key) if row else None
    if before and not may_see(before, about, settings=settings):
        raise Refusal("not_theirs", lazy("These questions have been answered already."))
    answers = kept_of(asked, about, before.answers if before else {}, given)
    by = _by(about, settings)
    kept = Kept(answers, about.for_them, by, facts.service_group, facts.stage, facts.channel)
    if before:
        kept = replace(before, answers=answers, for_them=about.for_them, by=by)
    rows.put(db, person_id=subject.person_id, year=year, kept=kept, key=settings.equality_key)


def may_see(kept: Kept, about: About, *, settings: Settings) -> bool:
    """Whether whoever answers may see and change what is kept: the person, or who alone answered for them so far."""
    return not about.for_them or (kept.for_them and kept.by == _by(about, settings))


def totals(
    db: Session,
    *,
    year: int,
    people: Iterable[Somebody],
    least: int,
    own: Collection[EthnicCategory],
    today: date,
    settings: Settings,
) -> dict[str, Any]:
    """Return the tables of a financial year, and keep them, so that the next do not tell what a few people answered.

    ``people`` are those affected by the year's matters. Numbers under ``least`` are None, and others with them; the
    shape is that of `portal.equalities.tables.tables`, with year, least and final (`portal.equalities.release`).
    """
    kept = dict(rows.of_year(db, year=year, key=settings.equality_key))
    counted = []
    for one in people:
        hashes = [rows.person_hash(settings.equality_key, person_id, year) for person_id in one.person_ids]
        answered = [hashed for hashed in hashes if hashed in kept]
        if not answered:
            counted.append(Counted(one.service_group, one.stage, one.asked, None))
        for earlier in answered[:-1]:
            del kept[earlier]
    counted += [Counted(one.service_group, one.stage, True, one.answers) for one in kept.values()]
    asked = in_force(first_day(year), own=tuple(own))
    log.info("equality totals were read")
    return release(db, year=year, asked=asked, people=counted, over=financial_year(today) > year, least=least)


def forget(db: Session, *, person_id: PersonId, settings: Settings, about: About | None = None) -> bool:
    """Delete everything that was answered about a person, of every year; return whether there was anything.

    ``about`` says who asks for it: what they may not see stays.
    """
    found = [rows.find(db, person_id=person_id, year=year, key=settings.equality_key) for year in rows.years(db)]
    gone = [
        row
        for row in found
        if row and (about is None or may_see(rows.opened(row, settings.equality_key), about, settings=settings))
    ]
    for row in gone:
        db.delete(row)
    db.flush()
    return bool(gone)


def export(db: Session, *, person_id: PersonId, settings: Settings) -> dict[int, Kept]:
    """Return what was answered about a person, by year: for their own eyes and their own file only."""
    found = {year: rows.find(db, person_id=person_id, year=year, key=settings.equality_key) for year in rows.years(db)}
    return {year: rows.opened(row, settings.equality_key) for year, row in found.items() if row is not None}


def rekey(db: Session, *, old_key: str, person_ids: Iterable[PersonId], settings: Settings) -> int:
    """Seal every row under the key in the settings, in place of an old one, and return how many there are.

    ``person_ids`` are all persons there are. A row that is nobody's any more is kept for the totals, under a hash that
    nobody has. Whoever answered for somebody cannot change it any more; the person can. Raises CannotUnseal.
    """
    years = rows.years(db)
    moved = {
        rows.person_hash(old_key, person_id, year): rows.person_hash(settings.equality_key, person_id, year)
        for person_id in person_ids
        for year in years
    }
    found = list(db.scalars(select(EqualitySet)))
    for row in found:
        row.sealed = rows.sealed(row, rows.opened(row, old_key), settings.equality_key)
        row.person_hmac = moved.get(row.person_hmac) or new_id() + new_id()
    db.flush()
    return len(found)


def _by(about: About, settings: Settings) -> str:
    return keyed_hash(settings.equality_key, "equality answered by", about.by) if about.for_them else ""
