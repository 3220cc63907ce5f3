"""“Exit this page”: offered on pages about what somebody else must not see (threat T40)."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, request

from portal.web import sessions
from portal.web.forms import PortalForm

KNOWN_DEVICE = "desk-device"
"""The cookie by which the desk knows a device again. It names nobody, and every way out leaves it."""


def offer() -> None:
    """Show the button on the page of this request."""
    g.exit_offered = True


def wire(app: Flask) -> None:
    """Give the frame the button's form where it was offered."""
    app.context_processor(_form)


def cookies_of_visitors() -> list[str]:
    """Return the names of the cookies of this request that may say what a visitor did here."""
    return [] if sessions.desk_request(request) else [name for name in request.cookies if _is_personal(name)]


def _form() -> dict[str, Any]:
    return {"exit_form": PortalForm(formdata=None)} if g.get("exit_offered") else {}


def _is_personal(name: str) -> bool:
    return name.removeprefix("__Host-") not in {"desk", "language", KNOWN_DEVICE}
