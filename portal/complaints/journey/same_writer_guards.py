"""Whether the writer of a draft is the person whose matters are open in this browser, or must be asked."""

from __future__ import annotations

from portal.complaints.drafts.open_draft import OpenDraft
from portal.complaints.grants import still_you_guards
from portal.complaints.questions import who


def is_asked(draft: OpenDraft) -> bool:
    """Tell whether sending must ask “Is this still you?”: something is open here under another name or address."""
    return still_you_guards.is_asked() and not _known(draft)


def goes_on(draft: OpenDraft) -> bool:
    """Tell whether what is open in this browser goes on when the draft is sent."""
    return still_you_guards.is_same() or (not still_you_guards.is_another() and _known(draft))


def _known(draft: OpenDraft) -> bool:
    given = who.settled(draft.answers)
    return still_you_guards.is_known_as(given.name, kind=given.contact, address=given.address)
