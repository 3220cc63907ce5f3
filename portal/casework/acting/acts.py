"""What officers do about the right to act for somebody: check it, refuse it, take it back, begin anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Officer
from portal.complaints.acting import authority, consent
from portal.complaints.matter import events, evidence
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import Complaint
from portal.db import ComplaintId
from portal.errors import Refusal
from portal.i18n import lazy
from portal.people import own_rows
from portal.people.models import Person
from portal.people.names import folded

HOW = {
    "form": lazy("A signed form, which I checked"),
    "document": lazy("A document that shows the right to act"),
    "visit": lazy("I visited the person"),
    "call": lazy("I spoke with the person by phone"),
    "easy_read": lazy("On paper in easy words, which I checked"),
    "interpreter": lazy("I spoke with the person through an interpreter"),
    "standing": lazy("An official address of a councillor or MP"),
}
_SPOKEN = frozenset({"visit", "call", "interpreter"})
_NO_CONSENT = frozenset({"document", "standing"})
"""What shows another right to act, and nothing of what the person wants."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What an officer found: see the columns of `Authority` for each. ``file_id`` may be ""."""

    kind: str
    how: str
    scope: str
    evidence: str
    reason: str = ""
    consulted: str = ""
    file_id: str = ""
    expires_on: date | None = None
    review_on: date | None = None
    sees_others: bool = False


def confirm(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, authority_id: str, checked: Checked) -> None:
    """Confirm a claim that the officer has checked, and tell both sides.

    Raises NotFound, and Refusal ``unknown_kind``, ``evidence_missing``, ``own_team`` (who asks in person belongs to
    another team than the one complained of), ``not_by_the_person`` (a document of another right is no consent),
    ``two_claims`` (another person claims parental responsibility, so a reason is needed), ``interests_missing`` (best
    interests need why, who was consulted and a day to look again), ``has_died``, ``not_later``, ``confirmed_already``
    (by another officer, with other facts) or ``authority_over``.
    """
    claim = authority.take(db, authority_id=authority_id, complaint_id=complaint_id)
    _require(db, act, claim, checked)
    affected = db.get_one(Person, claim.affected_id)
    if checked.file_id:
        evidence.get(db, complaint_id=complaint_id, file_id=checked.file_id)
    settled = authority.confirm(db, act, claim, how=checked.how, scope=checked.scope, expires_on=checked.expires_on)
    if not settled:
        if (claim.kind, claim.how, claim.scope) != (checked.kind, checked.how, checked.scope):
            raise Refusal("confirmed_already", lazy("Somebody has just confirmed this. See what they wrote down."))
        return
    affected.died = affected.died or checked.kind in authority.OF_THE_DEAD
    for one in settled:
        one.kind, one.evidence, one.file_id = checked.kind, checked.evidence.strip(), checked.file_id or None
        one.reason, one.consulted = checked.reason.strip(), checked.consulted.strip()
        one.review_on, one.checked_by, one.sees_others = checked.review_on, act.officer_id, checked.sees_others
    db.flush()
    consent.tell_confirmed(db, act, claim)


def take_back(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, authority_id: str, reason: str) -> None:
    """End what was confirmed, or refuse what waits, on the affected person's word or because it does not hold.

    What was written down when it was confirmed stays beside the new reason; what has ended stays as it is. Raises
    NotFound, and Refusal ``reason_missing``.
    """
    if not reason.strip():
        raise Refusal("reason_missing", lazy("Say why. Only officers read this."), field="reason")
    claim = authority.take(db, authority_id=authority_id, complaint_id=complaint_id)
    if claim.state not in authority.GOING:
        return
    claim.reason = _and(claim.reason, reason)
    claim.checked_by = claim.checked_by or act.officer_id
    consent.stop(db, act, claim)


