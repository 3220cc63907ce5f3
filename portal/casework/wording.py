"""The desk's words for what the database keeps as keys."""

from __future__ import annotations

from portal.i18n import lazy

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
CONTACTS = {"email": lazy("Email"), "phone": lazy("Phone"), "post": lazy("Post")}
LETTER_STATES = {
    "sent": lazy("Sent"),
    "waiting": lazy("On its way"),
    "given_up": lazy("Could not be sent"),
    "cancelled": lazy("Not sent"),
}
FILE_STATES = {
    "held": ("blue", lazy("Waits for a scan")),
    "clean": ("green", lazy("Scanned")),
    "refused": ("red", lazy("Not safe. It stays closed")),
    "released": ("yellow", lazy("Not scanned. An officer let it out")),
}
"""Colour of the tag and its words."""

LETTERS = {
    "receipt": lazy("Receipt"),
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
    "emergency_opened": lazy("Opened in an emergency: to a second person"),
}
SAID = {
    "acknowledged": lazy("You acknowledged the complaint. The person can read it."),
    "replied": lazy("You answered. The person can read it, and how to go further."),
    "extension": lazy("The new date is promised. The person can read your reason."),
    "late": lazy("The rules do not cover this date, so the person got a late notice. The answer counts as late."),
    "message": lazy("Your message is on the person’s page and on its way to them."),
    "different": lazy("Noted: these are two different complaints."),
    "note": lazy("Your note is kept. Only officers see it."),
    "evidence": lazy("The files are with the complaint. They wait for a scan."),
    "released": lazy("You let the file out. It has not been scanned."),
    "contact": lazy("The call or meeting is recorded."),
    "assigned": lazy("The complaint has been given away. Its dates stay."),
    "opened": lazy("You are looking at this now. The alarm is off."),
    "decided": lazy("Your decision is recorded."),
    "accepted": lazy("The words are on the complaint now, as words whose sender is not proven."),
    "kept_apart": lazy("The words are kept apart. Only officers see them."),
    "merged": lazy("The complaints are one now. The person gets a letter."),
    "unmerged": lazy("Both complaints stand by themselves again. The person gets a letter."),
    "split": lazy("The second complaint has its own reference and dates. The person gets a letter."),
    "unsplit": lazy("The complaints are one again. The person gets a letter."),
    "linked": lazy("The complaints are linked. Nobody who complained is told."),
    "unlinked": lazy("The complaint is out of the group."),
    "led": lazy("This complaint leads the group now."),
    "authority_asked": lazy("The question is on its way to the person."),
    "authority_confirmed": lazy("They may act now. They get a letter."),
    "authority_ended": lazy("It has ended. Visits are closed and letters are stopped."),
    "authority_decided": lazy("Your decision is on its way to the person who wrote."),
    "authority_again": lazy("A new claim has begun. Check everything anew."),
    "authority_access": lazy("A reference and a code are on their way to the person."),
    "authority_added": lazy("They get a reference and a code by post, and see nothing else yet."),
    "restricted": lazy("The complaint is restricted now."),
    "lifted": lazy("The complaint is no longer restricted."),
    "named": lazy("Noted. This member of staff cannot see the complaint any more."),
    "not_named": lazy("Noted. The complaint does not name this member of staff."),
    "emergency": lazy("You opened this in an emergency. A second person has been told."),
}
"""What a page says after an act, by the key in its address: never words from the address itself."""
