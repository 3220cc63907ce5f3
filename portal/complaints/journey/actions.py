"""Everything that a person can do on the pages of their matter, collected from the rooms below."""

from __future__ import annotations

from portal.complaints.acting import actions as acting
from portal.complaints.equality import actions as equality
from portal.complaints.follow_up import actions as follow_up
from portal.complaints.grants.actions import Action
from portal.complaints.tracking import actions as tracking
from portal.i18n import lazy

ACTIONS: tuple[Action, ...] = (*tracking.ACTIONS, *follow_up.ACTIONS, *acting.ACTIONS, *equality.ACTIONS)
GOES_ON = frozenset(one.endpoint for one in ACTIONS if one.goes_on)
SAYS = {one.done: one.says for one in ACTIONS if one.done} | {
    # Words typed in a draft that were put on a matter of the person's own.
    "added": lazy("What you wrote is on this complaint. You do not need to send it again."),
}
