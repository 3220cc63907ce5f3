"""What this room has: its pages, its act on a matter's page, and their words."""

from __future__ import annotations

from portal.casework.acting import organisation_views, views
from portal.casework.desk.declared_views import BOTH, MATTER, SENT, MatterAct, Page, Room
from portal.complaints.matter.events import Kind
from portal.i18n import lazy

_ALL, _CLAIM = f"{MATTER}/authority", f"{MATTER}/authority/<authority_id>"
_BODY = "/organisations/<organisation_id>"
_AUTHORITY = Page(_ALL, "casework.authority", views.show)
_ORGANISATIONS = Page("/organisations", "casework.organisations", organisation_views.show, BOTH)

ACTING = Room(
    pages=(
        _AUTHORITY,
        Page(f"{_ALL}/add", "casework.authority_add", views.add, BOTH),
        Page(f"{_CLAIM}/ask", "casework.authority_ask", views.ask, BOTH),
        Page(f"{_CLAIM}/confirm", "casework.authority_confirm", views.confirm, BOTH),
        Page(f"{_CLAIM}/end", "casework.authority_end", views.end, BOTH),
        Page(f"{_CLAIM}/look", "casework.authority_look", views.look, BOTH),
        Page(f"{_CLAIM}/decide", "casework.authority_decide", views.decide, BOTH),
        Page(f"{_CLAIM}/again", "casework.authority_again", views.again, SENT),
        Page(f"{_CLAIM}/access", "casework.authority_access", views.access, SENT),
        _ORGANISATIONS,
        Page(f"{_BODY}/add", "casework.organisation_member", organisation_views.add_member, BOTH),
        Page(f"{_BODY}/<membership_id>/leave", "casework.organisation_leave", organisation_views.leave, BOTH),
    ),
    menu=((_ORGANISATIONS, lazy("Advocates")),),
    acts=(MatterAct(150, _AUTHORITY, lazy("Who may act for whom")),),
    said={
        "organisation_added": lazy("The organisation is on the list."),
        "member_added": lazy("The advocate is on the list. They prove their address themselves."),
        "member_left": lazy("All that they might do for this organisation has ended."),
        "authority_asked": lazy("The question is on its way to the person."),
        "authority_confirmed": lazy("They may act now. They get a letter."),
        "authority_ended": lazy("It has ended. Visits are closed and letters are stopped."),
        "authority_decided": lazy("Your decision is on its way to the person who wrote."),
        "authority_looked": lazy("Noted. Nothing changes for the person who acts."),
        "authority_again": lazy("A new claim has begun. Check everything anew."),
        "authority_access": lazy("A reference and a code are on their way to the person."),
        "authority_added": lazy("They get a reference and a way in, and see nothing else yet."),
    },
    history={
        Kind.AUTHORITY_CLAIMED: lazy("Somebody says that they may act for another person"),
        Kind.AUTHORITY_ASKED: lazy("We asked the person if they agree"),
        Kind.AUTHORITY_CHASED: lazy("We reminded them that we wait for an answer"),
        Kind.AUTHORITY_CONFIRMED: lazy("It is confirmed: the representative may act"),
        Kind.AUTHORITY_REFUSED: lazy("Refused: the representative may not act"),
        Kind.AUTHORITY_EXPIRED: lazy("The right to act has ended"),
        Kind.AUTHORITY_WITHDRAWN: lazy("The right to act was taken back"),
        Kind.AUTHORITY_DECIDED: lazy("An officer decided how to go on without the person’s answer"),
        Kind.AUTHORITY_QUESTIONED: lazy("The person says that the representative should not act for them"),
        Kind.AUTHORITY_LOOKED_AT: lazy("Looked at again: the representative may act as before"),
        Kind.REFERENCE_GIVEN: lazy("Another person got a reference of their own"),
    },
)
