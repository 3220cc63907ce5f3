"""What this room has: its pages, its act on a matter's page, and their words."""

from __future__ import annotations

from portal.casework.desk.declared_views import BOTH, MATTER, SENT, MatterAct, Page, Room
from portal.casework.restricted import views
from portal.complaints.matter.events import Kind
from portal.i18n import lazy

_EMERGENCY = Page("/emergency", "casework.emergency", views.open_in_emergency, BOTH)
_READINGS = Page("/readings", "casework.readings", views.readings)
_RESTRICTED = Page(f"{MATTER}/restricted", "casework.restricted", views.restrict, BOTH)

RESTRICTED = Room(
    pages=(
        _EMERGENCY,
        _READINGS,
        _RESTRICTED,
        Page(f"{MATTER}/restricted/lift", "casework.lift", views.lift, SENT),
        Page(f"{MATTER}/restricted/staff", "casework.name_staff", views.name, SENT),
        Page(f"{MATTER}/restricted/staff/<named_id>/end", "casework.unname_staff", views.unname, SENT),
    ),
    menu=((_EMERGENCY, lazy("Emergency")), (_READINGS, lazy("Who read what"))),
    acts=(MatterAct(120, _RESTRICTED, lazy("Restrict it, or note which staff it names")),),
    said={
        "restricted": lazy("The complaint is restricted now."),
        "lifted": lazy("The complaint is no longer restricted."),
        "named": lazy("Noted. This member of staff cannot see the complaint any more."),
        "not_named": lazy("Noted. The complaint does not name this member of staff."),
        "emergency": lazy("You opened this in an emergency. A second person has been told."),
    },
    history={
        Kind.RESTRICTED: lazy("Restricted to officers who need to see it"),
        Kind.RESTRICTION_LIFTED: lazy("No longer restricted"),
        Kind.STAFF_NAMED: lazy("Noted which member of staff it names"),
        Kind.STAFF_NOT_NAMED: lazy("Noted that it does not name a member of staff"),
        Kind.OPENED_IN_EMERGENCY: lazy("Opened in an emergency"),
    },
)
