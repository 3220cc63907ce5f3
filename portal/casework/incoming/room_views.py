"""What this room has: the pages of the tray, and the words of what is decided there."""

from __future__ import annotations

from portal.casework.desk.declared_views import BOTH, SENT, Page, Room
from portal.casework.incoming import mail_views, triage_views
from portal.complaints.matter.events import Kind
from portal.i18n import lazy

_MAIL = "/tray/mail/<mail_id>"
_TRAY = Page("/tray", "casework.tray", triage_views.tray)

INCOMING = Room(
    pages=(
        _TRAY,
        Page("/tray/automatic-replies", "casework.mail_automatic", mail_views.automatic),
        Page(_MAIL, "casework.mail", mail_views.show, BOTH),
        Page(f"{_MAIL}/add/<complaint_id>", "casework.mail_add", mail_views.add, SENT),
        Page(f"{_MAIL}/draft", "casework.mail_draft", mail_views.draft, SENT),
        Page(f"{_MAIL}/aside", "casework.mail_aside", mail_views.put_aside, SENT),
        Page("/tray/<message_id>", "casework.place", triage_views.place, BOTH),
        Page("/tray/<message_id>/aside", "casework.put_aside", triage_views.put_aside, SENT),
    ),
    menu=((_TRAY, lazy("Messages without a complaint")),),
    said={"accepted": lazy("The words are on the complaint now, as words whose sender is not proven.")},
    history={Kind.LETTERBOX_RECEIVED: "", Kind.LETTERBOX_DECIDED: ""},
)
