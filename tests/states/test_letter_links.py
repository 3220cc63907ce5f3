"""A link in a letter that somebody else opens shows nothing personal, and no reference (threat T8)."""

from __future__ import annotations

import re

from sqlalchemy import select

from portal.complaints.matter.models import Reference
from portal.letters.outgoing.models import Letter
from portal.people.models import Person
from tests.inspecting_client import InspectingClient
from tests.states.world import World

_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:)]")


def test_a_forwarded_link_tells_nothing(world: World) -> None:
    with world.database.session() as db:
        letters = db.execute(select(Letter.kind, Letter.body).where(Letter.person_id.is_not(None))).all()
        names = {one for one in db.scalars(select(Person.name)) if one}
        numbers = set(db.scalars(select(Reference.number)))
    links = {link: one.kind for one in letters for link in _LINK.findall(one.body) if link.startswith(world.portal.url)}
    assert {"consent_asked", "receipt"} <= {one.kind for one in letters}
    assert any("/consent/" in link for link in links)
    for link, kind in links.items():
        stranger = InspectingClient(world.portal.app)
        stranger.get(link.removeprefix(world.portal.url))
        shown = stranger.page.html
        assert not {one for one in names if one in shown}, (kind, link)
        assert not {one for one in numbers if one in re.sub(r"(?<=\d) (?=\d)", "", shown)}, (kind, link)
        assert not {one for one in numbers if one in link}, (kind, link)
