"""Which form stands on each page."""

from __future__ import annotations

import pytest

from portal.complaints.questions import order, page_forms
from portal.complaints.questions.order import Page

# Pages with a view of their own: what they ask depends on more than the answers.
OWN_VIEWS = (Page.SERVICE, Page.FILES, Page.PROVE, Page.CHECK)


def test_every_page_asks_or_tells_something_in_one_place() -> None:
    assert sorted([*page_forms.FORMS, *order.TOLD, *OWN_VIEWS]) == sorted(Page)


@pytest.mark.parametrize(
    ("page", "boxes"),
    [
        (Page.URGENT, []),
        (Page.WHEN, ["happened_words"]),
        (Page.WHERE, ["place", "postcode"]),
        (Page.CONTACT, ["email", "phone", "post"]),
    ],
)
def test_the_boxes_in_which_people_write_are_known(page: Page, boxes: list[str]) -> None:
    assert page_forms.FORMS[page].text_boxes() == boxes
