"""Where the desk's account pages are, and what they put round every page of the desk."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, request, url_for

from portal.accounts import account_views, guards, passwords, sign_in_views
from portal.accounts.forms import ConfirmForm
from portal.config import Settings
from portal.i18n import lazy
from portal.web.sessions import desk_request
from portal.web.unit_of_work import may_ask


def wire(app: Flask, chosen: Settings) -> None:
    """Close the desk, open its account pages, and draw the bar of its pages."""
    guards.wire(app)
    # The first sign-in must not cost one hash more than the others.
    passwords.dummy(chosen)
    app.register_blueprint(_pages(demo=chosen.demo))
    app.context_processor(_bar)


def _pages(*, demo: bool) -> Blueprint:
    pages = Blueprint("desk_account", __name__, url_prefix="/desk")
    both = ["GET", "POST"]
    pages.add_url_rule("/sign-in", "sign_in", sign_in_views.sign_in_page, methods=both)
    pages.add_url_rule("/sign-out", "sign_out", sign_in_views.sign_out, methods=["POST"])
    pages.add_url_rule("/account", "account", account_views.account)
    pages.add_url_rule("/account/password", "password", account_views.password, methods=both)
    pages.add_url_rule("/account/sessions/end", "end_others", account_views.end_others, methods=["POST"])
    pages.add_url_rule("/account/sessions/<short>/end", "end_session", account_views.end_session, methods=["POST"])
    if demo:
        pages.add_url_rule("/demo/<token>", "demo", sign_in_views.demo_sign_in, methods=both)
    return pages


def _bar() -> dict[str, Any]:
    officer = guards.find_current_officer() if desk_request(request) and may_ask() else None
    if officer is None:
        return {}
    own = (url_for("desk_account.account"), lazy("Your account"), request.endpoint == "desk_account.account")
    return {
        "desk_navigation": [*guards.menu(officer), own],
        "sign_out": url_for("desk_account.sign_out"),
        "sign_out_form": ConfirmForm(formdata=None),
    }
