"""The fictional complaints, played through the same services as real ones, at moments in the past."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import fields, replace
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
from portal.complaints.drafts.sending import Sending
from portal.complaints.follow_up import escalate, messages
from portal.complaints.grants import private_code
from portal.complaints.incoming import letterbox
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.models import Complaint, EscalationRequest
from portal.complaints.questions.answers import Answers
from portal.db import Database, new_id
from portal.people import addresses

_FILE = Path(__file__).parent / "complaints.toml"
_OPENS = time(9, 30)
_ANSWERS = {one.name for one in fields(Answers)}

Play = Callable[[Session, OfficersAct, Registered, str], None]


def load(database: Database, act: OfficersAct) -> int:
    """Play every fictional complaint into an empty portal and return how many; one with complaints stays as it is."""
    with database.session() as reader:
        if reader.scalars(select(Complaint.id).limit(1)).first() is not None:
            return 0
    told = tomllib.loads(_FILE.read_text("utf-8"))["complaint"]
    for number, one in enumerate(told):
        play(database, act, one, number)
    return len(told)


def play(database: Database, act: OfficersAct, one: dict[str, Any], number: int) -> Registered:
    """Play one complaint as the file tells it, its ``number`` spreading the moments, and return what was registered.

    ``act`` is the officer's who answers it, at the moment at which all of it has happened.
    """
    calendar = act.rulebook.calendar
    received_on = calendar.add_working_days(act.today, -one["days"])
    received_at = min(_moment(received_on, number), act.now - timedelta(minutes=30))
    kind = next((way for way in ("email", "phone", "post") if way in one), "none")
    answers = Answers(contact=kind, **{"about": "me", **{key: one[key] for key in _ANSWERS & one.keys()}})
    channel = one.get("channel", "web")
    by_desk = channel != "web"
    sending = Sending(
        answers,
        received_at,
        code_hmac=None if by_desk else private_code.hash_of(private_code.draw(), act.settings.code_key),
        proven=(addresses.normal(kind, answers.address) or "") if one.get("proven") else "",
        channel=channel,
    )
    then = replace(act, now=received_at)
    submission = prepare(then if by_desk else then.as_person(None), sending)
    with database.changes() as db:
        made = register.register(db, submission)
    for step, line in enumerate(one["then"], start=1):
        day, doing, *detail = line.split(" ", 2)
        at = _moment(calendar.add_working_days(received_on, int(day)), number + step)
        latest = act.now - timedelta(minutes=10) + timedelta(seconds=step)
        at = min(max(at, received_at + timedelta(minutes=step)), latest)
        with database.changes() as db:
            _PLAYS[doing](db, replace(act, now=at), made, detail[0] if detail else "")
    return made


def _moment(day: date, spread: int) -> datetime:
    """A moment in that day's office hours, so that not everything happens at once."""
    return datetime.combine(day, _OPENS, clock.LONDON) + timedelta(minutes=7 * spread % 360)


def _acknowledge(db: Session, act: OfficersAct, made: Registered, _detail: str) -> None:
    acknowledge.acknowledge(
        db,
        act,
        complaint_id=made.complaint_id,
        words=acknowledge.Words(
            understood="You told us what went wrong and that it has not been put right.",
            outcome="You want us to put it right and to say how we will stop it happening again.",
            not_ours="",
            handler="Grace Adeyemi",
            phone=act.rulebook.council.contact.phone,
        ),
    )


def _message(db: Session, act: OfficersAct, made: Registered, words: str) -> None:
    message.send_message(db, act, complaint_id=made.complaint_id, body=words, send_key=new_id())


def _note(db: Session, act: OfficersAct, made: Registered, words: str) -> None:
    note.add_note(db, act, complaint_id=made.complaint_id, body=words, send_key=new_id())


def _call(db: Session, act: OfficersAct, made: Registered, words: str) -> None:
    contact_record.record_contact(
        db,
        act,
        complaint_id=made.complaint_id,
        kind="call",
        at=act.now,
        body=words or "Rang to say who is dealing with the complaint.",
        send_key=new_id(),
    )


def _add(db: Session, act: OfficersAct, made: Registered, words: str) -> None:
    messages.add_message(
        db,
        act.as_person(made.person_id),
        complaint_id=made.complaint_id,
        person_id=made.person_id,
        body=words,
        channel="web",
        send_key=new_id(),
    )


def _extend(db: Session, act: OfficersAct, made: Registered, days: str) -> None:
    new_date = act.rulebook.calendar.add_working_days(act.today, int(days))
    extend.extend(
        db,
        act,
        complaint_id=made.complaint_id,
        new_date=new_date,
        reason="We need a report from the school before we can answer every point.",
        consented=False,
    )


def _reply(db: Session, act: OfficersAct, made: Registered, finding: str) -> None:
    reply.reply(
        db,
        act,
        complaint_id=made.complaint_id,
        answer=reply.Answer(
            finding=finding,
            reasons="We read our records and spoke to the team. This is what we found about each thing you told us.",
            remedy=""
            if finding == "not_upheld"
            else "We are sorry. We have put this right and changed how we check it.",
        ),
    )


def _further(db: Session, act: OfficersAct, made: Registered, words: str) -> None:
    escalate.ask(
        db, act.as_person(made.person_id), complaint_id=made.complaint_id, person_id=made.person_id, reason=words
    )


def _decide(outcome: Literal["accepted", "rejected"]) -> Play:
    def decided(db: Session, act: OfficersAct, made: Registered, _detail: str) -> None:
        request_id = db.scalars(
            select(EscalationRequest.id).where(
                EscalationRequest.complaint_id == made.complaint_id, EscalationRequest.outcome.is_(None)
            )
        ).one()
        escalate.decide(
            db,
            act,
            request_id=request_id,
            outcome=outcome,
            reason=""
            if outcome == "accepted"
            else "We have answered everything you asked, and nothing new was raised.",
        )

    return decided


def _withdraw(db: Session, act: OfficersAct, made: Registered, words: str) -> None:
    messages.withdraw(
        db, act.as_person(made.person_id), complaint_id=made.complaint_id, person_id=made.person_id, reason=words
    )


def _undo(db: Session, act: OfficersAct, made: Registered, _detail: str) -> None:
    messages.undo_withdrawal(
        db, act.as_person(made.person_id), complaint_id=made.complaint_id, person_id=made.person_id
    )


def _safe(db: Session, act: OfficersAct, made: Registered, words: str) -> None:
    safe.begin(
        db,
        act,
        complaint_id=made.complaint_id,
        person_id=made.person_id,
        instructions=words,
    )


def _letterbox(db: Session, act: OfficersAct, made: Registered, words: str) -> None:
    letterbox.post_words(db, typed_reference=made.number, words=words, contact="", send_key=new_id(), now=act.now)


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
