"""Who may open a view: every view is marked, an unmarked one is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Access:
    """How a view is marked: ``public``, ``resident`` (the view asks whose it is) or ``desk`` with a permission."""

    kind: str
    permission: str | None = None


def _mark(view: View, access: Access) -> View:
    view.portal_access = access  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """Mark a view that anybody may open."""
    return _mark(view, Access("public"))


def resident(view: View) -> View:
    """Mark a view of what is one person's own: it must ask for a draft's code, a grant or a proven address itself."""
    return _mark(view, Access("resident"))


def desk(permission: str) -> Callable[[View], View]:
    """Mark a view for signed-in officers whom the permission table allows this."""
    return lambda view: _mark(view, Access("desk", permission))


def access_of(app: Flask, endpoint: str) -> Access | None:
    """Return how an endpoint is marked, None when it is not."""
    if endpoint == "static":
        return None
    return getattr(app.view_functions.get(endpoint), "portal_access", None)


def desk_routes(app: Flask) -> list[tuple[str, str, str]]:
    """Return the desk's addresses in order: methods, address, and the permission that opens it."""
    found = []
    for rule in app.url_map.iter_rules():
        access = access_of(app, rule.endpoint)
        if access is not None and access.kind == "desk":
            methods = ", ".join(sorted((rule.methods or set()) & {"GET", "POST"}))
            found.append((methods, rule.rule, access.permission or ""))
    return sorted(found, key=lambda one: (one[1], one[0]))


def wire(app: Flask) -> None:
    """Refuse unmarked views, and ask the desk's guard before every desk view."""
    app.before_request(_check)


def _check() -> Any:
    if request.endpoint is None:
        return None
    access = access_of(current_app, request.endpoint)
    if access is None:
        abort(404)
    if access.kind == "desk":
        # Set by portal.accounts; a missing guard is an error, never an open door.
        return current_app.extensions["portal.desk_guard"](access.permission)
    return None