def look_again(
    db: Session, act: OfficersAct, *, complaint_id: ComplaintId, authority_id: str, reason: str, review_on: date | None
) -> None:
    """Let a right to act stay as it is after looking at it again: its day has come, or the affected person objected.

    Raises NotFound, and Refusal ``reason_missing``, ``authority_over``, ``not_later`` or ``review_missing`` (what is
    done in somebody's best interests is looked at again).
    """
    if not reason.strip():
        raise Refusal("reason_missing", lazy("Say what you checked. Only officers read this."), field="reason")
    claim = authority.take(db, authority_id=authority_id, complaint_id=complaint_id)
    if claim.state not in authority.GOING:
        raise Refusal("authority_over", lazy("This has ended. Write down a new claim and ask again."))
    if review_on is None and claim.state == "confirmed" and claim.kind == "best_interests":
        raise Refusal("review_missing", lazy("Enter the day on which you look at this again."), field="review_on")
    if review_on is not None and review_on <= act.today:
        raise Refusal("not_later", lazy("Enter a day after today."))
    claim.reason, claim.review_on = _and(claim.reason, reason), review_on
    authority.record(db, act, claim, events.Kind.AUTHORITY_LOOKED_AT)


def claim_again(db: Session, act: OfficersAct, *, complaint_id: ComplaintId, authority_id: str) -> str:
    """Begin a new claim where the last one has ended, and return its id: everything is checked anew.

    Raises NotFound, and Refusal ``not_ended``.
    """
    old = authority.take(db, authority_id=authority_id, complaint_id=complaint_id)
    latest = authority.find_current(db, complaint_id=complaint_id, person_id=old.person_id)
    if latest is None or latest.state in authority.GOING:
        raise Refusal("not_ended", lazy("There is a claim already. Deal with that one."))
    return authority.claim(
        db,
        act,
        complaint_id=complaint_id,
        person_id=old.person_id,
        affected_id=old.affected_id,
        kind=latest.kind,
    )


def rivals(db: Session, claim: Authority) -> list[Authority]:
    """Return other people's claims to parental responsibility for somebody of the same name, here or elsewhere.

    Whatever this claim itself is said to rest on: an officer may find that it is parental responsibility.
    """
    affected = db.get_one(Person, claim.affected_id)
    if not folded(affected.name):
        return []
    rows = db.execute(
        select(Authority, Person)
        .join(Person, Person.id == Authority.affected_id)
        .where(
            Authority.kind == "parental_responsibility",
            Authority.person_id.not_in(own_rows.rows_of(db, claim.person_id, proven=True)),
            Authority.state.in_(sorted(authority.GOING)),
        )
    )
    return [
        one
        for one, person in rows
        if folded(person.name) == folded(affected.name)
        and (None in {person.born_on, affected.born_on} or person.born_on == affected.born_on)
    ]


def _and(before: str, reason: str) -> str:
    """Return a reason beside what was written down before."""
    return "\n\n".join(one for one in (before, reason.strip()) if one)


def _require(db: Session, act: OfficersAct, claim: Authority, checked: Checked) -> None:
    if checked.kind not in authority.KINDS or checked.how not in HOW or checked.scope not in authority.SCOPES:
        raise Refusal("unknown_kind", lazy("Choose from the list."), field="kind")
    if not checked.evidence.strip():
        raise Refusal("evidence_missing", lazy("Say what you saw or heard, and when."), field="evidence")
    if checked.kind == "consent" and db.get_one(Person, claim.affected_id).died:
        raise Refusal(
            "has_died", lazy("This person has died. Nobody can consent for them. Choose another ground."), field="kind"
        )
    if checked.kind == "consent" and checked.how in _NO_CONSENT:
        raise Refusal(
            "not_by_the_person", lazy("Only the person can agree: in writing, or when somebody asks them."), field="how"
        )
    complaint, officer = db.get_one(Complaint, claim.complaint_id), db.get_one(Officer, act.officer_id)
    if checked.kind == "consent" and checked.how in _SPOKEN and officer.team == complaint.team:
        raise Refusal(
            "own_team",
            lazy("Your team is the one complained about. An officer of another team must ask the person."),
            field="how",
        )
    if checked.kind == "parental_responsibility" and rivals(db, claim) and not checked.reason.strip():
        raise Refusal(
            "two_claims",
            lazy("Another person claims this too. Say why this person may act, and what you checked."),
            field="reason",
        )
    if checked.kind == "best_interests" and not (
        checked.reason.strip() and checked.consulted.strip() and checked.review_on
    ):
        raise Refusal("interests_missing", lazy("Say why, who was consulted, and on which day you look again."))
    if any(day is not None and day <= act.today for day in (checked.expires_on, checked.review_on)):
        raise Refusal("not_later", lazy("Enter a day after today."))
