"""Letters about an enquiry: to the office's official address, and to the team that answers. Neither holds its words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from portal import clock
from portal.complaints.matter import reference
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.enquiries import offices
from portal.enquiries.models import Enquiry
from portal.letters.outgoing import outbox
from portal.letters.outgoing.compose import compose
from portal.organisation import routing


def to_office(
    db: Session,
    enquiry: Enquiry,
    kind: str,
    values: Mapping[str, object],
    now: datetime,
    rulebook: Rulebook,
    settings: Settings,
) -> None:
    """Write to the address that the enquiry came from, while it is one of the office's; else to the others."""
    listed = offices.addresses(rulebook.council, enquiry.office, clock.london_date(now))
    for address in [enquiry.sent_from] if enquiry.sent_from in listed else listed[:1]:
        _post(db, enquiry, kind, address, values, now, rulebook, settings)


def to_staff(
    db: Session,
    enquiry: Enquiry,
    kind: str,
    values: Mapping[str, object],
    now: datetime,
    rulebook: Rulebook,
    settings: Settings,
) -> None:
    """Write to the team that answers."""
    team = routing.central_team(rulebook.council, clock.london_date(now))
    _post(db, enquiry, kind, team.email, values, now, rulebook, settings)


def _post(
    db: Session,
    enquiry: Enquiry,
    kind: str,
    address: str,
    values: Mapping[str, object],
    now: datetime,
    rulebook: Rulebook,
    settings: Settings,
) -> None:
    composed = compose(
        kind,
        language="en",
        values={"reference": reference.grouped(enquiry.number), **values},
        council=rulebook.council,
        settings=settings,
    )
    to = outbox.Recipient(None, "", "email", address, "en", proven=True)
    outbox.post(db, kind=kind, to=to, composed=composed, now=now)
