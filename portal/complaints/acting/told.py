"""What the confirmation tells somebody who has complained for another person: we check first that they may."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.complaints.acting import authority
from portal.i18n import gettext as _
from portal.i18n import lazy

_FIRST = {
    "consent": lazy("We ask the person it is about if they agree that you act for them."),
    "parental_responsibility": lazy("We check that you are the parent, or that you bring up the child."),
    "sufficient_interest": lazy("We check that you may complain for the person who has died."),
    "elected_member": lazy("We check that you write from the office of a councillor, an MP or the Mayor."),
}


def after_sending(db: Session, *, complaint_id: str, person_id: str) -> tuple[str, ...]:
    """Return sentences for the confirmation; none for who speaks for themselves, or where the claim is settled."""
    claim = authority.find_current(db, complaint_id=complaint_id, person_id=person_id)
    if claim is None or claim.state not in authority.WAITING or claim.decision is not None:
        return ()
    return (
        str(_FIRST.get(claim.kind, lazy("We check that you may act for this person."))),
        _("Until we know, you see your own words and the dates, but not our answer. You can send us more."),
        _("The clock runs already. The dates we gave you hold."),
    )
