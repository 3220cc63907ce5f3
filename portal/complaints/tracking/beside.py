"""The other side of a matter that officers joined with this one on their word alone, and how it is opened beside it.

Neither side sees the other's words, reference or contact until a code that went to the other side's own proven contact
was entered in the same browser (threat T35).
"""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.complaints.grants import companions
from portal.complaints.grants.open_matter import OpenMatter
from portal.complaints.matter.joining_models import Merge
from portal.complaints.matter.models import Grant
from portal.complaints.matter.surviving import own_surviving, surviving
from portal.db import ComplaintId, GrantId
from portal.errors import NotFound
from portal.people import contacts
from portal.people.models import ContactPoint


def closed(db: Session, matter: OpenMatter) -> list[str]:
    """Return the ids of the merges whose other side is not open in this browser."""
    found = {made.id: find_grant(db, matter, made) for made in _on_word(db, matter)}
    return [
        merge_id
        for merge_id, grant_id in found.items()
        if grant_id is None or not companions.is_open_by_itself(db, grant_id=grant_id, session_hash=matter.session_hash)
    ]


def get(db: Session, matter: OpenMatter, *, merge_id: str) -> GrantId | None:
    """Return the grant on the other side of one of these merges, None where nobody has one. Raises NotFound."""
    for made in _on_word(db, matter):
        if made.id == merge_id:
            return find_grant(db, matter, made)
    raise NotFound("merge")


def find_grant(db: Session, matter: OpenMatter, made: Merge) -> GrantId | None:
    """Return the grant on the other side of a merge whose person has the same role there as this one here, or None."""
    return companions.find_counterpart(db, grant_id=matter.grant_id, complaint_id=_other(db, matter, made))


def find_contact(db: Session, *, grant_id: GrantId | None, texts: bool) -> ContactPoint | None:
    """Return the proven contact of a grant's person that a code can be sent to, or None; ``texts``: a phone too."""
    grant = db.get(Grant, grant_id) if grant_id else None
    if grant is None:
        return None
    kinds = {"email", "phone"} if texts else {"email"}
    in_use = contacts.written_to(db, person_id=grant.person_id)
    return next((one for one in in_use if one.kind in kinds and one.proven_at is not None), None)


def _on_word(db: Session, matter: OpenMatter) -> list[Merge]:
    """Return the merges on officers' word between this matter's own side and others, the oldest first."""
    here = matter.complaint_id
    sides = or_(Merge.surviving_id == here, Merge.kept_id == here, Merge.merged_id == here)
    rows = select(Merge).where(sides, Merge.undone_at.is_(None), Merge.known_by == "word").order_by(Merge.at, Merge.id)
    return [made for made in db.scalars(rows) if here in {made.merged_id, own_surviving(db, made.kept_id)}]


def _other(db: Session, matter: OpenMatter, made: Merge) -> ComplaintId:
    return surviving(db, made.kept_id) if made.merged_id == matter.complaint_id else made.merged_id
