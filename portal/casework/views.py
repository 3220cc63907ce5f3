"""Where the desk's pages of casework are."""

from __future__ import annotations

from flask import Blueprint, Flask

from portal.accounts.guards import add_to_menu
from portal.casework.acting import organisation_views
from portal.casework.acting import views as authority_views
from portal.casework.answering import views
from portal.casework.case import button_views, evidence_views, giving_views, possible_views, word_views
from portal.casework.case import views as complaint_views
from portal.casework.desk import guards
from portal.casework.incoming import mail_views, triage_views
from portal.casework.joining import views as joining_views
from portal.casework.queue import sweeps
from portal.casework.queue import views as queue_views
from portal.casework.reaching import views as safe_views
from portal.casework.restricted import views as restricted_views
from portal.complaints.incoming import mail_reading
from portal.i18n import lazy


def wire(app: Flask) -> None:
    """Open the pages, put them into the desk's bar, and tell the worker what to look for."""
    app.register_blueprint(_pages())
    add_to_menu(app, endpoint="casework.queue", words=lazy("Complaints"), permission="see_queue")
    add_to_menu(app, endpoint="casework.urgent", words=lazy("Urgent"), permission="see_urgent")
    add_to_menu(
        app, endpoint="casework.tray", words=lazy("Messages without a complaint"), permission="triage_letterbox"
    )
    add_to_menu(app, endpoint="casework.emergency", words=lazy("Emergency"), permission="open_in_emergency")
    add_to_menu(app, endpoint="casework.readings", words=lazy("Who read what"), permission="see_readings")
    add_to_menu(app, endpoint="casework.organisations", words=lazy("Advocates"), permission="keep_organisations")
    guards.wire(app)
    sweeps.register()
    mail_reading.register()


def _pages() -> Blueprint:
    pages = Blueprint("casework", __name__, url_prefix="/desk")
    both, sent, one = ["GET", "POST"], ["POST"], "/complaint/<complaint_id>"
    pages.add_url_rule("", "queue", queue_views.show)
    pages.add_url_rule("/open", "jump", queue_views.jump, methods=sent)
    pages.add_url_rule("/urgent", "urgent", queue_views.urgent)
    pages.add_url_rule(one, "complaint", complaint_views.show)
    pages.add_url_rule(f"{one}/look", "look", complaint_views.look, methods=sent)
    pages.add_url_rule(f"{one}/acknowledge", "acknowledge", views.acknowledge, methods=both)
    pages.add_url_rule(f"{one}/reply", "reply", views.reply, methods=both)
    pages.add_url_rule(f"{one}/extend", "extend", views.extend, methods=both)
    pages.add_url_rule(f"{one}/message", "message", views.message, methods=both)
    pages.add_url_rule(f"{one}/note", "note", word_views.note, methods=both)
    pages.add_url_rule(f"{one}/contact", "contact", word_views.contact, methods=both)
    pages.add_url_rule(f"{one}/assign", "assign", giving_views.assign, methods=both)
    pages.add_url_rule(f"{one}/decide", "decide", views.decide, methods=both)
    pages.add_url_rule(f"{one}/held/<message_id>/accept", "accept", button_views.accept, methods=sent)
    pages.add_url_rule(f"{one}/held/<message_id>/apart", "keep_apart", button_views.keep_apart, methods=sent)
    pages.add_url_rule(f"{one}/evidence", "evidence", evidence_views.add, methods=both)
    pages.add_url_rule(f"{one}/evidence/<file_id>", "download", evidence_views.download)
    pages.add_url_rule(f"{one}/evidence/<file_id>/release", "release", evidence_views.release, methods=both)
    joining_views.add_pages(pages)
    pages.add_url_rule(f"{one}/link/leave", "unlink", button_views.unlink, methods=sent)
    pages.add_url_rule(f"{one}/link/lead", "lead", button_views.lead, methods=sent)
    authority_views.add_pages(pages)
    organisation_views.add_pages(pages)
    possible_views.add_pages(pages)
    restricted_views.add_pages(pages)
    safe_views.add_pages(pages)
    pages.add_url_rule("/tray", "tray", triage_views.tray)
    mail = "/tray/mail/<mail_id>"
    pages.add_url_rule("/tray/automatic-replies", "mail_automatic", mail_views.automatic)
    pages.add_url_rule(mail, "mail", mail_views.show, methods=both)
    pages.add_url_rule(f"{mail}/add/<complaint_id>", "mail_add", mail_views.add, methods=sent)
    pages.add_url_rule(f"{mail}/draft", "mail_draft", mail_views.draft, methods=sent)
    pages.add_url_rule(f"{mail}/aside", "mail_aside", mail_views.put_aside, methods=sent)
    pages.add_url_rule("/tray/<message_id>", "place", triage_views.place, methods=both)
    pages.add_url_rule("/tray/<message_id>/aside", "put_aside", triage_views.put_aside, methods=sent)
    return pages
