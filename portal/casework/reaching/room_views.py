"""What this room has: its pages, its act on a matter's page, and their words."""

from __future__ import annotations

from portal.casework.desk.declared_views import MATTER, SENT, MatterAct, Page, Room
from portal.casework.reaching import views
from portal.complaints.matter.events import Kind
from portal.i18n import lazy

_ONE, _PERSON = f"{MATTER}/reach", f"{MATTER}/reach/<person_id>"
_REACH = Page(_ONE, "casework.reach", views.show)

REACHING = Room(
    pages=(
        _REACH,
        Page(_PERSON, "casework.reach_person", views.show),
        Page(f"{_PERSON}/needs", "casework.keep_needs", views.keep_needs, SENT),
        Page(f"{_PERSON}/safe", "casework.begin_safe", views.begin, SENT),
        Page(f"{_PERSON}/safe/end", "casework.end_safe", views.end, SENT),
        Page(f"{_PERSON}/reached", "casework.reached_safely", views.reached, SENT),
        Page(f"{_PERSON}/died", "casework.note_died", views.died, SENT),
        Page(f"{_PERSON}/not-died", "casework.note_not_died", views.not_died, SENT),
        Page(f"{MATTER}/advocate-found", "casework.advocate_found", views.advocate_found, SENT),
        Page(f"{_ONE}/letter/<letter_id>/send", "casework.send_held", views.send, SENT),
        Page(f"{_ONE}/letter/<letter_id>/told", "casework.told_safely", views.told, SENT),
    ),
    acts=(MatterAct(90, _REACH, lazy("Safe contact, and what helps them")),),
    said={
        "needs": lazy("Kept, for every complaint of this person."),
        "advocate": lazy("Noted. The child has an advocate."),
        "died": lazy("Noted. Nothing goes to this person any more."),
        "not_died": lazy("Put right. We can write to this person again."),
        "safe": lazy("Nothing goes to this person by itself any more."),
        "safe_ended": lazy("Letters go to this person again."),
        "held_sent": lazy("The letter is on its way."),
        "reached_safely": lazy("Noted. What waited counts as done today."),
        "told_safely": lazy("Noted. The letter will not be sent."),
    },
    history={
        Kind.SAFE_CONTACT_BEGUN: lazy("Letters and calls wait: they are to be reached safely"),
        Kind.SAFE_CONTACT_ENDED: lazy("Letters go to them again"),
        Kind.REACHED_SAFELY: lazy("They were reached safely"),
        Kind.NEEDS_CHECKED: lazy("We asked them what helps them"),
        Kind.ADVOCATE_FOUND: lazy("The child has an advocate"),
        Kind.DEATH_NOTED: lazy("Noted that the person it is about has died"),
        Kind.DEATH_UNNOTED: lazy("Put right: the person it is about has not died"),
    },
)
