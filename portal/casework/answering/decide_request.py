"""An officer answers a request to take a matter further."""

from __future__ import annotations

from datetime import datetime
from typing import cast, get_args

from sqlalchemy.orm import Session

from portal.casework.desk import acts
from portal.complaints.follow_up import escalate
from portal.complaints.matter.models import EscalationRequest
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.errors import NotFound, Refusal
from portal.i18n import gettext as _


def decide_request(
    db: Session,
    *,
    complaint_id: str,
    request_id: str,
    officer_id: str,
    outcome: str,
    reason: str,
    now: datetime,
    rulebook: Rulebook,
    settings: Settings,
) -> None:
    """Accept, reject or settle a request of this matter, or note that the person took it back.

    Raises NotFound for a request of another matter, and Refusal ``outcome_unknown`` or those of `escalate.decide`.
    """
    if outcome not in get_args(escalate.Outcome):
        raise Refusal("outcome_unknown", _("Choose what you decide."))
    acts.begin(db, complaint_id=complaint_id, now=now, rulebook=rulebook)
    request = db.get(EscalationRequest, request_id)
    if request is None or request.complaint_id != complaint_id:
        raise NotFound("request")
    escalate.decide(
        db,
        request_id=request_id,
        outcome=cast(escalate.Outcome, outcome),
        officer_id=officer_id,
        reason=reason,
        now=now,
        rulebook=rulebook,
        settings=settings,
    )
    acts.finish(db, complaint_id=complaint_id, officer_id=officer_id, happened=None, now=now, settings=settings)
