"""What an officer decides where nobody confirmed in time that somebody may act for another person."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.complaints.acting import authority, consent
from portal.complaints.matter import events, own_reference
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.standing import get_position
from portal.db import ComplaintId
from portal.errors import Refusal
from portal.i18n import lazy
from portal.letters.outgoing.kinds import Content
from portal.people import contacts
from portal.procedures import next_step

DECISIONS = {
    "answer_affected": lazy("Answer the person it is about, directly"),
    "not_personal": lazy("Answer only what is not personal"),
    "refuse": lazy("Refuse to deal with it with the person who wrote"),
}


def may_be_decided(claim: Authority) -> bool:
    """Whether a decision is open: somebody said no, or nobody has confirmed; it may be made before the last day."""
    return claim.decision is None and claim.state in {*authority.WAITING, "refused"}


def decide(
    db: Session, act: OfficersAct, *, complaint_id: ComplaintId, authority_id: str, decision: str, words: str
) -> None:
    """Decide how to go on, and tell the representative in writing, with the ombudsman; the complaint itself goes on.

    answer_affected gives the person affected a reference of their own, so that every answer goes to them; not_personal
    answers the representative with these words and nothing else; refuse gives the reasons. Consent that comes later is
    taken unless it was refused. Raises NotFound, and Refusal ``unknown_decision``, ``words_missing``,
    ``decided_already`` or ``not_reached`` (there is no address of the affected person to answer to).
    """
    claim = authority.take(db, authority_id=authority_id, complaint_id=complaint_id)
    if decision not in DECISIONS:
        raise Refusal("unknown_decision", lazy("Choose how to go on."))
    if not words.strip():
        raise Refusal("words_missing", lazy("Write what you tell the person who wrote."))
    if not may_be_decided(claim):
        raise Refusal("decided_already", lazy("This has been decided already."))
    if decision == "answer_affected":
        if not contacts.written_to(db, person_id=claim.affected_id):
            raise Refusal(
                "not_reached", lazy("Find an address of the person first, under “Ask the person”."), field="decision"
            )
        own_reference.give(db, act, complaint_id=complaint_id, person_id=claim.affected_id)
    claim.decision, claim.answer = decision, words.strip()
    claim.decided_at, claim.decided_by = act.now, act.officer_id
    db.flush()
    if decision == "refuse":
        authority.end(db, act, claim, state="refused")
    authority.record(db, act, claim, events.Kind.AUTHORITY_DECIDED, decision=decision)
    today = act.today
    position = get_position(db, complaint_id=complaint_id, rulebook=act.rulebook, today=today)
    step = next_step.to_ombudsman(position.version, ombudsman_function=position.function, on=today, because="refused")
    kind = "authority_refused" if decision == "refuse" else "authority_decided"
    consent.tell(db, act, claim, Content(kind, {"reason": words, "next_step": [step]}))
