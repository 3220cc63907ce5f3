"""Where the pages of logging a call are."""

from __future__ import annotations

from flask import Blueprint, Flask

from portal.accounts.guards import add_to_menu
from portal.casework import (
    calls_after_views,
    calls_end_views,
    calls_equality_views,
    calls_matters_views,
    calls_page_views,
)
from portal.i18n import lazy


def wire(app: Flask) -> None:
    """Open the pages of calls, and put them into the desk's bar."""
    app.register_blueprint(_pages())
    add_to_menu(app, endpoint="calls.calls", words=lazy("Calls"), permission="log_call")


def _pages() -> Blueprint:
    pages = Blueprint("calls", __name__, url_prefix="/desk/calls")
    post, both = ["POST"], ["GET", "POST"]
    pages.add_url_rule("", "calls", calls_page_views.calls)
    pages.add_url_rule("/new", "new", calls_page_views.new, methods=post)
    pages.add_url_rule("/<draft_id>", "call", calls_page_views.call)
    pages.add_url_rule("/<draft_id>", "save", calls_page_views.save, methods=post)
    pages.add_url_rule("/<draft_id>/autosave", "autosave", calls_page_views.autosave, methods=post)
    pages.add_url_rule("/<draft_id>/hung-up", "hung_up", calls_end_views.hung_up, methods=both)
    pages.add_url_rule("/<draft_id>/read-back", "read_back", calls_end_views.read_back)
    pages.add_url_rule("/<draft_id>/register", "register", calls_end_views.register, methods=post)
    pages.add_url_rule("/<draft_id>/registered", "registered", calls_after_views.registered)
    pages.add_url_rule("/<draft_id>/phone-word", "phone_word", calls_after_views.phone_word, methods=post)
    pages.add_url_rule("/<draft_id>/access-letter", "access_letter", calls_after_views.access_letter, methods=post)
    pages.add_url_rule("/<draft_id>/equality", "equality", calls_equality_views.equality, methods=both)
    pages.add_url_rule("/<draft_id>/beside", "beside", calls_matters_views.beside)
    pages.add_url_rule("/<draft_id>/add-to/<complaint_id>", "add_to", calls_matters_views.add_to, methods=post)
    return pages
