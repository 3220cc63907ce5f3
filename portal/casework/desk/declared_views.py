"""What each room of the desk declares in its `room_views.py`: pages, acts and their words; and how all of it is read.

`portal.casework.views` lists the rooms, and `wire` opens them; the other functions ask the rooms of the running desk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from flask import Blueprint, Flask, current_app, request

from portal.accounts.guards import add_to_menu
from portal.complaints.matter.events import Kind
from portal.procedures.steps import Step
from portal.web.access import Access

MATTER = "/complaint/<complaint_id>"
"""A matter's own address below /desk; the pages of its acts stand below it."""

SENT = ("POST",)
BOTH = ("GET", "POST")


@dataclass(frozen=True, slots=True)
class Page:
    """An address below /desk and the view that answers there; the endpoint begins with the name of its blueprint."""

    rule: str
    endpoint: str
    view: Any
    methods: tuple[str, ...] = ("GET",)

    @property
    def permission(self) -> str:
        """Return the permission that the view is marked with: it opens the page, and shows the links to it."""
        marked: Access = self.view.portal_access
        return marked.permission or ""


@dataclass(frozen=True, slots=True)
class MatterAct:
    """Something an officer can do, offered on a matter's page to those who have the permission of its page.

    ``place`` orders the acts of all rooms: the more often one is needed, the smaller. ``step`` is what the rules must
    allow at this point, None for what can always be done.
    """

    place: int
    page: Page
    words: str
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """All that a room has.

    ``menu`` is what it puts into the desk's bar: pages with their words. ``said`` is what a page says after an act, by
    the key in its address: never words from the address itself. ``history`` names the events of this room's subject
    on a matter's page; "" for an event that is shown there by the row it speaks of, such as an answer.
    """

    pages: tuple[Page, ...]
    menu: tuple[tuple[Page, str], ...] = ()
    acts: tuple[MatterAct, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)
    history: Mapping[Kind, str] = field(default_factory=dict)


def wire(app: Flask, rooms: tuple[Room, ...]) -> None:
    """Open the pages of these rooms, and put those of their menus into the desk's bar, in the order of the rooms."""
    app.extensions["portal.casework.rooms"] = rooms
    blueprints: dict[str, Blueprint] = {}
    for page in (page for room in rooms for page in room.pages):
        name, _dot, own = page.endpoint.partition(".")
        opened = blueprints.setdefault(name, Blueprint(name, __name__, url_prefix="/desk"))
        opened.add_url_rule(page.rule, own, page.view, methods=page.methods)
    for blueprint in blueprints.values():
        app.register_blueprint(blueprint)
    for page, words in (entry for room in rooms for entry in room.menu):
        add_to_menu(app, endpoint=page.endpoint, words=words, permission=page.permission)


def acts() -> list[MatterAct]:
    """Return everything that can be done about a matter, what is needed most often first."""
    return sorted((act for room in _rooms() for act in room.acts), key=lambda act: act.place)


def history_words() -> dict[Kind, str]:
    """Return how each kind of event is named in a matter's history."""
    return {kind: words for room in _rooms() for kind, words in room.history.items()}


def said() -> str:
    """Return what this page says of the act that led to it, "" for nothing."""
    key = request.args.get("said", "")
    return next((room.said[key] for room in _rooms() if key in room.said), "")


def _rooms() -> tuple[Room, ...]:
    return cast(tuple[Room, ...], current_app.extensions["portal.casework.rooms"])
