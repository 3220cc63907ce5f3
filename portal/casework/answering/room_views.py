"""What this room has: its pages, its acts on a matter's page, and their words."""

from __future__ import annotations

from portal.casework.answering import views
from portal.casework.desk.declared_views import BOTH, MATTER, MatterAct, Page, Room
from portal.complaints.matter.events import Kind
from portal.i18n import lazy
from portal.procedures.steps import Step

_ACKNOWLEDGE = Page(f"{MATTER}/acknowledge", "casework.acknowledge", views.acknowledge, BOTH)
_DECIDE = Page(f"{MATTER}/decide", "casework.decide", views.decide, BOTH)
_REPLY = Page(f"{MATTER}/reply", "casework.reply", views.reply, BOTH)
_MESSAGE = Page(f"{MATTER}/message", "casework.message", views.message, BOTH)
_EXTEND = Page(f"{MATTER}/extend", "casework.extend", views.extend, BOTH)

ANSWERING = Room(
    pages=(_ACKNOWLEDGE, _DECIDE, _REPLY, _MESSAGE, _EXTEND),
    acts=(
        MatterAct(10, _ACKNOWLEDGE, lazy("Acknowledge"), Step.ACKNOWLEDGE),
        MatterAct(20, _DECIDE, lazy("Decide the request to go further"), Step.DECIDE_REQUEST),
        MatterAct(30, _REPLY, lazy("Answer"), Step.REPLY),
        MatterAct(40, _MESSAGE, lazy("Write to the person"), Step.MESSAGE),
        MatterAct(50, _EXTEND, lazy("Take more time"), Step.EXTEND),
    ),
    said={
        "acknowledged": lazy("You acknowledged the complaint. The person can read it."),
        "replied": lazy("You answered. The person can read it, and how to go further."),
        "extension": lazy("The new date is promised. The person can read your reason."),
        "late": lazy("The rules do not cover this date, so the person got a late notice. The answer counts as late."),
        "message": lazy("Your message is on the person’s page and on its way to them."),
        "decided": lazy("Your decision is recorded."),
    },
    history={
        Kind.ACKNOWLEDGED: "",
        Kind.MESSAGE_SENT: "",
        Kind.EXTENDED: "",
        Kind.LATE_NOTICE_GIVEN: "",
        Kind.REPLIED: "",
        Kind.FURTHER_DECIDED: "",
        Kind.STAGE_OPENED: lazy("The next stage opened"),
    },
)
