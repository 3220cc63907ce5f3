"""What this room has: its pages, its acts on a matter's page, and their words."""

from __future__ import annotations

from portal.casework.desk.declared_views import BOTH, MATTER, SENT, MatterAct, Page, Room
from portal.casework.joining import linking_views, second_views, splitting_views, views
from portal.complaints.matter.events import Kind
from portal.i18n import lazy
from portal.procedures.steps import Step

_JOIN = Page(f"{MATTER}/join", "casework.join", views.choose, BOTH)
_SPLIT = Page(f"{MATTER}/split", "casework.split", splitting_views.split, BOTH)
_LINK = Page(f"{MATTER}/link", "casework.link", linking_views.link, BOTH)
_JOINS = Page("/joins", "casework.joins", second_views.waiting)

JOINING = Room(
    pages=(
        _JOIN,
        Page(f"{MATTER}/join/<other_id>", "casework.join_with", views.join_with, BOTH),
        Page(f"{MATTER}/joined/<merge_id>/undo", "casework.unjoin", views.unjoin, BOTH),
        _SPLIT,
        Page(f"{MATTER}/split/<message_id>", "casework.set_apart", splitting_views.set_apart, BOTH),
        Page(f"{MATTER}/parts/<split_id>/undo", "casework.unsplit", splitting_views.unsplit, BOTH),
        _LINK,
        _JOINS,
        Page("/joins/<request_id>", "casework.decide_join", second_views.decide, BOTH),
        Page("/joins/<request_id>/withdraw", "casework.withdraw_join", second_views.withdraw, SENT),
    ),
    menu=((_JOINS, lazy("Joins to agree")),),
    acts=(
        MatterAct(130, _JOIN, lazy("Join with another complaint")),
        MatterAct(140, _SPLIT, lazy("Split into two complaints"), Step.REPLY),
        MatterAct(160, _LINK, lazy("Link with complaints of other people")),
    ),
    said={
        "merged": lazy("The complaints are one now. The person gets a letter."),
        "join_asked": lazy("A second officer has to agree. Nothing is joined until then."),
        "join_not_wanted": lazy("Your request is taken back. Nothing was joined."),
        "unmerged": lazy("Both complaints stand by themselves again. The person gets a letter."),
        "split": lazy("The second complaint has its own reference and dates. The person gets a letter."),
        "unsplit": lazy("The complaints are one again. The person gets a letter."),
        "linked": lazy("The complaints are linked. Nobody who complained is told."),
    },
    history={
        Kind.SAID_THE_SAME: lazy("They say that two of their complaints are the same"),
        Kind.FOUND_DIFFERENT: lazy("Looked at: not the same as another complaint"),
        Kind.JOIN_ASKED: lazy("A second officer was asked to agree to joining it with another complaint"),
        Kind.JOIN_REFUSED: lazy("The second officer did not agree to joining it with another complaint"),
        Kind.JOIN_NOT_WANTED: lazy("The request to join it with another complaint was taken back"),
        Kind.MERGED: lazy("Joined with another complaint"),
        Kind.MERGE_UNDONE: lazy("Parted from the other complaint again"),
        Kind.SPLIT: lazy("Split into two complaints"),
        Kind.SPLIT_UNDONE: lazy("The split was undone"),
        Kind.LINKED: lazy("Linked with complaints of other people"),
        Kind.UNLINKED: lazy("Taken out of the group of linked complaints"),
    },
)
