"""What the rooms of the desk declare, walked: no act without page, permission and words, no event without a name."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import get_args

import pytest
from flask import Flask

from portal import clock
from portal.accounts.officers import Activation
from portal.accounts.permissions import PERMISSIONS, ROLES, may
from portal.casework.answering.reply import reply
from portal.casework.case.room_views import CASE
from portal.casework.desk.declared_views import MATTER, MatterAct, Page, Room
from portal.casework.views import ROOMS
from portal.complaints.follow_up import escalate
from portal.complaints.matter.act import by_person
from portal.complaints.matter.events import Kind
from portal.complaints.matter.models import Later
from portal.db import ComplaintId
from portal.web.access import desk
from tests.casework.cases import ANSWER, Casework, at, sign_in
from tests.inspecting_client import InspectingClient
from tests.tree import ROOT, files

# These read events and record none.
READERS = {"casework/queue/queue.py", "casework/case/history.py", "reports/figures.py"}
# They have a name already, for the steps that will record them.
NOT_RECORDED_YET = {Kind.SERVICE_CHANGED}


def recorded() -> set[Kind]:
    """Every kind of event that something in the portal records."""
    found = set()
    for file in files(ROOT / "portal"):
        name = file.relative_to(ROOT / "portal").as_posix()
        if file.suffix != ".py" or file.stem in {"room_views", "events"} or name in READERS:
            continue
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Attribute) and node.attr in Kind.__members__:
                owner = node.value.id if isinstance(node.value, ast.Name) else getattr(node.value, "attr", "")
                found |= {Kind[node.attr]} if owner == "Kind" else set()
    return found


def led_back_to() -> set[str]:
    """Every key with which a page of the desk leads on, for the next page to say what was done."""
    found: set[object] = {*get_args(Later)}
    for file in files(ROOT / "portal/casework"):
        if not file.stem.endswith("views") or file.stem == "room_views":
            continue
        for call in (node for node in ast.walk(ast.parse(file.read_bytes())) if isinstance(node, ast.Call)):
            given = call.args[:4] if getattr(call.func, "id", "") in {"back_to", "_after", "_back", "_done"} else []
            given = given + [one.value for one in call.keywords if one.arg == "said"]
            found |= {part.value for one in given for part in ast.walk(one) if isinstance(part, ast.Constant)}
    return {key for key in found if isinstance(key, str)}


def permission_of(page: Page) -> str:
    return page.permission if hasattr(page.view, "portal_access") else ""


def faults(rooms: Iterable[Room], recorded: set[Kind]) -> list[str]:
    """Return what is missing in what these rooms declare."""
    found = []
    for room in rooms:
        for page in room.pages:
            granted = permission_of(page) in PERMISSIONS and any(
                may(role, "own_team", permission_of(page)) for role in ROLES
            )
            found += [] if granted else [f"{page.endpoint}: no permission"]
        for act in room.acts:
            name = act.page.endpoint
            found += [] if act.page in room.pages and "GET" in act.page.methods else [f"{name}: no page"]
            found += [] if act.page.rule.startswith(MATTER) else [f"{name}: not about a matter"]
            found += [] if str(act.words) else [f"{name}: no words"]
        found += [f"{page.endpoint}: no words in the bar" for page, words in room.menu if not str(words)]
        found += [f"{key}: says nothing" for key, words in room.said.items() if not str(words)]
    named = Counter(kind for room in rooms for kind in room.history)
    said = Counter(key for room in rooms for key in room.said)
    places = Counter(act.place for room in rooms for act in room.acts)
    found += [f"{one}: twice" for every in (named, said, places) for one, times in every.items() if times > 1]
    found += [f"{kind}: recorded without a name" for kind in sorted(recorded - set(named))]
    found += [f"{kind}: named and never recorded" for kind in sorted(set(named) - recorded)]
    return found


def test_every_act_and_every_event_is_declared_whole() -> None:
    assert faults(ROOMS, recorded() | NOT_RECORDED_YET) == []
    assert not NOT_RECORDED_YET & recorded()


def test_every_page_says_what_led_to_it() -> None:
    assert {key for room in ROOMS for key in room.said} == led_back_to()


@desk("note")
def away(complaint_id: ComplaintId) -> ComplaintId:
    return complaint_id


def unmarked(complaint_id: ComplaintId) -> ComplaintId:
    return complaint_id


@desk("nothing_in_the_table")
def unknown(complaint_id: ComplaintId) -> ComplaintId:
    return complaint_id


AWAY = Page(f"{MATTER}/away", "casework.away", away)
ACT = MatterAct(5, AWAY, "Note that the person is away")
WHOLE = Room(pages=(AWAY,), acts=(ACT,), said={"away": "Noted."}, history={Kind.RECEIVED: "Away"})


@pytest.mark.parametrize(
    ("room", "fault"),
    [
        (replace(WHOLE, pages=()), "casework.away: no page"),
        (replace(WHOLE, pages=(replace(AWAY, view=unmarked),)), "casework.away: no permission"),
        (replace(WHOLE, pages=(replace(AWAY, view=unknown),)), "casework.away: no permission"),
        (replace(WHOLE, acts=(replace(ACT, words=""),)), "casework.away: no words"),
        (replace(WHOLE, acts=(ACT, ACT)), "5: twice"),
        (replace(WHOLE, said={"away": ""}), "away: says nothing"),
        (replace(WHOLE, history={}), "received: recorded without a name"),
        (replace(WHOLE, history={**WHOLE.history, Kind.SPLIT: "Split"}), "split: named and never recorded"),
    ],
)
def test_what_is_left_out_is_seen(room: Room, fault: str) -> None:
    assert faults([WHOLE], {Kind.RECEIVED}) == []
    assert fault in faults([room], {Kind.RECEIVED})


@pytest.fixture
def casework(casework: Casework) -> Casework:
    """The pages ask the real clock, so the desk stands at this moment."""
    return casework.at(clock.now())


@pytest.mark.database
def test_every_act_has_a_page_that_answers_whom_it_is_offered_to(
    casework: Casework, browser: InspectingClient, grace: Activation
) -> None:
    fresh, answered = casework.matter(), casework.matter(address="bo@example.com")
    casework.do(reply, answered, grace, answer=ANSWER)
    with casework.database.changes() as db:
        escalate.ask(
            db,
            by_person(answered.person_id, **casework.basics),
            complaint_id=answered.complaint_id,
            person_id=answered.person_id,
            reason="It is not put right.",
        )
    found = set()
    for made in (fresh, answered):
        page = browser.get(at(made))
        offered = {str(link["href"]) for link in page.select("a[href]")}
        for act in (act for room in ROOMS for act in room.acts):
            address = "/desk" + act.page.rule.replace("<complaint_id>", made.complaint_id)
            if address in offered:
                browser.get(address)
                found.add(act.page.endpoint)
    assert found == {act.page.endpoint for room in ROOMS for act in room.acts}


@pytest.mark.database
def test_every_act_is_refused_without_its_permission(casework: Casework, app: Flask) -> None:
    """An administrator of accounts has none of them; `tests/house/test_roles.py` asks every role for every address."""
    made = casework.matter()
    admin = sign_in(casework, app, casework.officer("Ada Admin", role="admin", team="complaints"))
    for act in (act for room in ROOMS for act in room.acts):
        assert not may("admin", "own_team", act.page.permission)
        admin.get("/desk" + act.page.rule.replace("<complaint_id>", made.complaint_id), status=404)


def test_the_acts_stand_in_the_order_in_which_they_are_needed() -> None:
    acts = sorted((act for room in ROOMS for act in room.acts), key=lambda act: act.place)
    assert [act.page.endpoint for act in acts[:3]] == ["casework.acknowledge", "casework.decide", "casework.reply"]
    assert CASE.acts[0].page.endpoint == "casework.contact"
