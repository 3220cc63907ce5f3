"""The desk's words for what the database keeps as keys."""

from __future__ import annotations

from datetime import date

from portal.i18n import gettext as _
from portal.i18n import lazy
from portal.organisation import routing
from portal.organisation.model import Council

STATES = {
    "open": lazy("Open"),
    "answered": lazy("Answered"),
    "withdrawn": lazy("Withdrawn"),
    "merged": lazy("Joined with another"),
}
QUEUES = {
    "to_do": lazy("To do"),
    "answered": lazy("Answered"),
    "withdrawn": lazy("Withdrawn"),
    "all": lazy("All"),
}
LIGHTS = {
    "red": ("red", lazy("Overdue")),
    "amber": ("yellow", lazy("Due soon")),
    "green": ("green", lazy("In time")),
}
"""Colour of the tag and its words: never the colour alone."""

WAITS = {
    "request": lazy("Asks to go further"),
    "words": lazy("New words"),
    "letterbox": lazy("Sender not proven"),
    "update": lazy("Wants an update"),
    "remedy": lazy("Says a promise was not kept"),
    "duplicate": lazy("May be a duplicate"),
    "held": lazy("A letter waits: reach them safely"),
    "needs": lazy("Ask again what helps them"),
    "authority": lazy("Decide who may act for the person"),
}
CHANNELS = {
    "web": lazy("Web"),
    "phone": lazy("Phone"),
    "letter": lazy("Letter"),
    "paper_form": lazy("Paper form"),
    "facebook": lazy("Facebook"),
    "twitter": lazy("Twitter"),
    "email": lazy("Email"),
    "person": lazy("In person"),
    "in_person": lazy("In person"),
    "meeting": lazy("Meeting"),
    "letterbox": lazy("With the reference only"),
    "sms": lazy("Text message"),
    "post": lazy("Post"),
}
PROMISES = {
    "acknowledge": lazy("Acknowledge"),
    "reply": lazy("Answer"),
    "request": lazy("Decide the request"),
    "update": lazy("Give an update"),
    "remedy": lazy("Say when we do what we promised"),
    "panel_held": lazy("Hold the review panel"),
    "panel_findings": lazy("Give the panel’s findings"),
}
ACTING = {
    "relative": lazy("A relative, friend or neighbour"),
    "carer": lazy("A carer"),
    "parent": lazy("A parent or guardian"),
    "advocate": lazy("An advocate"),
    "solicitor": lazy("A solicitor"),
    "councillor": lazy("A councillor"),
    "mp": lazy("The office of an MP or of the Mayor"),
    "other_body": lazy("Somebody from another organisation"),
    "child": lazy("A child or young person"),
    "together": lazy("Together with others"),
    "anonymous": lazy("Without a name"),
}
CONTACTS = {"email": lazy("Email"), "phone": lazy("Phone"), "post": lazy("Post")}
LETTER_STATES = {
    "held": lazy("Held for safe contact"),
    "sent": lazy("Sent"),
    "waiting": lazy("On its way"),
    "given_up": lazy("Could not be sent"),
    "cancelled": lazy("Not sent"),
}
FILE_STATES = {
    "held": ("blue", lazy("Waits for a scan")),
    "not_scanned": ("orange", lazy("Could not be scanned yet. It stays closed")),
    "clean": ("green", lazy("Scanned")),
    "refused": ("red", lazy("Not safe. It stays closed")),
    "released": ("yellow", lazy("Not scanned. An officer let it out")),
}
"""Colour of the tag and its words."""

LETTERS = {
    "receipt": lazy("Receipt"),
    "gathered": lazy("References of several complaints"),
    "message": lazy("Message"),
    "acknowledgement": lazy("Acknowledgement"),
    "reply": lazy("Answer"),
    "extended": lazy("More time"),
    "late_notice": lazy("We are late"),
    "further_received": lazy("Request received"),
    "further_accepted": lazy("Request accepted"),
    "further_rejected": lazy("Request rejected"),
    "further_resolved": lazy("Request settled"),
    "stage_opened": lazy("Next stage"),
    "withdrawn": lazy("Withdrawn"),
    "withdrawal_undone": lazy("Taken up again"),
    "contact_changed": lazy("Contact changed"),
    "contact_added": lazy("Contact added"),
    "letterbox_accepted": lazy("Words added"),
    "merged": lazy("Joined with another complaint"),
    "merge_undone": lazy("Parted again"),
    "split": lazy("Split into two"),
    "access_letter": lazy("Access letter"),
    "consent_asked": lazy("Do you agree?"),
    "consent_letter": lazy("Do you agree?"),
    "consent_kept": lazy("Consent written down"),
    "authority_waiting": lazy("We wait to know who may act"),
    "authority_confirmed": lazy("You may act"),
    "representative_added": lazy("Written down as acting for somebody"),
    "authority_refused": lazy("You may not act"),
    "authority_ended": lazy("You may not act any more"),
    "authority_decided": lazy("How we go on without consent"),
    "authority_unasked": lazy("Who may act: to the team"),
    "authority_due": lazy("Decide who may act: to the team"),
    "one_time_code": lazy("One-time code"),
    "caller_code": lazy("Code for a caller"),
    "lost_reference": lazy("Lost reference"),
    "update_promised": lazy("Update promised"),
    "join_them": lazy("Invitation to prove the address"),
    "remedy_owed": lazy("Promise not kept: to the team"),
    "reminder_due": lazy("Reminder to the team"),
    "staff_late": lazy("Late: to the team"),
    "update_late": lazy("Late with an update: to the team"),
    "remedy_late": lazy("Promise still not kept: to the team"),
    "urgent_new": lazy("Urgent: to the urgent team"),
    "urgent_alarm": lazy("Alarm: urgent and not opened"),
    "enquiry_linked": lazy("A member’s enquiry was linked: to the person"),
    "emergency_opened": lazy("Opened in an emergency: to a second person"),
}


def service(council: Council, key: str, on: date) -> str:
    """Return the name of a service on a day, in the current language; the key of one that is not known."""
    found = routing.find_service(council, key, on)
    return _(found.name) if found else key


def team(council: Council, key: str, on: date) -> str:
    """Return the name of a team on a day, in the current language; the key of one that is not known."""
    found = routing.find_team(council, key, on)
    return _(found.name) if found else key
