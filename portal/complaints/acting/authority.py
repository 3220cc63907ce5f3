"""What lets somebody act for another person: claimed, asked, then confirmed or refused; it may expire or be withdrawn.

The grant follows the authority in one function, `settle`, so that every page and letter asks the grant alone.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.complaints.acting import elsewhere
from portal.complaints.grants import grants
from portal.complaints.matter import events
from portal.complaints.matter.act import Act
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import Complaint, Correspondence, Party
from portal.db import ComplaintId, PersonId, new_id, one_at_a_time
from portal.errors import NotFound, Refusal
from portal.i18n import gettext as _
from portal.i18n import lazy
from portal.letters.outgoing import outbox

State = Literal["claimed", "asked", "confirmed", "refused", "expired", "withdrawn"]

KINDS = {
    "consent": lazy("The person agrees"),
    "parental_responsibility": lazy("Parental responsibility"),
    "power_of_attorney": lazy("Power of attorney"),
    "deputyship": lazy("Deputy of the Court of Protection"),
    "executor": lazy("Executor of somebody who has died"),
    "litigation_friend": lazy("Litigation friend"),
    "elected_member": lazy("Councillor or MP"),
    "sufficient_interest": lazy("Close to somebody who has died"),
    "best_interests": lazy("In the best interests of somebody who cannot decide this"),
}
_FIRST = {
    "consent": lazy("We ask the person it is about if they agree that you act for them."),
    "parental_responsibility": lazy("We check that you are the parent, or that you bring up the child."),
    "sufficient_interest": lazy("We check that you may complain for the person who has died."),
    "elected_member": lazy("We check that you write from the office of a councillor, an MP or the Mayor."),
}
SCOPES = {
    "everything": lazy("See everything and answer"),
    "speak_only": lazy("Speak for the person, see nothing personal"),
    "one_stage": lazy("See everything, for this stage only"),
}
OF_THE_DEAD = frozenset({"executor", "sufficient_interest"})
WAITING = frozenset({"claimed", "asked"})
GOING = WAITING | {"confirmed"}
DECIDE_WITHIN = 15
"""Working days from the claim until an officer must decide (the portal's own promise)."""


def find_current(db: Session, *, complaint_id: ComplaintId, person_id: PersonId) -> Authority | None:
    """Return somebody's latest claim on a matter, None when they act for themselves."""
    return db.scalars(
        select(Authority)
        .where(Authority.complaint_id == complaint_id, Authority.person_id == person_id)
        .order_by(Authority.claimed_at.desc(), Authority.id.desc())
        .limit(1)
    ).one_or_none()


def of_complaint(db: Session, *, complaint_id: ComplaintId) -> list[Authority]:
    """Return every claim on a matter, the oldest first."""
    return list(
        db.scalars(
            select(Authority).where(Authority.complaint_id == complaint_id).order_by(Authority.claimed_at, Authority.id)
        )
    )


def get(db: Session, *, authority_id: str, complaint_id: ComplaintId) -> Authority:
    """Return a claim of this matter. Raises NotFound, alike for another matter's and for none."""
    found = db.get(Authority, authority_id)
    if found is None or found.complaint_id != complaint_id:
        raise NotFound("authority")
    return found


def take(db: Session, *, authority_id: str, complaint_id: ComplaintId) -> Authority:
    """Take the matter's turn and return a claim as it is now. Raises NotFound."""
    one_at_a_time(db, f"complaint:{complaint_id}")
    found = get(db, authority_id=authority_id, complaint_id=complaint_id)
    db.refresh(found)
    return found


def claim(
    db: Session, act: Act, *, complaint_id: ComplaintId, person_id: PersonId, affected_id: PersonId, kind: str
) -> str:
    """Write down that somebody says they may act for another person, and return the claim's id.

    From now until it is confirmed they see their own words, the dates, and what becomes of this claim.
    """
    made = Authority(
        id=new_id(),
        complaint_id=complaint_id,
        person_id=person_id,
        affected_id=affected_id,
        kind=kind,
        state="claimed",
        claimed_at=act.now,
        decide_by=act.rulebook.calendar.add_working_days(act.today, DECIDE_WITHIN),
    )
    db.add(made)
    db.flush()
    settle(db, made, now=act.now)
    record(db, act, made, events.Kind.AUTHORITY_CLAIMED)
    return made.id


def confirm(
    db: Session, act: Act, made: Authority, *, how: str, scope: str, expires_on: date | None = None
) -> list[Authority]:
    """Let the representative act, as far as the scope goes, and return every claim this settles: parts of a split too.

    None where it was confirmed before. Raises Refusal ``authority_over`` for a claim that was refused, has expired or
    was withdrawn: somebody who took consent back is asked anew, by a new claim.
    """
    if made.state == "confirmed":
        return []
    if made.state not in WAITING:
        raise Refusal("authority_over", lazy("This has ended. Write down a new claim and ask again."))
    complaint = db.get_one(Complaint, made.complaint_id)
    made.state, made.how, made.scope, made.settled_at, made.expires_on = "confirmed", how, scope, act.now, expires_on
    made.stage = complaint.stage if scope == "one_stage" else None
    db.flush()
    settle(db, made, now=act.now)
    record(db, act, made, events.Kind.AUTHORITY_CONFIRMED, how=how, scope=scope)
    settled = [made]
    for other in elsewhere.in_parts(db, made, WAITING):
        settled += confirm(db, act, other, how=how, scope=scope, expires_on=expires_on)
    return settled


def end(db: Session, act: Act, made: Authority, *, state: State) -> bool:
    """End a claim or a right to act: ``state`` is refused, expired or withdrawn. False when it had ended before.

    Visits that are open end, letters that wait are cancelled, and the next request is refused. After a refusal the
    private code shows the person's own words and the decision again; after the others it opens nothing, but to who
    complained for their own part too.
    """
    if made.state not in GOING:
        return False
    made.state, made.settled_at = state, act.now
    db.flush()
    grant = grants.get_of_person(db, complaint_id=made.complaint_id, person_id=made.person_id)
    grants.close(db, grant_id=grant.id, now=act.now)
    settle(db, made, now=act.now)
    _cancel_letters(db, made, act.now)
    kind = {
        "refused": events.Kind.AUTHORITY_REFUSED,
        "expired": events.Kind.AUTHORITY_EXPIRED,
        "withdrawn": events.Kind.AUTHORITY_WITHDRAWN,
    }[state]
    record(db, act, made, kind)
    for other in [*elsewhere.in_parts(db, made, GOING), *elsewhere.joined(db, made, GOING)]:
        end(db, act, other, state=state if other.state == "confirmed" else "refused")
    return True


def told_after_sending(db: Session, *, complaint_id: ComplaintId, person_id: PersonId) -> tuple[str, ...]:
    """Return what the confirmation tells somebody who complained for another person: we check first that they may.

    Nothing for a person who speaks for themselves, nor when the claim is settled.
    """
    made = find_current(db, complaint_id=complaint_id, person_id=person_id)
    if made is None or made.state not in WAITING or made.decision is not None:
        return ()
    return (
        str(_FIRST.get(made.kind, lazy("We check that you may act for this person."))),
        _("Until we know, you see your own words and the dates, but not our answer. You can send us more."),
        _("The clock runs already. The dates we gave you hold."),
    )


def settle(db: Session, made: Authority, *, now: datetime) -> None:
    """Bring the representative's grant to what the latest claim allows.

    Only the writer of the matter may withdraw it. A person who complained for themselves too keeps their own words and
    the dates.
    """
    grant = grants.get_of_person(db, complaint_id=made.complaint_id, person_id=made.person_id)
    stage = db.scalars(select(Complaint.stage).where(Complaint.id == made.complaint_id)).one()
    roles = roles_of(db, made)
    whole = grants.EVERYTHING if "writer" in roles else grants.AFFECTED
    grant.may = whole if sees_all(made, stage=stage) else grants.LIMITED
    over, for_themselves = made.state in {"expired", "withdrawn"}, "affected" in roles
    grant.ends_at = _end_of(made.expires_on) if made.expires_on and not (over and for_themselves) else None
    grant.revoked_at = now if over and not for_themselves else None
    db.flush()


def roles_of(db: Session, made: Authority) -> frozenset[str]:
    """Return what the representative is on the matter: writer, acting; affected too where it is about them as well."""
    theirs = select(Party.role).where(Party.complaint_id == made.complaint_id, Party.person_id == made.person_id)
    return frozenset(db.scalars(theirs))


def sees_all(made: Authority, *, stage: int) -> bool:
    """Whether this lets its person see the whole matter while it is at this stage."""
    if made.state != "confirmed" or made.scope == "speak_only":
        return False
    return made.scope == "everything" or made.stage == stage


def end_with_stage(db: Session, *, complaint_id: ComplaintId, now: datetime) -> list[PersonId]:
    """Narrow what was given for a stage that is over, and return the ids of the persons who see less now."""
    stage = db.scalars(select(Complaint.stage).where(Complaint.id == complaint_id)).one()
    narrowed = []
    for made in of_complaint(db, complaint_id=complaint_id):
        if made.scope != "one_stage" or made.state != "confirmed" or sees_all(made, stage=stage):
            continue
        grant = grants.get_of_person(db, complaint_id=complaint_id, person_id=made.person_id)
        if "see" in grant.may.split():
            settle(db, made, now=now)
            _cancel_letters(db, made, now)
            narrowed.append(made.person_id)
    return narrowed


def record(db: Session, act: Act, made: Authority, kind: events.Kind, **more: str) -> None:
    """Write what happened to a claim into the matter's chain: ids and kinds only."""
    act.record(db, made.complaint_id, kind, {"authority": made.id, "kind": made.kind, **more})


def _cancel_letters(db: Session, made: Authority, now: datetime) -> None:
    waiting = select(Correspondence.letter_id).where(
        Correspondence.complaint_id == made.complaint_id, Correspondence.person_id == made.person_id
    )
    outbox.cancel(db, now=now, letter_ids=db.scalars(waiting))


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), clock.LONDON)
