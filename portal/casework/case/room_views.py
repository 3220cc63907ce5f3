"""What this room has: its pages, its acts on a matter's page, and their words.

The history also names the events of complaints that no other room of the desk is about.
"""

from __future__ import annotations

from portal.casework.case import button_views, evidence_views, giving_views, views, word_views
from portal.casework.desk.declared_views import BOTH, MATTER, SENT, MatterAct, Page, Room
from portal.complaints.matter.events import Kind
from portal.i18n import lazy

_CONTACT = Page(f"{MATTER}/contact", "casework.contact", word_views.contact, BOTH)
_EVIDENCE = Page(f"{MATTER}/evidence", "casework.evidence", evidence_views.add, BOTH)
_NOTE = Page(f"{MATTER}/note", "casework.note", word_views.note, BOTH)
_ASSIGN = Page(f"{MATTER}/assign", "casework.assign", giving_views.assign, BOTH)

CASE = Room(
    pages=(
        Page(MATTER, "casework.complaint", views.show),
        Page(f"{MATTER}/look", "casework.look", views.look, SENT),
        _CONTACT,
        _EVIDENCE,
        Page(f"{MATTER}/evidence/<file_id>", "casework.download", evidence_views.download),
        Page(f"{MATTER}/evidence/<file_id>/release", "casework.release", evidence_views.release, BOTH),
        _NOTE,
        _ASSIGN,
        Page(f"{MATTER}/held/<message_id>/accept", "casework.accept", button_views.accept, SENT),
        Page(f"{MATTER}/held/<message_id>/apart", "casework.keep_apart", button_views.keep_apart, SENT),
        Page(f"{MATTER}/link/leave", "casework.unlink", button_views.unlink, SENT),
        Page(f"{MATTER}/link/lead", "casework.lead", button_views.lead, SENT),
        Page(f"{MATTER}/different/<other_id>", "casework.different", button_views.different, SENT),
    ),
    acts=(
        MatterAct(60, _CONTACT, lazy("Record a call or meeting")),
        MatterAct(80, _EVIDENCE, lazy("Add photos or documents")),
        MatterAct(100, _NOTE, lazy("Add an internal note")),
        MatterAct(110, _ASSIGN, lazy("Give it to somebody")),
    ),
    said={
        "contact": lazy("The call or meeting is recorded."),
        "evidence": lazy("The files are with the complaint. They wait for a scan."),
        "released": lazy("You let the file out. It has not been scanned."),
        "note": lazy("Your note is kept. Only officers see it."),
        "assigned": lazy("The complaint has been given away. Its dates stay."),
        "opened": lazy("You are looking at this now. The alarm is off."),
        "different": lazy("Noted: these are two different complaints."),
        "kept_apart": lazy("The words are kept apart. Only officers see them."),
        "unlinked": lazy("The complaint is out of the group."),
        "led": lazy("This complaint leads the group now."),
    },
    history={
        Kind.RECEIVED: lazy("Received"),
        Kind.FLAGGED_URGENT: lazy("Marked urgent"),
        Kind.URGENT_OPENED: lazy("Urgent: somebody looks at it"),
        Kind.ADDED_TO: "",
        Kind.EVIDENCE_ADDED: lazy("Photos or documents were added"),
        Kind.EVIDENCE_RELEASED: lazy("A file was let out before a scan"),
        Kind.CALL_RECORDED: "",
        Kind.ASSIGNED: lazy("Given to a team"),
        Kind.SERVICE_CHANGED: lazy("The service was changed"),
        Kind.FURTHER_ASKED: "",
        Kind.WITHDRAWN: "",
        Kind.WITHDRAWAL_UNDONE: lazy("Taken up again"),
        Kind.UPDATE_ASKED: lazy("They asked for an update"),
        Kind.REMEDY_CHASED: lazy("They say that we have not done what we promised"),
        Kind.HAPPENED_AGAIN: lazy("They say that it has happened again, in a complaint of its own"),
        Kind.CODE_RENEWED: lazy("They got a new private code"),
        Kind.ENQUIRY_LINKED: lazy("A member’s enquiry was linked to it"),
    },
)
