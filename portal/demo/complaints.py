"""The fictional complaints, played through the same services as real ones, at moments in the past."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.casework.answering import acknowledge, extend, message, reply
from portal.casework.case import contact_record, note
from portal.casework.reaching import safe
from portal.complaints.drafts import register
from portal.complaints.drafts.prepare import prepare
from portal.complaints.drafts.register import Registered
from portal.complaints.follow_up import escalate, messages
from portal.complaints.grants import tracking_code
from portal.complaints.incoming import letterbox
from portal.complaints.matter import act
from portal.complaints.matter.act import Act, OfficersAct
from portal.complaints.matter.models import Complaint, EscalationRequest
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.questions.answers import Answers
from portal.config import Settings
from portal.db import Database, new_id
from portal.people import addresses

_FILE = Path(__file__).parent / "complaints.toml"
_OPENS = time(9, 30)
_ANSWERS = {
    "about",
    "acting_as",
    "part",
    "organisation",
    "affected_name",
    "affected_born",
    "wants_advocate",
    "whose",
    "their_contact",
    "their_post",
    "their_adjustments",
    "adjustments",
    "safe_times",
    "words",
    "urgent",
    "service",
    "wanted",
    "happened",
    "place",
    "postcode",
    "name",
    "email",
    "phone",
    "post",
    "shared",
}

Play = Callable[[Session, "Played", str, datetime], None]


@dataclass(frozen=True)
class Played:
    """A demo complaint that has been registered, and what the acts on it need."""

    made: Registered
    officer_id: str
    rulebook: Rulebook
    settings: Settings

    def by_officer(self, at: datetime) -> OfficersAct:
        """Return what the officer does at this instant."""
        return act.by_officer(self.officer_id, now=at, settings=self.settings)

    def by_person(self, at: datetime) -> Act:
        """Return what the person does at this instant."""
        return act.by_person(self.made.person_id, now=at, settings=self.settings)


def load(database: Database, *, officer_id: str, now: datetime, rulebook: Rulebook, settings: Settings) -> int:
    """Play every fictional complaint into an empty portal and return how many; one with complaints stays as it is."""
    with database.session() as reader:
        if reader.scalars(select(Complaint.id).limit(1)).first() is not None:
            return 0
    told = tomllib.loads(_FILE.read_text("utf-8"))["complaint"]
    for number, one in enumerate(told):
        play(database, one, number, officer_id=officer_id, now=now, rulebook=rulebook, settings=settings)
    return len(told)


def play(
    database: Database,
    one: dict[str, Any],
    number: int,
    *,
    officer_id: str,
    now: datetime,
    rulebook: Rulebook,
    settings: Settings,
) -> Registered:
    """Play one complaint as the file tells it, its ``number`` spreading the moments, and return what was registered."""
    calendar = rulebook.calendar
    received_on = calendar.add_working_days(clock.london_date(now), -one["days"])
    received_at = min(_moment(received_on, number), now - timedelta(minutes=30))
    kind = next((way for way in ("email", "phone", "post") if way in one), "none")
    answers = Answers(contact=kind, **{"about": "me", **{key: one[key] for key in _ANSWERS & one.keys()}})
    channel = one.get("channel", "web")
    by_desk = channel != "web"
    submission = prepare(
        act.by_officer(officer_id, now=received_at, settings=settings)
        if by_desk
        else act.by_person(None, now=received_at, settings=settings),
        answers,
        receipt_key=new_id(),
        code_hmac=None if by_desk else tracking_code.hash_of(tracking_code.draw(), settings.code_key),
        proven=(addresses.normal(kind, answers.address) or "") if one.get("proven") else "",
        language="en",
        channel=channel,
        received_at=received_at,
    )
    with database.changes() as db:
        made = register.register(db, submission)
    played = Played(made, officer_id, rulebook, settings)
    for step, line in enumerate(one["then"], start=1):
        day, doing, *detail = line.split(" ", 2)
        at = _moment(calendar.add_working_days(received_on, int(day)), number + step)
        at = min(max(at, received_at + timedelta(minutes=step)), now - timedelta(minutes=10) + timedelta(seconds=step))
        with database.changes() as db:
            _PLAYS[doing](db, played, detail[0] if detail else "", at)
    return made


def _moment(day: date, spread: int) -> datetime:
    """A moment in that day's office hours, so that not everything happens at once."""
    return datetime.combine(day, _OPENS, clock.LONDON) + timedelta(minutes=7 * spread % 360)


