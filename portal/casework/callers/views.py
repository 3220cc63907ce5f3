"""Where the pages for callers who follow up are."""

from __future__ import annotations

from flask import Blueprint, Flask

from portal.accounts.guards import add_to_menu
from portal.casework.callers import act_views as act
from portal.casework.callers import contact_views as contact
from portal.casework.callers import page_views
from portal.i18n import lazy


def wire(app: Flask) -> None:
    """Open the pages for callers, and put them into the desk's bar."""
    app.register_blueprint(_pages())
    add_to_menu(app, endpoint="callers.find", words=lazy("Callers"), permission="caller_take")
    add_to_menu(app, endpoint="callers.changes", words=lazy("Contact changes"), permission="approve_contact_change")


def _pages() -> Blueprint:
    pages = Blueprint("callers", __name__, url_prefix="/desk")
    post, both, one, change = (
        ["POST"],
        ["GET", "POST"],
        "/complaint/<complaint_id>/caller",
        "/caller-change/<change_id>",
    )
    pages.add_url_rule("/callers", "find", page_views.find, methods=both)
    pages.add_url_rule("/callers/words", "hold_words", page_views.hold_words, methods=post)
    pages.add_url_rule(one, "caller", page_views.caller)
    pages.add_url_rule(f"{one}/words", "words", act.words, methods=post)
    pages.add_url_rule(f"{one}/update", "update", act.update, methods=post)
    pages.add_url_rule(f"{one}/further", "further", act.further, methods=post)
    pages.add_url_rule(f"{one}/called-back", "called_back", act.called_back, methods=post)
    pages.add_url_rule(f"{one}/number-answers", "number_answers", act.number_answers, methods=post)
    pages.add_url_rule(f"{one}/code", "send_code", act.send_code, methods=post)
    pages.add_url_rule(f"{one}/code/read-out", "read_out", act.read_out, methods=post)
    pages.add_url_rule(f"{one}/phone-word", "said_word", act.said_word, methods=post)
    pages.add_url_rule(f"{one}/new-phone-word", "new_word", act.new_word, methods=post)
    pages.add_url_rule(f"{one}/access-letter", "access_letter", act.access_letter, methods=post)
    pages.add_url_rule(f"{one}/contact", "ask_change", contact.ask, methods=both)
    pages.add_url_rule(change, "change", contact.change)
    pages.add_url_rule(f"{change}/code", "change_code", contact.send_code, methods=post)
    pages.add_url_rule(f"{change}/code/read-out", "change_read_out", contact.read_out, methods=post)
    pages.add_url_rule("/contact-changes", "changes", contact.waiting)
    pages.add_url_rule("/contact-changes/<change_id>", "second", contact.second)
    pages.add_url_rule(
        "/contact-changes/<change_id>/<any(approved, refused):decision>", "decide", contact.decide, methods=post
    )
    return pages
