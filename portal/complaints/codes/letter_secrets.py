"""The last question before a letter leaves: may its reader still have it? If so, its secrets are made now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.grants import grants, private_code
from portal.complaints.matter import restriction
from portal.complaints.matter.act import by_portal
from portal.complaints.matter.events import Kind
from portal.complaints.matter.models import Correspondence, Grant
from portal.config import Settings
from portal.db import GrantId
from portal.letters.outgoing.kinds import KINDS
from portal.letters.outgoing.models import Letter
from portal.people import one_time_codes


def at_sending(db: Session, letter: Letter, settings: Settings, now: datetime) -> dict[str, str] | None:
    """Return the letter's secrets by name, made now; None when its reader may not have it any more.

    The delivery is given this once, where the portal is wired, and asks it of every letter that leaves.
    """
    if not (reader_may_see(db, letter, now) and restriction.officer_may_know(db, letter)):
        return None
    made: dict[str, str] = {}
    for name, subject_id in letter.secret.items():
        secret = _MAKERS[name](db, GrantId(str(subject_id)), settings, now)
        if secret is None:
            return None
        made[name] = secret
    return made


def new_code(db: Session, grant_id: GrantId, settings: Settings, now: datetime) -> str | None:
    """Give the grant a new private code and return it in groups; None when the grant was revoked.

    The old code and every browser it opened are closed.
    """
    grant = db.get(Grant, grant_id)
    if grant is None or grant.revoked_at is not None:
        return None
    code = grants.renew_code(db, grant_id=grant_id, key=settings.code_key, now=now)
    by_portal(now=now, settings=settings).record(db, grant.complaint_id, Kind.CODE_RENEWED, {"grant": grant_id})
    return private_code.grouped(code)


def reader_may_see(db: Session, letter: Letter, now: datetime) -> bool:
    """Whether the person this letter is for may still see the matter it is about (threats T5, T38).

    A letter saying that their right to act has ended goes to them all the same.
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
    return in_force and ("see" in row.may.split() or KINDS[letter.kind].limited != "no")


def _digits(db: Session, code_id: str, settings: Settings, now: datetime) -> str | None:
    return one_time_codes.make_digits(db, code_id=code_id, now=now, settings=settings)


_MAKERS = {"tracking_code": new_code, "one_time_code": _digits}
"""Who makes a secret of this name, from the id that the letter keeps; None means that there is nothing to send."""
