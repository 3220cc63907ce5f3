"""Each kind of complainant gets from the start page to a reference, and comes back with what stands on paper."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.journeys.conftest import Open
from tests.journeys.resident import Resident

pytestmark = pytest.mark.browser

# What each answers at the pages that are theirs; every other page is left empty where it may be.
KINDS: dict[str, Mapping[str, str]] = {
    "relative": {"about": "other", "acting_as": "relative", "part": "both"},
    "carer": {"about": "other", "acting_as": "carer", "part": "me"},
    "parent": {"about": "other", "acting_as": "parent", "part": "other"},
    "advocate": {"about": "other", "acting_as": "advocate"},
    "solicitor": {"about": "other", "acting_as": "solicitor"},
    "councillor": {"about": "other", "acting_as": "councillor"},
    "member of parliament": {"about": "other", "acting_as": "mp"},
    "other body": {"about": "other", "acting_as": "other_body"},
    "child": {"about": "child", "wants_advocate": "yes"},
    "together": {"about": "together"},
    "anonymous": {"about": "anonymous"},
}
ALWAYS = {"urgent": "no", "service": "unsure", "contact": "none"}


@pytest.mark.parametrize("kind", KINDS)
def test_everybody_gets_a_reference_and_comes_back(open_browser: Open, kind: str) -> None:
    resident = Resident(open_browser(scripts=False))
    resident.page.goto("/complain")
    for _page in range(30):
        if resident.at == "sent":
            break
        _answer(resident, {**ALWAYS, **KINDS[kind]})
    paper = resident.paper()
    Resident(open_browser(scripts=False)).follow_up(paper)


def _answer(resident: Resident, known: Mapping[str, str]) -> None:
    """Answer what this page asks, and go on by its button or its link that looks like one."""
    here = resident.page.url
    if resident.at == "what-happened":
        resident.fill(words="Nobody came, and nobody rang back.")
    for name, value in known.items():
        if resident.page.locator(f'[name="{name}"][value="{value}"]').count():
            resident.choose(name, value)
    button = resident.page.locator("main form button:not([type=button])")
    (button if button.count() else resident.page.locator("main a.govuk-button")).last.click()
    assert resident.page.url != here, f"{here} does not lead on"
