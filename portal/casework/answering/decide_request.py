"""An officer answers a request to take a matter further."""

from __future__ import annotations

from typing import cast, get_args

from sqlalchemy.orm import Session

from portal.casework.desk import acts
from portal.complaints.follow_up import escalate
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.models import EscalationRequest, Outcome
from portal.db import ComplaintId
from portal.errors import NotFound, Refusal
from portal.i18n import gettext as _


def decide_request(
    db: Session, act: OfficersAct, *, complaint_id: ComplaintId, request_id: str, outcome: str, reason: str
) -> None:
    """Accept, reject or settle a request of this matter, or note that the person took it back.

    Raises NotFound for a request of another matter, and Refusal ``outcome_unknown`` or those of `escalate.decide`.
    """
    if outcome not in get_args(Outcome):
        raise Refusal("outcome_unknown", _("Choose what you decide."))
    acts.begin(db, act, complaint_id=complaint_id)
    request = db.get(EscalationRequest, request_id)
    if request is None or request.complaint_id != complaint_id:
        raise NotFound("request")
    escalate.decide(db, act, request_id=request_id, outcome=cast(Outcome, outcome), reason=reason)
    acts.finish(db, act, complaint_id)
