"""Each kind of complainant goes the whole way, from the start page to the ombudsman; axe looks at every page.

Who acts for somebody else is held back first: they see their own words and the dates, and no answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from portal.db import new_id
from tests.journeys import whole_way
from tests.journeys.officer import Officer, OfficerWithoutBrowser
from tests.journeys.resident import WORDS, Paper, Resident
from tests.journeys.test_by_email import digits_in, letters_to
from tests.journeys.whole_way import FIRST_ANSWER
from tests.live import LivePortal

pytestmark = pytest.mark.browser

Move = Callable[[timedelta], None]
NewResident = Callable[[], Resident]
WRITER, AFFECTED = "Ama Mensah", "Efua Mensah"
BY_LINK = "link"
ALWAYS = {
    "words": WORDS,
    "urgent": "no",
    "service": "unsure",
    "name": WRITER,
    "contact": "none",
    "affected_name": AFFECTED,
}


@dataclass(frozen=True)
class Kind:
    """What somebody answers at the pages that are theirs, and how it is known that they may act, if for another."""

    answers: Mapping[str, str]
    known_by: str = ""


def _acting(role: str, known_by: str = "form", **more: str) -> Kind:
    return Kind({"about": "other", "acting_as": role, **more}, known_by)


KINDS = {
    "relative, own part": Kind({"about": "other", "acting_as": "relative", "part": "me"}),
    "relative, other": _acting("relative", part="other", their_contact="email", their_email="efua@resident.example"),
    "relative, both": _acting("relative", part="both", contact="email", email="ama@resident.example", how="later"),
    "relative of somebody who has died": _acting("relative", "document", part="other", affected_died="y"),
    "carer": _acting("carer", part="other"),
    "parent": _acting("parent", "document", part="both"),
    "advocate": _acting("advocate", BY_LINK, organisation="Voice"),
    "solicitor": _acting("solicitor", organisation="Lind and Partners"),
    "councillor": _acting("councillor", "standing"),
    "member of parliament": _acting("mp", "standing"),
    "other body": _acting("other_body", organisation="Example Hospital"),
    "child with advocate": Kind(
        {
            "about": "child",
            "wants_advocate": "yes",
            "contact": "email",
            "email": "mum@resident.example",
            "whose": "parent",
        }
    ),
    "together": Kind({"about": "together", "others": "Ben Okafor\nCara Diaz"}),
    "anonymous": Kind({"about": "anonymous"}),
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_everybody_goes_the_whole_way(
    new_resident: NewResident,
    officer: Officer,
    colleague: OfficerWithoutBrowser,
    move_clock: Move,
    live_portal: LivePortal,
    kind: Kind,
) -> None:
    resident = new_resident()
    paper = _complain(resident, kind)
    whole_way.answer_first(officer, paper)
    if kind.known_by:
        held_back(resident, paper)
    address = f"{new_id()}@resident.example"
    if kind.known_by == BY_LINK:
        officer.ask_person(address)
        agree(new_resident(), live_portal, address)
        expect(in_their_own_right(new_resident(), live_portal, address).page.get_by_text(FIRST_ANSWER)).to_be_visible()
    elif kind.known_by:
        officer.confirm(kind.known_by)

    move_clock(timedelta(days=1))
    later = new_resident()
    whole_way.read_answer(later, paper)
    whole_way.take_further(later)
    whole_way.answer_again(colleague, paper)

    later.open(later.page.url)
    whole_way.reach_ombudsman(later, paper.reference)
    if kind.known_by == BY_LINK:
        affected = in_their_own_right(new_resident(), live_portal, address)
        own = affected.page.locator(".portal-reference").first.inner_text()
        assert own != paper.reference
        whole_way.reach_ombudsman(affected, own)


def _complain(resident: Resident, kind: Kind) -> Paper:
    resident.answer_all({**ALWAYS, **kind.answers})
    told = resident.page.get_by_role("heading", name="Before you see our answer")
    expect(told).to_have_count(1 if kind.known_by else 0)
    return resident.paper()


def held_back(resident: Resident, paper: Paper) -> None:
    """See one's own words, that they have come, and the dates; nothing of what the council answered."""
    resident.follow_up(paper)
    shown = resident.page.locator("main")
    for told in ("We have it", "We got it on", "We answer you", "The clock runs while we check", "Nobody rang me back"):
        expect(shown).to_contain_text(told)
    for hidden in (FIRST_ANSWER, "We have emptied them.", "The bins were not emptied.", AFFECTED, "Grace Adeyemi"):
        expect(shown).not_to_contain_text(hidden)
    expect(resident.page.get_by_role("link", name="Take it further")).to_have_count(0)


def agree(person: Resident, portal: LivePortal, address: str) -> None:
    """Follow the link from the mail, prove the address with a code, and say yes."""
    link = re.search(r"https?://\S+/consent/\w+", letters_to(portal, address)[-1])
    assert link
    person.open(link[0])
    expect(person.page.locator("main")).not_to_contain_text(WRITER)
    person.go_on("code")
    person.fill(digits=digits_in(letters_to(portal, address)[-1]))
    person.go_on()
    expect(person.page.locator("main")).to_contain_text(WRITER)
    person.choose("answer", "everything")
    person.go_on()
    expect(person.page.get_by_role("heading", level=1)).to_have_text("This person speaks for you")


def in_their_own_right(person: Resident, portal: LivePortal, address: str) -> Resident:
    """Open the complaint by the reference that the person affected was sent, and a code to their own address."""
    known = re.search(r"\d{4} \d{4} \d{4}", "\n".join(letters_to(portal, address)))
    assert known
    person.open("/track")
    person.follow("I have lost my private code")
    person.fill(reference=known[0], address=address)
    person.go_on("enter")
    person.fill(digits=digits_in(letters_to(portal, address)[-1]))
    person.go_on()
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Your complaint")
    return person