def _acknowledge(db: Session, played: Played, _detail: str, at: datetime) -> None:
    acknowledge.acknowledge(
        db,
        played.by_officer(at),
        complaint_id=played.made.complaint_id,
        words=acknowledge.Words(
            understood="You told us what went wrong and that it has not been put right.",
            outcome="You want us to put it right and to say how we will stop it happening again.",
            not_ours="",
            handler="Grace Adeyemi",
            phone=played.rulebook.council.contact.phone,
        ),
    )


def _message(db: Session, played: Played, words: str, at: datetime) -> None:
    message.send_message(
        db, played.by_officer(at), complaint_id=played.made.complaint_id, body=words, send_key=new_id()
    )


def _note(db: Session, played: Played, words: str, at: datetime) -> None:
    note.add_note(db, played.by_officer(at), complaint_id=played.made.complaint_id, body=words, send_key=new_id())


def _call(db: Session, played: Played, words: str, at: datetime) -> None:
    contact_record.record_contact(
        db,
        played.by_officer(at),
        complaint_id=played.made.complaint_id,
        kind="call",
        at=at,
        body=words or "Rang to say who is dealing with the complaint.",
        send_key=new_id(),
    )


def _add(db: Session, played: Played, words: str, at: datetime) -> None:
    messages.add_message(
        db,
        played.by_person(at),
        complaint_id=played.made.complaint_id,
        person_id=played.made.person_id,
        body=words,
        channel="web",
        send_key=new_id(),
    )


def _extend(db: Session, played: Played, days: str, at: datetime) -> None:
    new_date = played.rulebook.calendar.add_working_days(clock.london_date(at), int(days))
    extend.extend(
        db,
        played.by_officer(at),
        complaint_id=played.made.complaint_id,
        new_date=new_date,
        reason="We need a report from the school before we can answer every point.",
        consented=False,
    )


def _reply(db: Session, played: Played, finding: str, at: datetime) -> None:
    reply.reply(
        db,
        played.by_officer(at),
        complaint_id=played.made.complaint_id,
        answer=reply.Answer(
            finding=finding,
            reasons="We read our records and spoke to the team. This is what we found about each thing you told us.",
            remedy=""
            if finding == "not_upheld"
            else "We are sorry. We have put this right and changed how we check it.",
        ),
    )


def _further(db: Session, played: Played, words: str, at: datetime) -> None:
    escalate.ask(
        db, played.by_person(at), complaint_id=played.made.complaint_id, person_id=played.made.person_id, reason=words
    )


def _decide(outcome: Literal["accepted", "rejected"]) -> Play:
    def decided(db: Session, played: Played, _detail: str, at: datetime) -> None:
        request_id = db.scalars(
            select(EscalationRequest.id).where(
                EscalationRequest.complaint_id == played.made.complaint_id, EscalationRequest.outcome.is_(None)
            )
        ).one()
        escalate.decide(
            db,
            played.by_officer(at),
            request_id=request_id,
            outcome=outcome,
            reason=""
            if outcome == "accepted"
            else "We have answered everything you asked, and nothing new was raised.",
        )

    return decided


def _withdraw(db: Session, played: Played, words: str, at: datetime) -> None:
    messages.withdraw(
        db, played.by_person(at), complaint_id=played.made.complaint_id, person_id=played.made.person_id, reason=words
    )


def _undo(db: Session, played: Played, _detail: str, at: datetime) -> None:
    messages.undo_withdrawal(
        db, played.by_person(at), complaint_id=played.made.complaint_id, person_id=played.made.person_id
    )


def _safe(db: Session, played: Played, words: str, at: datetime) -> None:
    safe.begin(
        db,
        played.by_officer(at),
        complaint_id=played.made.complaint_id,
        person_id=played.made.person_id,
        instructions=words,
    )


def _letterbox(db: Session, played: Played, words: str, at: datetime) -> None:
    letterbox.post_words(db, typed_reference=played.made.number, words=words, contact="", send_key=new_id(), now=at)


_PLAYS: dict[str, Play] = {
    "acknowledge": _acknowledge,
    "message": _message,
    "note": _note,
    "call": _call,
    "add": _add,
    "extend": _extend,
    "reply": _reply,
    "further": _further,
    "accept": _decide("accepted"),
    "reject": _decide("rejected"),
    "withdraw": _withdraw,
    "undo": _undo,
    "letterbox": _letterbox,
    "safe": _safe,
}
