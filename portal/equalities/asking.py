"""Who may be asked what, and what of that may be kept. Pure.

Somebody under 16 is asked for age and disability only. What is only asked of somebody who is there (sexual orientation,
gender) is never answered for somebody who is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from portal.equalities.question_set import AGE, PREFER_NOT, Answer, Question, QuestionSet
from portal.equalities.year import years_of_age
from portal.errors import Refusal
from portal.i18n import lazy

CHILD_UNTIL = 16
_OLDEST = 130
OWN_WORDS = "own_words:"
"""Before a question's key: what was written in. Never counted."""

WRITE_IN_MOST = 200
UNDER_16 = "under_16"
"""Kept beside the age band, since no band ends at 16: yes or no."""


@dataclass(frozen=True, slots=True)
class About:
    """Whom the questions are about.

    ``for_them`` says that somebody else answers, ``there`` that the person is with them and wants this. ``child`` says
    whether a known date of birth makes them one: True, False, or None when none is known; ``minor`` that they are said
    to be under 18. ``by`` is the id of whoever answers for them.
    """

    for_them: bool = False
    there: bool = True
    child: bool | None = None
    minor: bool = False
    by: str = ""


def is_child(about: About, answers: Mapping[str, str]) -> bool:
    """Whether the person is under 16; who is said to be under 18 counts as that until a date of birth is answered.

    What was known before is not undone here: a parent may answer with their own date of birth.
    """
    said = answers.get(UNDER_16)
    return bool(about.child) or (said == "yes" if said else about.minor)


def may_ask(question: Question, about: About, answers: Mapping[str, str]) -> bool:
    """Whether this question may be asked about this person, after these answers."""
    if is_child(about, answers) and not question.children:
        return False
    if question.only_when_there and about.for_them and not about.there:
        return False
    return not question.part_of or bool(question.offered(answers.get(question.part_of)))


def on_one_page(asked: QuestionSet, about: About) -> tuple[Question, ...]:
    """Return all questions that may be asked about this person where nothing is answered yet, with their parts."""
    return tuple(one for one in asked.questions if may_ask(replace(one, part_of=""), about, {}))


def offered(question: Question, answers: Mapping[str, str]) -> tuple[Answer, ...]:
    """Return what there is to choose from, after these answers."""
    return question.offered(answers.get(question.part_of))


def next_question(asked: QuestionSet, about: About, answers: Mapping[str, str], *, after: str) -> Question | None:
    """Return the question after this one ("" for the first) that may be asked, None at the end."""
    keys = [one.key for one in asked.questions]
    start = keys.index(after) + 1 if after in keys else 0
    return next((one for one in asked.questions[start:] if may_ask(one, about, answers)), None)


def age_answers(born_on: date, asked: QuestionSet, *, today: date) -> dict[str, str]:
    """Return what is kept of a date of birth: the band, and whether under 16. Raises Refusal ``born_when``."""
    if born_on > today:
        raise Refusal("born_when", lazy("The date of birth must be in the past"))
    years = years_of_age(born_on, today)
    if years > _OLDEST:
        raise Refusal("born_when", lazy("Check the year of birth"))
    age = asked.find(AGE)
    band = next((one for one in age.answers if one.until is None or years <= one.until), None) if age else None
    if band is None:
        raise Refusal("born_when", lazy("Check the year of birth"))
    return {AGE: band.key, UNDER_16: "yes" if years < CHILD_UNTIL else "no"}


def kept_of(asked: QuestionSet, about: About, before: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Return the answers to keep, of those before and those given now: only what was asked and may be asked.

    Who prefers not to say their age takes back what they said about it.
    """
    both = {**before, **{key: value for key, value in given.items() if value or key.startswith(OWN_WORDS)}}
    if given.get(AGE) == PREFER_NOT:
        both.pop(UNDER_16, None)
    found = {UNDER_16: both[UNDER_16]} if both.get(UNDER_16) in {"yes", "no"} else {}
    for question in asked.questions:
        value = both.get(question.key, "")
        # What the person said while they were there stays when somebody adds to it without them.
        old = before.get(question.key) == value and question.key not in given
        if not (may_ask(question, replace(about, for_them=False) if old else about, {**both, **found})):
            continue
        if value != PREFER_NOT and value not in {one.key for one in question.offered(found.get(question.part_of))}:
            continue
        found[question.key] = value
        words = both.get(OWN_WORDS + question.key, "").strip()[:WRITE_IN_MOST]
        if question.write_in and words and value != PREFER_NOT:
            found[OWN_WORDS + question.key] = words
    return found
