"""The desk's door: closed by default, and the same answer for "not yours" and "does not exist"."""

from __future__ import annotations

import logging
import re
from typing import Any

from flask import Flask, Request, current_app, redirect, request, url_for
from flask_login import LoginManager, current_user

from portal.accounts.models import Officer
from portal.accounts.permissions import allowed, allowed_somewhere
from portal.errors import NotFound
from portal.web import sessions
from portal.web.unit_of_work import reading

_OWN_PATH = re.compile(r"/desk(?:/[A-Za-z0-9._~-]+)*/?(?:\?[A-Za-z0-9._~%=&+-]*)?", re.ASCII)
_NOT_AFTER_SIGN_IN = ("/desk/sign-in", "/desk/sign-out", "/desk/demo")
_LONGEST = 500
log = logging.getLogger(__name__)


def wire(app: Flask) -> None:
    """Let Flask-Login read the server's session, and set the guard that every desk view asks for."""
    manager = LoginManager()
    # The server's row decides; a fingerprint of the browser would add nothing.
    manager.session_protection = None
    manager.request_loader(_load)
    manager.init_app(app, add_context_processor=False)
    app.extensions["portal.desk_guard"] = guard
    app.extensions["portal.desk_menu"] = []


def add_to_menu(app: Flask, *, endpoint: str, words: str, permission: str) -> None:
    """Put a page into the desk's bar, for those who have the permission somewhere; ``words`` are lazy.

    The first page in the bar that an officer may open is where signing in leads to.
    """
    app.extensions["portal.desk_menu"].append((endpoint, words, permission))


def menu(officer: Officer) -> list[tuple[str, str, bool]]:
    """Return the bar's pages for an officer: address, words, and whether it is the page at hand."""
    entries: list[tuple[str, str, str]] = current_app.extensions["portal.desk_menu"]
    return [
        (url_for(endpoint), words, endpoint == request.endpoint)
        for endpoint, words, permission in entries
        if allowed_somewhere(officer, permission)
    ]


def guard(permission: str | None) -> Any:
    """Let the request pass (None), or answer it: sign in first, change the first password first, or 404."""
    officer = find_current_officer()
    if officer is None:
        return redirect(url_for("desk_account.sign_in", next=_way_back()), 303)
    if officer.first_password_until is not None and permission != "own_account":
        return redirect(url_for("desk_account.password"), 303)
    if permission is None or not allowed_somewhere(officer, permission):
        log.warning("officer %s may not open %s", officer.id, request.endpoint)
        raise NotFound("view")
    return None


def find_current_officer() -> Officer | None:
    """Return the officer whose request this is, None when nobody is signed in."""
    found = current_user._get_current_object()  # noqa: SLF001 -- the proxy itself is no row
    return found if isinstance(found, Officer) else None


def current_officer() -> Officer:
    """Return the officer whose request this is. Raises NotFound when nobody is signed in."""
    officer = find_current_officer()
    if officer is None:
        raise NotFound("officer")
    return officer


def require(permission: str, team: str | None = None) -> Officer:
    """Return the officer at work when this is allowed on a thing of this team. Raises NotFound otherwise."""
    officer = current_officer()
    if not allowed(officer, permission, team):
        raise NotFound("thing")
    return officer


def safe_next(given: str | None) -> str | None:
    """Return an address to go on to after signing in: a path of the desk's own, None for anything else."""
    if not given or len(given) > _LONGEST or not _OWN_PATH.fullmatch(given):
        return None
    path = given.partition("?")[0]
    if any(part in {".", ".."} for part in path.split("/")) or path.startswith(_NOT_AFTER_SIGN_IN):
        return None
    return given


def _load(_request: Request) -> Officer | None:
    row = sessions.current("desk")
    officer = reading().get(Officer, row.officer_id) if row and row.officer_id else None
    return officer if officer and officer.disabled_at is None else None


def _way_back() -> str | None:
    if request.method != "GET":
        return _page_at(request.path)
    return safe_next(request.full_path.removesuffix("?"))


def _page_at(path: str) -> str | None:
    """Return the path when there is a page to GET at it: a form sent too late comes back to its own page."""
    adapter = current_app.create_url_adapter(request)
    return safe_next(path) if adapter is not None and adapter.test(path, method="GET") else None
