"""What a letter about a matter asks as it leaves: a new private code, and whether its reader may still see it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.grants import grants, tracking_code
from portal.complaints.matter import restriction
from portal.complaints.matter.act import by_portal
from portal.complaints.matter.events import Kind
from portal.complaints.matter.models import Correspondence, Grant
from portal.config import Settings
from portal.letters.outgoing import at_sending
from portal.letters.outgoing.kinds import KINDS
from portal.letters.outgoing.models import Letter


def register() -> None:
    """Make the letters ask here."""
    at_sending.fills("tracking_code")(new_code)
    at_sending.allows(reader_may_see)
    at_sending.allows(restriction.officer_may_know)


def new_code(db: Session, grant_id: str, settings: Settings, now: datetime) -> str | None:
    """Give the grant a new private code and return it in groups; None when the grant was revoked.

    The old code and every browser it opened are closed.
    """
    grant = db.get(Grant, grant_id)
    if grant is None or grant.revoked_at is not None:
        return None
    code = grants.renew_code(db, grant_id=grant_id, key=settings.code_key, now=now)
    by_portal(now=now, settings=settings).record(db, grant.complaint_id, Kind.CODE_RENEWED, {"grant": grant_id})
    return tracking_code.grouped(code)


def reader_may_see(db: Session, letter: Letter, now: datetime) -> bool:
    """Whether the person this letter is for may still see the matter it is about (threats T5, T38).

    That their right to act has ended they are told all the same.
    """
    if letter.kind == "authority_ended":
        return True
    row = db.execute(
        select(Grant.revoked_at, Grant.ends_at, Grant.may)
        .join(
            Correspondence,
            (Correspondence.complaint_id == Grant.complaint_id) & (Correspondence.person_id == Grant.person_id),
        )
        .where(Correspondence.letter_id == letter.id)
    ).first()
    if row is None:
        return True
    in_force = row.revoked_at is None and (row.ends_at is None or row.ends_at > now)
    return in_force and ("see" in row.may.split() or KINDS[letter.kind].held != "no")
