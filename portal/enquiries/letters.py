"""Letters about an enquiry: to the office's official address, and to the team that answers. Neither holds its words."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.complaints.matter import reference
from portal.complaints.matter.act import Act
from portal.enquiries import offices
from portal.enquiries.models import Enquiry
from portal.letters.outgoing import outbox
from portal.letters.outgoing.compose import compose
from portal.organisation import routing


def to_office(db: Session, act: Act, enquiry: Enquiry, kind: str, **values: object) -> None:
    """Write to the address that the enquiry came from, while it is one of the office's; else to the others."""
    listed = offices.addresses(act.rulebook.council, enquiry.office, act.today)
    for address in [enquiry.sent_from] if enquiry.sent_from in listed else listed[:1]:
        _post(db, act, enquiry, kind, address=address, values=values)


def to_staff(db: Session, act: Act, enquiry: Enquiry, kind: str, **values: object) -> None:
    """Write to the team that answers."""
    team = routing.central_team(act.rulebook.council, act.today)
    _post(db, act, enquiry, kind, address=team.email, values=values)


def _post(db: Session, act: Act, enquiry: Enquiry, kind: str, *, address: str, values: Mapping[str, object]) -> None:
    composed = compose(
        kind,
        language="en",
        values={"reference": reference.grouped(enquiry.number), **values},
        council=act.rulebook.council,
        settings=act.settings,
    )
    to = outbox.Recipient(None, "", "email", address, "en", proven=True)
    outbox.post(db, kind=kind, to=to, composed=composed, now=act.now)
