"""Where the pages of logging a call are."""

from __future__ import annotations

from flask import Blueprint, Flask

from portal.accounts.guards import add_to_menu
from portal.casework.calls import after_views, end_views, equality_views, matters_views, page_views
from portal.i18n import lazy


def wire(app: Flask) -> None:
    """Open the pages of calls, and put them into the desk's bar."""
    app.register_blueprint(_pages())
    add_to_menu(app, endpoint="calls.calls", words=lazy("Calls"), permission="log_call")


def _pages() -> Blueprint:
    pages = Blueprint("calls", __name__, url_prefix="/desk/calls")
    post, both = ["POST"], ["GET", "POST"]
    pages.add_url_rule("", "calls", page_views.calls)
    pages.add_url_rule("/new", "new", page_views.new, methods=post)
    pages.add_url_rule("/<draft_id>", "call", page_views.call)
    pages.add_url_rule("/<draft_id>", "save", page_views.save, methods=post)
    pages.add_url_rule("/<draft_id>/autosave", "autosave", page_views.autosave, methods=post)
    pages.add_url_rule("/<draft_id>/hung-up", "hung_up", end_views.hung_up, methods=both)
    pages.add_url_rule("/<draft_id>/read-back", "read_back", end_views.read_back)
    pages.add_url_rule("/<draft_id>/register", "register", end_views.register, methods=post)
    pages.add_url_rule("/<draft_id>/registered", "registered", after_views.registered)
    pages.add_url_rule("/<draft_id>/phone-word", "phone_word", after_views.phone_word, methods=post)
    pages.add_url_rule("/<draft_id>/access-letter", "access_letter", after_views.access_letter, methods=post)
    pages.add_url_rule("/<draft_id>/equality", "equality", equality_views.equality, methods=both)
    pages.add_url_rule("/<draft_id>/beside", "beside", matters_views.beside)
    pages.add_url_rule("/<draft_id>/add-to/<complaint_id>", "add_to", matters_views.add_to, methods=post)
    return pages
