"""Which question comes next."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from portal.complaints.questions import order
from portal.complaints.questions.answers import Answers
from portal.complaints.questions.order import Page, Situation

PLAIN = Answers(about="me", words="Bins", urgent=False, service="missed-collection", contact="none")
BY_EMAIL = replace(PLAIN, contact="email", email="ama@example.com")


def test_the_shortest_way() -> None:
    assert order.pages(PLAIN, Situation()) == (
        Page.ABOUT,
        Page.WORDS,
        Page.URGENT,
        Page.SERVICE,
        Page.WHEN,
        Page.WHERE,
        Page.WANTED,
        Page.FILES,
        Page.NAME,
        Page.CONTACT,
        Page.NEEDS,
        Page.CHECK,
    )


def test_every_page_is_on_somebodys_way() -> None:
    here = Situation(sensitive=True, provable=True)
    asked = replace(BY_EMAIL, urgent=True)
    everybody = [
        replace(asked, about="both", acting_as="parent"),
        replace(asked, about="other", acting_as="councillor"),
        replace(asked, acting_as="child"),
        replace(asked, about="both", acting_as="together"),
        replace(asked, acting_as="anonymous"),
    ]
    assert {page for answers in everybody for page in order.pages(answers, here)} == set(Page)


def test_who_complains_decides_what_is_asked() -> None:
    def way(**who: Any) -> set[Page]:
        return set(order.pages(replace(BY_EMAIL, **who), Situation()))

    assert not way(acting_as="anonymous") & {Page.NAME, Page.CONTACT, Page.REACHING, Page.PROVE, Page.AFFECTED}
    assert Page.PART in way(about="other", acting_as="relative")
    assert Page.PART not in way(about="other", acting_as="advocate")
    assert Page.AFFECTED not in way(about="me", acting_as="relative", part="me")
    assert Page.MEMBERS in way(about="other", acting_as="mp")
    assert not way(about="other", acting_as="carer", affected_died=True) & {Page.THEIR_CONTACT, Page.THEIR_NEEDS}
    assert Page.AFFECTED not in way(about="both", acting_as="together")


@pytest.mark.parametrize(
    ("answers", "situation", "page", "expected"),
    [
        (replace(PLAIN, about="other"), Situation(), Page.ABOUT, Page.ROLE),
        (replace(PLAIN, about="other", acting_as="advocate"), Situation(), Page.ROLE, Page.AFFECTED),
        (replace(PLAIN, about="other", acting_as="mp"), Situation(), Page.ROLE, Page.MEMBERS),
        (replace(PLAIN, acting_as="child"), Situation(), Page.ABOUT, Page.ADVOCATE),
        (replace(PLAIN, acting_as="anonymous"), Situation(), Page.ABOUT, Page.ANONYMOUS),
        (PLAIN, Situation(), Page.ABOUT, Page.WORDS),
        (replace(PLAIN, urgent=True), Situation(), Page.URGENT, Page.URGENT_HELP),
        (PLAIN, Situation(), Page.URGENT, Page.SERVICE),
        (PLAIN, Situation(), Page.WANTED, Page.FILES),
        (PLAIN, Situation(), Page.FILES, Page.NAME),
        (PLAIN, Situation(sensitive=True), Page.WANTED, Page.NOT_TO_TELL),
        (PLAIN, Situation(), Page.CONTACT, Page.NEEDS),
        (BY_EMAIL, Situation(provable=True), Page.CONTACT, Page.REACHING),
        (BY_EMAIL, Situation(provable=True), Page.NEEDS, Page.PROVE),
        (BY_EMAIL, Situation(), Page.NEEDS, Page.CHECK),
        (BY_EMAIL, Situation(), Page.PROVE, Page.CHECK),
        (PLAIN, Situation(), Page.CHECK, Page.CHECK),
    ],
)
def test_what_follows(answers: Answers, situation: Situation, page: Page, expected: Page) -> None:
    assert order.after(page, answers, situation) is expected


@pytest.mark.parametrize("situation", [Situation(), Situation(sensitive=True, provable=True)])
def test_back_undoes_continue(situation: Situation) -> None:
    asked = replace(BY_EMAIL, urgent=True)
    people = [("both", "parent"), ("other", "mp"), ("me", "child"), ("both", "together"), ("me", "anonymous")]
    for answers in (PLAIN, *(replace(asked, about=about, acting_as=role) for about, role in people)):
        way = order.pages(answers, situation)
        assert order.before(way[0], answers, situation) is None
        for page, following in pairwise(way):
            assert order.after(page, answers, situation) is following
            assert order.before(following, answers, situation) is page


def _changed(page: Page, was: Answers, now: Answers, before: Situation, after: Situation) -> Page:
    return order.after_change(page, was, now, before=before, after=after)


def test_a_change_leads_back_to_the_answers() -> None:
    here = Situation()
    assert _changed(Page.WORDS, PLAIN, replace(PLAIN, words="More"), here, here) is Page.CHECK
    assert _changed(Page.ABOUT, PLAIN, replace(PLAIN, about="me"), here, here) is Page.CHECK


def test_a_change_that_opens_a_question_asks_it() -> None:
    here = Situation()
    other = replace(PLAIN, about="other")
    assert _changed(Page.ABOUT, PLAIN, other, here, here) is Page.ROLE
    relative = replace(other, acting_as="relative")
    assert _changed(Page.ROLE, other, relative, here, here) is Page.PART
    assert _changed(Page.PART, relative, replace(relative, part="other"), here, here) is Page.AFFECTED
    assert _changed(Page.ABOUT, PLAIN, replace(PLAIN, acting_as="anonymous"), here, here) is Page.ANONYMOUS
    child = replace(BY_EMAIL, acting_as="child", wants_advocate=False)
    assert _changed(Page.ABOUT, BY_EMAIL, child, here, here) is Page.WHOSE
    assert _changed(Page.CONTACT, child, replace(child, email="mum@example.com"), here, here) is Page.WHOSE
    assert _changed(Page.URGENT, PLAIN, replace(PLAIN, urgent=True), here, here) is Page.URGENT_HELP
    assert _changed(Page.SERVICE, PLAIN, PLAIN, here, Situation(sensitive=True)) is Page.NOT_TO_TELL
    assert _changed(Page.CONTACT, PLAIN, BY_EMAIL, here, Situation(provable=True)) is Page.REACHING
    other = replace(BY_EMAIL, email="other@example.com")
    assert _changed(Page.CONTACT, BY_EMAIL, other, here, Situation(provable=True)) is Page.PROVE
    assert _changed(Page.CONTACT, BY_EMAIL, other, here, here) is Page.CHECK


def test_coming_back_goes_on_where_an_answer_is_missing() -> None:
    assert order.resume(Answers()) is Page.ABOUT
    assert order.resume(Answers(about="other")) is Page.ROLE
    assert order.resume(Answers(about="me")) is Page.WORDS
    assert order.resume(Answers(about="me", words=" ")) is Page.WORDS
    assert order.resume(Answers(about="me", words="Bins")) is Page.URGENT
    assert order.resume(Answers(about="me", words="Bins", urgent=False)) is Page.SERVICE
    assert order.resume(Answers(about="me", words="Bins", urgent=False, service="")) is Page.WHEN
    assert order.resume(PLAIN) is Page.CHECK
