"""Letters about an enquiry: to the office's official address, and to the team that answers. Neither holds its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from portal.complaints.matter import reference
from portal.complaints.matter.act import Act
from portal.enquiries import offices
from portal.enquiries.models import Enquiry
from portal.letters.outgoing import outbox
from portal.letters.outgoing.compose import compose
from portal.letters.outgoing.kinds import Content
from portal.organisation import routing


def to_office(db: Session, act: Act, enquiry: Enquiry, content: Content) -> None:
    """Write to the address that the enquiry came from, while it is one of the office's; else to the others."""
    listed = offices.addresses(act.rulebook.council, enquiry.office, act.today)
    _write(db, act, enquiry, content, addresses=[enquiry.sent_from] if enquiry.sent_from in listed else listed[:1])


def to_staff(db: Session, act: Act, enquiry: Enquiry, content: Content) -> None:
    """Write to the team that answers."""
    _write(db, act, enquiry, content, addresses=[routing.central_team(act.rulebook.council, act.today).email])


def _write(db: Session, act: Act, enquiry: Enquiry, content: Content, *, addresses: Sequence[str]) -> None:
    named = {"reference": reference.grouped(enquiry.number), **content.values}
    composed = compose(replace(content, values=named), language="en", settings=act.settings)
    for address in addresses:
        outbox.post(db, composed, to=outbox.mailbox(address), now=act.now)
