"""The last question before a letter leaves: may its reader still have it? If so, its secrets are made now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.grants import grants, private_code
from portal.complaints.matter import correspondence, reference, restriction
from portal.complaints.matter.act import by_portal
from portal.complaints.matter.events import Kind
from portal.complaints.matter.models import Correspondence, Grant
from portal.config import Settings
from portal.db import GrantId
from portal.letters.outgoing import gathering, outbox
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
    for name in letter.secret:
        secret = _MAKERS[name](db, letter, settings, now)
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


def _tracking_code(db: Session, letter: Letter, settings: Settings, now: datetime) -> str | None:
    return new_code(db, GrantId(str(letter.secret["tracking_code"])), settings, now)


def _digits(db: Session, letter: Letter, settings: Settings, now: datetime) -> str | None:
    """Return the digits; where others asked for codes too, a line for each, with the label of its browser."""
    asked = [str(one.secret["one_time_code"]) for one in (letter, *gathering.going_with(db, first_id=letter.id))]
    made = [(one, one_time_codes.make_digits(db, code_id=one, now=now, settings=settings)) for one in asked]
    lines = [(one_time_codes.label_of(db, code_id=one, settings=settings), digits) for one, digits in made if digits]
    if len(lines) == 1:
        return lines[0][1]
    return "\n".join(f"{label}: {digits}" for label, digits in lines) or None


def _references(db: Session, letter: Letter, _settings: Settings, now: datetime) -> str | None:
    """Return the references that the letters going with this one are about, a line for each, once."""
    found = list[str]()
    for one in gathering.going_with(db, first_id=letter.id):
        if not reader_may_see(db, one, now):
            outbox.cancel(db, now=now, letter_ids=[one.id])
            continue
        about = db.scalars(select(Correspondence).where(Correspondence.letter_id == one.id)).first()
        if about is not None and about.person_id is not None:
            found.append(correspondence.reference_of(db, complaint_id=about.complaint_id, person_id=about.person_id))
    return "\n".join(reference.grouped(number) for number in dict.fromkeys(found)) or None


_MAKERS = {"tracking_code": _tracking_code, "one_time_code": _digits, "references": _references}
"""Who makes a secret of this name, as the letter leaves; None means that there is nothing to send."""
