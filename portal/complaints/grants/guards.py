"""Who may open a complaint's page: a browser in which the person's own grant is open, asked at every request."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.complaints.grants import companions, grants, open_matter, visits
from portal.complaints.grants.open_matter import OpenMatter
from portal.complaints.matter import rulebook
from portal.complaints.matter.surviving import MERGED
from portal.complaints.questions import sensitive
from portal.db import GrantId
from portal.errors import NotFound
from portal.web import leaving, session_rows, sessions
from portal.web.unit_of_work import changes, reading, settings


class NotOpen(Exception):
    """A grant that is not open in this browser: unknown, revoked, timed out or somebody else's, all alike."""


def get_open(grant_id: GrantId, action: str = "see") -> OpenMatter:
    """Return the matter of a grant that is open in this browser and allows this action: the living one.

    ``action`` is see, add, withdraw, contact or further. Or it is own or say, which are less than see and add: a
    representative has no more until their right to act is confirmed. Raises NotOpen, and NotFound when the person may
    open the matter but not do this.
    """
    session_hash = sessions.cookie_hash()
    if session_hash is None:
        raise NotOpen
    now = clock.now()
    matter = open_matter.find_open(reading(), grant_id=grant_id, session_hash=session_hash, now=now)
    if matter is not None and matter.state == MERGED:
        living = companions.find_surviving_grant(reading(), grant_id=grant_id)
        matter = open_matter.find_open(reading(), grant_id=living or GrantId(""), session_hash=session_hash, now=now)
    if matter is None or not session_rows.within_limits(
        "resident", begun_at=matter.begun_at, seen_at=matter.seen_at, limits=settings().limits, now=now
    ):
        raise NotOpen
    allowed = matter.may.split()
    if not {"see", "own"} & set(allowed):
        raise NotOpen
    if action not in allowed and grants.IMPLIED_BY.get(action) not in allowed:
        raise NotFound("action")
    _offer_exit(matter)
    sessions.note_seen(session_hash, matter.seen_at, now)
    return matter


def find_to_read(grant_id: GrantId) -> OpenMatter | None:
    """Return the matter of a grant whose code was just given, the living one, to be read once without a session.

    For when no session can be written. None where its person may not read it.
    """
    now = clock.now()
    matter = open_matter.find_to_read(reading(), grant_id=grant_id, now=now)
    if matter is not None and matter.state == MERGED:
        living = companions.find_surviving_grant(reading(), grant_id=grant_id)
        matter = open_matter.find_to_read(reading(), grant_id=living or GrantId(""), now=now)
    if matter is None or not matter.may:
        return None
    _offer_exit(matter)
    return matter


def open_here(grant_id: GrantId, *, how: str) -> None:
    """Open a grant in this browser.

    It gets a new session, in which all goes on that was open and proven in the one before.
    """
    replaced = sessions.live_hash()
    with changes() as db:
        session_id = visits.begin(db, replaced=replaced, now=clock.now(), opens=[grant_id], how=how)
    sessions.put_in_cookie(session_id)


def address_of(grant_id: GrantId, done: str | None = None) -> str:
    """Return the address of a complaint's page, with what was done there to say."""
    return url_for("tracking.complaint", grant_id=grant_id, done=done)


def back_to(grant_id: GrantId, done: str | None = None) -> Response:
    """Lead back to a complaint's page after an act."""
    return redirect(address_of(grant_id, done), 303)


def _offer_exit(matter: OpenMatter) -> None:
    council = rulebook.read(settings().council_file).council
    if matter.hides or sensitive.of_service(matter.service, council, clock.today()):
        leaving.offer()
