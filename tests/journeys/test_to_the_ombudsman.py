"""One complaint under one reference: told on a phone, answered twice, taken further, to the ombudsman's door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from tests.journeys import whole_way
from tests.journeys.conftest import Open
from tests.journeys.officer import Officer
from tests.journeys.resident import Look, Resident

pytestmark = pytest.mark.browser

Move = Callable[[timedelta], None]
Picture = Callable[[Page, str], None]


def test_a_complaint_is_followed_from_paper_to_the_ombudsman(
    open_browser: Open, officer: Officer, move_clock: Move, scripts: bool, picture: Picture, look: Look
) -> None:
    seen: Look = look if scripts else lambda _page: None
    resident = Resident(open_browser(scripts=scripts), seen)
    resident.to_check()
    picture(resident.page, "check")
    paper = resident.send()
    picture(resident.page, "sent")
    whole_way.answer_first(officer, paper)
    picture(officer.page, "answered")

    # The next day, with nothing but the paper.
    move_clock(timedelta(days=1))
    later = Resident(open_browser(scripts=scripts), seen)
    whole_way.read_answer(later, paper)
    picture(later.page, "answer-read")
    whole_way.take_further(later)
    picture(later.page, "asked")
    whole_way.answer_again(officer, paper)

    move_clock(timedelta(days=2))
    last = Resident(open_browser(scripts=scripts), seen)
    last.follow_up(paper)
    picture(last.page, "second-answer")
    whole_way.reach_ombudsman(last, paper.reference)
    picture(last.page, "ombudsman")
