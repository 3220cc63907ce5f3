"""Which rows of persons are one human being, as far as they showed or said it themselves: by name and address."""

from __future__ import annotations

from sqlalchemy import BindParameter, and_, bindparam, select
from sqlalchemy.orm import Session, aliased

from portal.people.models import ContactPoint, Person
from portal.people.names import folded

# Built once: each letter asks, and making up these statements costs more than registering a complaint. Names are
# compared here: the databases know upper and lower case of other letters.
ME: BindParameter[str] = bindparam("person_id")
THEIRS = aliased(ContactPoint)
"""The contact points of the other row in ``AT_ONE_ADDRESS``."""
_MINE, _WHO = aliased(ContactPoint), aliased(Person)
AT_ONE_ADDRESS = and_(
    _MINE.person_id == ME,
    THEIRS.kind == _MINE.kind,
    THEIRS.normal == _MINE.normal,
    _MINE.ended_at.is_(None),
    THEIRS.ended_at.is_(None),
)
OWN_NAME = select(_WHO.name).where(_WHO.id == ME).scalar_subquery().label("own_name")
_REACHED_THERE = (
    select(Person.id, Person.name, OWN_NAME)
    .join(THEIRS, THEIRS.person_id == Person.id)
    .join(_MINE, AT_ONE_ADDRESS)
    .where(Person.id != ME)
    .order_by(Person.id)
    .distinct()
)
# Who answers "does anyone else read messages sent here?" so has proven an address, and not who they are.
_REACHED_THERE_ALONE = _REACHED_THERE.where(
    *(
        condition
        for one in (_MINE, THEIRS)
        for condition in (one.proven_at.is_not(None), one.shared.not_in(("yes", "unsure")))
    )
)


def rows_of(db: Session, person_id: str, *, proven: bool = False) -> list[str]:
    """Return the ids of the rows that are this person, theirs first: of the same name, with an address in common.

    ``proven``: only where both answered at that address and read it alone. Without it somebody who knows a name and an
    address would count as the person, which may hold something back but must never set anything. No name is nobody's.
    """
    rows = db.execute(_REACHED_THERE_ALONE if proven else _REACHED_THERE, {"person_id": person_id})
    return [person_id, *(row.id for row in rows if alike(row.name, row.own_name))]


def alike(name: str, own_name: str) -> bool:
    """Whether two names are one person's, however they are written; no name is like none."""
    return bool(folded(own_name)) and folded(name) == folded(own_name)
