"""Giving a matter to a team or to one of its officers."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.accounts.models import Officer
from portal.casework.desk import acts
from portal.casework.desk.models import Assignment
from portal.casework.desk.seeing import find_assignment
from portal.complaints.matter import events, restriction
from portal.complaints.matter.act import OfficersAct
from portal.db import ComplaintId, OfficerId, new_id
from portal.errors import Refusal
from portal.i18n import gettext as _
from portal.organisation import routing


def assign(
    db: Session, act: OfficersAct, *, complaint_id: ComplaintId, team: str, to_officer_id: OfficerId | None
) -> str:
    """Give the matter to a team, and to one of its officers unless ``to_officer_id`` is None; return the row's id.

    The act's officer gives it. The matter stands in that team's queue from now on, and its clock goes on. Giving
    it to whom it already belongs changes nothing. Raises NotFound, and Refusal ``unknown_team``,
    ``not_in_team`` or ``named_in_it``.
    """
    position = acts.begin(db, act, complaint_id=complaint_id)
    if routing.find_team(act.rulebook.council, team, act.today) is None:
        raise Refusal("unknown_team", _("Choose a team from the list."), field="to")
    if to_officer_id is not None:
        to = db.get(Officer, to_officer_id)
        if to is None or to.team != team or to.disabled_at is not None:
            raise Refusal("not_in_team", _("This officer is not in that team."), field="to")
        if any(named.id == to.id for named in restriction.named_in(db, complaint_id=complaint_id)):
            raise Refusal(
                "named_in_it", _("The complaint is about this officer. Give it to somebody else."), field="to"
            )
    last = find_assignment(db, complaint_id=complaint_id)
    if last is not None and (last.team, last.officer_id, position.complaint.team) == (team, to_officer_id, team):
        return last.id
    made = Assignment(
        id=new_id(), complaint_id=complaint_id, officer_id=to_officer_id, team=team, at=act.now, by=act.officer_id
    )
    db.add(made)
    position.complaint.team = team
    data = {"assignment": made.id, "team": team, "officer": to_officer_id}
    acts.finish(db, act, complaint_id, events.Kind.ASSIGNED, data=data)
    return made.id
