"""A child who asked for somebody on their side: at the top of the page until they have one."""

from __future__ import annotations

from portal.complaints.matter.events import Kind
from tests.casework.cases import Casework, at
from tests.inspecting_client import InspectingClient

WANTED = "This child wants an advocate. Find one today."


def test_it_stands_there_until_the_child_has_one(casework: Casework, browser: InspectingClient) -> None:
    made = casework.matter(about="me", acting_as="child", wants_advocate=True)
    browser.get(at(made))
    assert WANTED in browser.text
    button = 'form[action$="/advocate-found"]'
    again = browser.page.values(browser.page.one(button))
    browser.post_form(form=button)
    assert "Noted. The child has an advocate." in browser.text
    assert WANTED not in browser.text
    browser.post(f"{at(made)}/advocate-found", again)
    assert casework.kinds(made).count(Kind.ADVOCATE_FOUND) == 1
