"""“Is this still you?”: asked where a second matter is opened in a browser in which something is open already."""

from __future__ import annotations

from flask import Flask, request
from wtforms import Form

from portal import clock
from portal.complaints.grants import visits
from portal.complaints.matter.models import Grant
from portal.db import GrantId
from portal.i18n import gettext as _
from portal.people import addresses, contacts, own_rows
from portal.people.models import Person
from portal.people.names import alike
from portal.web import sessions
from portal.web.unit_of_work import reading

_NAME, _YES, _NO = "still_you", "yes", "no"


def wire(app: Flask) -> None:
    """Let the buttons of a page ask (frame/still_you.html)."""
    app.jinja_env.globals["asks_still_you"] = is_asked


class StillYou(Exception):
    """Something of somebody else's may be open in this browser: the page asks before it opens another matter."""


def is_asked() -> bool:
    """Tell whether something is open or proven in this browser's visit."""
    session_hash = sessions.live_hash()
    return session_hash is not None and visits.has_opened(reading(), session_hash=session_hash, now=clock.now())


def is_same() -> bool:
    """Tell whether somebody said that they are the same person, or act for both."""
    return request.form.get(_NAME) == _YES


def is_another() -> bool:
    """Tell whether somebody said that they are another person."""
    return request.form.get(_NAME) == _NO


def is_theirs(grant_id: GrantId) -> bool:
    """Tell whether all that is open in this browser is one person's with this grant: each address was proven."""
    session_hash, grant = sessions.live_hash(), reading().get(Grant, grant_id)
    if session_hash is None or grant is None:
        return False
    theirs = own_rows.rows_of(reading(), grant.person_id, proven=True)
    return visits.persons_in(reading(), session_hash=session_hash) <= set(theirs)


def is_known_as(name: str, *, kind: str, address: str) -> bool:
    """Tell whether all that is open in this browser is of people who gave this name and this address, or neither any.

    Anybody can type both: this says which visit goes on where the person is, and opens nothing.
    """
    session_hash = sessions.live_hash()
    if session_hash is None:
        return False
    normal = addresses.normal(kind, address) if address else None
    for person_id in visits.persons_in(reading(), session_hash=session_hash):
        reached = {one.normal for one in contacts.in_use(reading(), person_id=person_id)}
        known = reading().get_one(Person, person_id)
        if not alike(known.name, name) or not (normal in reached if normal else not reached):
            return False
    return True


def goes_on(grant_id: GrantId) -> bool:
    """Tell whether what is open in this browser goes on when this grant is opened. Raises StillYou to ask first."""
    if is_same() or is_another() or not is_asked():
        return is_same()
    if not is_theirs(grant_id):
        raise StillYou
    return True


def must_answer(form: Form) -> bool:
    """Tell whether a form came without an answer that it needs, and say so on its page.

    It needs one too where the page was drawn before anything was open here.
    """
    if request.method != "POST" or is_same() or is_another() or not is_asked():
        return False
    ask(form)
    return True


def ask(form: Form) -> None:
    """Say on a form's page that an answer is needed."""
    form.form_errors.append(_("Say if this is still you. Use one of the two buttons"))
