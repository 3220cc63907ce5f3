"""Who may open a complaint's page: a browser in which the person's own grant is open, asked at every request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from flask import redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import clock
from portal.complaints.grants import companions, grants, open_matter, still_you_guards, visits
from portal.complaints.grants.open_matter import OpenMatter
from portal.complaints.matter import rulebook
from portal.complaints.matter.surviving import MERGED, own_surviving, surviving
from portal.complaints.questions import sensitive
from portal.db import GrantId
from portal.errors import NotFound
from portal.web import leaving, session_rows, sessions
from portal.web.unit_of_work import changes, reading, settings

Find = Callable[[GrantId], OpenMatter | None]


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
    find = partial(_find_open, session_hash, now)
    matter = find(grant_id)
    if matter is not None and matter.state == MERGED:
        matter = _joined(matter, session_hash, find)
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


def _joined(matter: OpenMatter, session_hash: str, find: Find) -> OpenMatter | None:
    """Return the matter in which this browser may see one that was joined into another.

    Where nothing but officers' word joined them, that is the living one only if a code of its own opened it here too;
    else the joined one by itself, to be read and added to. All other acts are the living one's. ``find`` looks for a
    grant as the caller did.
    """
    living = companions.find_surviving_grant(reading(), grant_id=matter.grant_id)
    if living is not None:
        found = find(living)
        if found is None or found.state != MERGED:
            return found
        matter = found
    if surviving(reading(), matter.complaint_id) == own_surviving(reading(), matter.complaint_id):
        return None
    beside = companions.find_living_beside(reading(), grant_id=matter.grant_id, session_hash=session_hash)
    if beside is not None:
        return find(beside)
    kept = [one for one in matter.may.split() if one not in {"withdraw", "further"}]
    return replace(matter, may=" ".join("say" if one == "add" else one for one in kept), apart=True)


def find_to_read(grant_id: GrantId) -> OpenMatter | None:
    """Return the matter of a grant whose code was just given, the living one, to be read once without a session.

    For when no session can be written. None where its person may not read it.
    """
    find = partial(_find_to_read, clock.now())
    matter = find(grant_id)
    if matter is not None and matter.state == MERGED:
        matter = _joined(matter, "", find)
    if matter is None or not matter.may:
        return None
    _offer_exit(matter)
    return matter


def open_here(grant_id: GrantId, *, how: str, carries: bool | None = None, spares: str = "") -> None:
    """Open a grant in this browser, in a new session.

    ``carries`` and ``spares`` are as `begin_visit` takes them. Raises StillYou where the person must be asked first;
    nothing is opened then.
    """
    if carries is None:
        carries = still_you_guards.goes_on(grant_id)
    replaced = sessions.live_hash()
    with changes() as db:
        session_id = begin_visit(db, replaced=replaced, opens=[grant_id], how=how, carries=carries, spares=spares)
    sessions.put_in_cookie(session_id)


def begin_visit(
    db: Session,
    *,
    replaced: str | None,
    opens: Sequence[GrantId] = (),
    how: str = "",
    proven: str = "",
    carries: bool | None = None,
    spares: str = "",
) -> str:
    """Begin a session for this browser as `visits.begin` does, and return its id, for the cookie after the commit.

    What was open before goes on in it when ``carries`` says so, or, where that is None, when the person said that
    this is still them. Otherwise it is ended with everything that was sent from this browser; who said that they are
    another person closes what is not sent, too. ``spares`` names the cookie of the draft at hand (threats T35, T40).
    """
    now = clock.now()
    if carries is None:
        carries = still_you_guards.is_same()
    if not carries:
        leaving.end_held(db, now=now, keeps_unsent=not still_you_guards.is_another(), spares=spares)
    return visits.begin(db, replaced=replaced, carries=carries, now=now, opens=opens, how=how, proven=proven)


def address_of(grant_id: GrantId, done: str | None = None) -> str:
    """Return the address of a complaint's page, with what was done there to say."""
    return url_for("tracking.complaint", grant_id=grant_id, done=done)


def back_to(grant_id: GrantId, done: str | None = None) -> Response:
    """Lead back to a complaint's page after an act."""
    return redirect(address_of(grant_id, done), 303)


def _find_open(session_hash: str, now: datetime, grant_id: GrantId) -> OpenMatter | None:
    return open_matter.find_open(reading(), grant_id=grant_id, session_hash=session_hash, now=now)


def _find_to_read(now: datetime, grant_id: GrantId) -> OpenMatter | None:
    return open_matter.find_to_read(reading(), grant_id=grant_id, now=now)


def _offer_exit(matter: OpenMatter) -> None:
    council = rulebook.read(settings().council_file).council
    if matter.hides or sensitive.of_service(matter.service, council, clock.today()):
        leaving.offer()
