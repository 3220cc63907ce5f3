"""Matters for tests: registered through the same service as everybody's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update

from portal.accounts.models import Officer
from portal.complaints.drafts import register
from portal.complaints.drafts.prepare import prepare
from portal.complaints.drafts.register import Registered
from portal.complaints.drafts.sending import Sending
from portal.complaints.grants import private_code
from portal.complaints.matter import correspondence, events, promises
from portal.complaints.matter.act import Act, by_person, by_portal
from portal.complaints.matter.models import Reply, Stage
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.matter.standing import get_position, project
from portal.complaints.questions.answers import Answers
from portal.config import Settings
from portal.db import ComplaintId, Database, GrantId, OfficerId, PersonId, new_id
from portal.letters.outgoing.kinds import Content
from portal.people import addresses
from portal.procedures import next_step

WORDS = "The bins in our street were not emptied for three weeks.\nشكرا – and nobody rang me back."


@dataclass(frozen=True)
class Matter:
    """A registered matter with what its person holds on paper."""

    complaint_id: ComplaintId
    grant_id: GrantId
    person_id: PersonId
    number: str
    code: str


def registered(database: Database, act: Act, answers: Answers, *, proven: bool = False, **sending: Any) -> Registered:
    """Send these answers, and register what became of them: the one maker of a matter that all tests have."""
    address = addresses.normal(answers.contact, answers.address) if proven and answers.contact != "none" else None
    submission = prepare(act, Sending(answers, act.now, proven=address or "", **sending))
    with database.changes() as db:
        return register.register(db, submission)


def made(
    database: Database,
    *,
    rulebook: Rulebook,
    settings: Settings,
    at: datetime,
    email: str = "ama@example.com",
    phone: str = "",
    post: str = "",
    proven: bool = True,
    shared: str = "no",
    service: str = "missed-collection",
    words: str = WORDS,
    name: str = "Ama Mensah",
) -> Matter:
    """Register a matter received at this moment and return it."""
    contact, address = next(
        (pair for pair in (("email", email), ("phone", phone), ("post", post)) if pair[1]), ("none", "")
    )
    answers = Answers(
        about="me",
        words=words,
        wanted="Empty them.",
        service=service,
        name=name,
        contact=contact,
        email=address if contact == "email" else "",
        phone=address if contact == "phone" else "",
        post=address if contact == "post" else "",
        shared=shared,
    )
    code = private_code.draw()
    done = registered(
        database,
        by_person(None, now=at, rulebook=rulebook, settings=settings),
        answers,
        proven=proven,
        code_hmac=private_code.hash_of(code, settings.code_key),
    )
    return Matter(done.complaint_id, done.grant_id, done.person_id, done.number, code)


def officer(database: Database, *, at: datetime) -> OfficerId:
    """Make an officer and return the id."""
    officer_id = OfficerId(new_id())
    with database.changes() as db:
        db.add(
            Officer(
                id=officer_id,
                name="Olu Officer",
                email=f"{officer_id}@council.example",
                team="waste",
                role="handler",
                password_hash="x",
                totp_secret=b"x",
                made_at=at,
            )
        )
    return officer_id


def answer(
    database: Database, matter: Matter, *, at: datetime, by: OfficerId, rulebook: Rulebook, settings: Settings
) -> None:
    """Answer the running stage of a matter: not upheld, with reasons."""
    with database.changes() as db:
        position = get_position(db, complaint_id=matter.complaint_id, rulebook=rulebook, today=at.date())
        stage = position.stage.number
        step = next_step.next_step(position.version, stage=stage, ombudsman_function=position.function, on=at.date())
        db.add(
            Reply(
                id=new_id(),
                complaint_id=matter.complaint_id,
                stage=stage,
                at=at,
                officer_id=by,
                finding="not_upheld",
                reasons="The crew came on Monday.",
                remedy="",
                next_step=list(next_step.words(step)),
            )
        )
        db.execute(update(Stage).where(Stage.id == position.stage.id).values(answered_at=at))
        promises.keep(db, complaint_id=matter.complaint_id, stage=stage, kind="acknowledge", now=at)
        promises.keep(db, complaint_id=matter.complaint_id, stage=stage, kind="reply", now=at)
        happened = events.Happened(events.Kind.REPLIED, "officer", by, {"stage": stage})
        events.record(db, matter.complaint_id, happened, key=settings.event_key, now=at)
        project(db, complaint_id=matter.complaint_id)
        correspondence.write_to_person(
            db,
            by_portal(now=at, rulebook=rulebook, settings=settings),
            matter.complaint_id,
            Content(
                "reply",
                {
                    "finding": "We did not find that we got this wrong",
                    "reasons": "The crew came on Monday.",
                    "next_step": [step],
                },
            ),
            person_id=correspondence.writer_of(db, complaint_id=matter.complaint_id).id,
        )
