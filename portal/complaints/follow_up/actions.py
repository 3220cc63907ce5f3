"""What a person can do after sending, and what the complaint's page says then."""

from __future__ import annotations

from portal.complaints.grants.actions import Action
from portal.i18n import lazy

_CHANGED = lazy("We have changed how we reach you.")
_ASKED = lazy("You asked for an update. Below you can see what we know, and by when you hear from us.")
_OWED = lazy("We have told the team that owes you this, and its manager.")
_REACHED = lazy("Thank you. We know now that we can reach you there.")

ACTIONS = (
    Action("following.message", "say", "message", lazy("We have your message."), goes_on=True),
    Action("following.withdraw", "withdraw", "withdrawn", lazy("You have withdrawn your complaint."), goes_on=True),
    Action("following.undo", "withdraw", "undone", lazy("You have taken your complaint up again.")),
    Action("following.further", "further", "further", lazy("You have asked us to take it further."), goes_on=True),
    Action("following.ombudsman", "see"),
    Action("asking.update", "add", "update", _ASKED),
    Action("asking.not_done", "add", "remedy", _OWED, goes_on=True),
    Action("asking.again", "add", goes_on=True),
    Action("evidence.add", "say", "evidence", lazy("We have your files.")),
    Action("reaching.contact", "contact"),
    Action("reaching.change", "contact", "contact", _CHANGED, goes_on=True),
    Action("reaching.send_code", "contact"),
    Action("reaching.prove", "contact", "proven", _REACHED),
    Action("reaching.details", "contact", "contact", _CHANGED, goes_on=True),
)
