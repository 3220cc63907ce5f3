"""What one registration writes, worked out before the transaction: ids, dates, rows and the receipt letter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from portal import clock
from portal.complaints.acting import claims as authority_claims
from portal.complaints.drafts import people_rows
from portal.complaints.drafts.people_rows import People
from portal.complaints.matter import events, promises, reference
from portal.complaints.matter.act import Act
from portal.complaints.questions import who
from portal.complaints.questions.answers import Answers
from portal.db import new_id
from portal.letters.outgoing import outbox
from portal.letters.outgoing.compose import Composed, compose
from portal.organisation import postcode, routing, urgent_words
from portal.people import contacts
from portal.procedures import deadlines
from portal.procedures.deadlines import StageDates


@dataclass(frozen=True, slots=True)
class Submission:
    """Everything one registration writes, made beforehand: ids, rows and the receipt letter."""

    complaint_id: str
    grant_id: str
    person_id: str
    number: str
    receipt_key: str
    dates: StageDates
    draft_id: str | None
    persons: list[dict[str, Any]]
    contact_points: list[dict[str, Any]]
    complaint: dict[str, Any]
    parties: list[dict[str, Any]]
    grants: list[dict[str, Any]]
    claims: list[dict[str, Any]]
    stage: dict[str, Any]
    promised: list[dict[str, Any]]
    events: list[dict[str, Any]]
    receipt: tuple[outbox.Recipient, Composed] | None
    keep_until: datetime
    now: datetime


def prepare(
    act: Act,
    answers: Answers,
    *,
    receipt_key: str,
    code_hmac: str | None,
    proven: str,
    language: str,
    channel: str,
    received_at: datetime,
    draft_id: str | None = None,
    draw: Callable[[], str] = reference.draw,
) -> Submission:
    """Return all that registering these answers will write; touches no database.

    ``received_at`` is when the words reached the council (dates follow it), the act's ``now`` when they are logged.
    ``proven`` is the normalised address that was proven for the draft, "" when none was.
    """
    answers = who.settled(answers)
    on = clock.london_date(received_at)
    service = routing.find_service(act.rulebook.council, answers.service, on)
    procedure = routing.procedure_for(act.rulebook.council, answers.service, on)
    version = act.rulebook.catalogue.version_in_force(procedure, on=on)
    rule = version.stage(1)
    dates = deadlines.on_request(rule, received_at=received_at, calendar=act.rulebook.calendar)
    complaint_id, person_id, grant_id, number = new_id(), new_id(), new_id(), draw()
    flagged = bool(answers.urgent)
    heard = urgent_words.mentions_urgent(act.rulebook.council, answers.words)
    promised = promises.rows_of(complaint_id, 1, dates, because="received", now=act.now)

    people = people_rows.of(answers, complaint_id, person_id, grant_id, code_hmac, proven, language, on, act.now)
    claims = authority_claims.rows(
        act,
        complaint_id=complaint_id,
        role=answers.acting_as,
        writer_id=person_id,
        persons=people.persons,
        parties=people.parties,
    )
    authority_claims.hold(claims, people.grants)

    happened = [
        events.Happened(
            events.Kind.RECEIVED,
            "officer" if act.officer_id else "person",
            act.officer_id or person_id,
            {"channel": channel, "stage": 1, "procedure": procedure, "from": version.effective_from.isoformat()},
        )
    ]
    if flagged or heard:
        happened.append(events.Happened(events.Kind.FLAGGED_URGENT, "person" if flagged else "portal"))
    happened += authority_claims.happened(claims)

    return Submission(
        complaint_id=complaint_id,
        grant_id=grant_id,
        person_id=person_id,
        number=number,
        receipt_key=receipt_key,
        dates=dates,
        draft_id=draft_id,
        persons=people.persons,
        contact_points=people.contact_points,
        complaint={
            "id": complaint_id,
            "receipt_key": receipt_key,
            "channel": channel,
            "received_at": received_at,
            "logged_at": act.now,
            "logged_by": act.officer_id,
            "about": answers.about or "me",
            "acting_as": answers.acting_as or ("self" if answers.about in {"", "me"} else ""),
            "wants_advocate": bool(answers.wants_advocate),
            "words": answers.words,
            "wanted": answers.wanted,
            "happened": answers.happened,
            "place": answers.place,
            "postcode": postcode.parse(answers.postcode) or "",
            "not_to_tell": answers.not_to_tell,
            "service": service.key if service else act.rulebook.council.unsure_service,
            "team": routing.team_for(act.rulebook.council, answers.service, on).key,
            "procedure": procedure,
            "urgent": flagged,
            "urgent_words": heard,
            "stage": 1,
            "state": "open",
            "due": min(row["due"] for row in promised),
        },
        parties=people.parties,
        grants=people.grants,
        claims=claims,
        stage={
            "id": new_id(),
            "complaint_id": complaint_id,
            "number": 1,
            "procedure": procedure,
            "procedure_from": version.effective_from,
            "responder": rule.responder,
            "requested_at": received_at,
            "opened_at": act.now,
            "acknowledged_at": None,
            "answered_at": None,
        },
        promised=promised,
        events=events.rows(complaint_id, happened, after=0, link="", key=act.settings.event_key, now=act.now),
        receipt=_receipt(act, people, number, dates, claims, language),
        keep_until=act.now + timedelta(hours=act.settings.limits.code_cookie_hours),
        now=act.now,
    )


def _receipt(
    act: Act, people: People, number: str, dates: StageDates, claims: Sequence[Mapping[str, Any]], language: str
) -> tuple[outbox.Recipient, Composed] | None:
    """The receipt, to an e-mail or postal address; it holds the reference and the dates, none of the words."""
    writer = people.persons[0]
    to = next(
        (
            row
            for row in people.contact_points
            if row["person_id"] == writer["id"]
            and row["kind"] in {"email", "post"}
            and row["whose"] in contacts.WRITTEN_TO
        ),
        None,
    )
    if to is None:
        return None
    recipient = outbox.Recipient(
        person_id=writer["id"],
        name=writer["name"],
        channel=to["kind"],
        address=to["address"],
        language=language,
        proven=to["proven_at"] is not None,
        large_print=writer["large_print"],
    )
    composed = compose(
        "receipt",
        language=language,
        values={
            "reference": reference.grouped(number),
            "acknowledge_by": dates.acknowledge_by,
            "reply_by": dates.reply_by,
            "decide_by": claims[0]["decide_by"] if claims else None,
        },
        council=act.rulebook.council,
        settings=act.settings,
    )
    return recipient, composed
