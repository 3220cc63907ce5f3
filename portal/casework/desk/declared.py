"""What each room of the desk declares, once, in its `room_views.py`: pages, acts, and the words that belong to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

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
