"""From people and their answers to a tree of numbers for each characteristic. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.equalities.question_set import PREFER_NOT, Answer, Question, QuestionSet

NOT_ANSWERED = "not_answered"
NOT_ASKED = "not_asked"
ANSWERED = "answered"
NOTHING = "no_answer"
UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Counted:
    """One person of a year: the facts copied in, and what was answered about them.

    ``answers`` maps questions to answers; None when nothing was answered, then ``asked`` says if they were invited to.
    """

    service_group: str
    stage: int
    asked: bool
    answers: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Node:
    """A number of people and the parts it is made of; ``words`` is translated where it is shown."""

    key: str
    words: str
    number: int
    parts: tuple[Node, ...] = ()


def characteristics(asked: QuestionSet) -> list[Question]:
    """Return the questions with a table of their own: all that are not part of another."""
    return [one for one in asked.questions if not one.part_of]


def status(question: Question, person: Counted) -> str:
    """Return the answer of a person to a question, or what there is in its place.

    Whoever answered anything and not this has not answered it; nor has a child, who was not asked this one question.
    A table of its own for that would tell the number of children who answered.
    """
    if person.answers is None:
        return NOT_ANSWERED if person.asked else NOT_ASKED
    return person.answers.get(question.key, NOT_ANSWERED)


def tree(asked: QuestionSet, question: Question, people: Sequence[Counted]) -> Node:
    """Return a characteristic's numbers: answered (with each answer), preferred not to say, and no answer."""
    found = Counter(status(question, person) for person in people)
    below = [one for one in asked.questions if one.part_of == question.key]
    answers = tuple(
        Node(one.key, one.words, found[one.key], _details(below, question.key, one.key, people))
        for one in question.answers
    )
    nothing = (
        Node(NOT_ANSWERED, "Not answered", found[NOT_ANSWERED]),
        Node(NOT_ASKED, "Not asked", found[NOT_ASKED]),
    )
    return Node(
        "people",
        "People",
        len(people),
        (
            Node(ANSWERED, "Answered", sum(one.number for one in answers), answers),
            Node(PREFER_NOT, "Preferred not to say", found[PREFER_NOT]),
            Node(NOTHING, "No answer", sum(one.number for one in nothing), nothing),
        ),
    )


def _details(below: Iterable[Question], key: str, answer: str, people: Sequence[Counted]) -> tuple[Node, ...]:
    """Return the parts of one answer by the question below it, with those who did not say more."""
    theirs = [person.answers for person in people if person.answers is not None and person.answers.get(key) == answer]
    for question in below:
        offered = question.offered(answer)
        if not offered:
            continue
        said = Counter(one.get(question.key, "") for one in theirs)
        national = [_national(one, offered, said) for one in offered if not one.counted_as]
        rest = len(theirs) - sum(one.number for one in national)
        return (*national, Node(UNSAID, "Did not say more", rest))
    return ()


def _national(answer: Answer, offered: Sequence[Answer], said: Counter[str]) -> Node:
    own = tuple(Node(one.key, one.words, said[one.key]) for one in offered if one.counted_as == answer.key)
    number = said[answer.key] + sum(one.number for one in own)
    parts = (*own, Node(UNSAID, "Did not say more", said[answer.key])) if own else ()
    return Node(answer.key, answer.words, number, parts)
