"""What one registration writes, worked out before the transaction: ids, dates, rows and the receipt letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from portal import clock
from portal.complaints.acting import claims as authority_claims
from portal.complaints.drafts import people_rows
from portal.complaints.drafts.people_rows import People
from portal.complaints.drafts.sending import Sending
from portal.complaints.matter import events, new_matter, reference
from portal.complaints.matter.act import Act, Actor
from portal.complaints.matter.events import Happened, Kind
from portal.complaints.matter.new_matter import NewMatter, Row
from portal.complaints.questions import who
from portal.db import GrantId, PersonId
from portal.letters.outgoing import outbox
from portal.letters.outgoing.compose import Composed, compose
from portal.letters.outgoing.kinds import Content
from portal.organisation import postcode, routing
from portal.people import contacts
from portal.procedures.deadlines import StageDates


@dataclass(frozen=True, slots=True)
class Submission:
    """Everything one registration writes, made beforehand: ids, rows and the receipt letter."""

    matter: NewMatter
    people: People
    claims: list[Row]
    events: list[Row]
    number: str
    receipt: tuple[outbox.Recipient, Composed] | None
    draft_id: str | None
    keep_until: datetime
    now: datetime

    @property
    def person_id(self) -> PersonId:
        """Return the writer's id."""
        return PersonId(self.people.persons[0]["id"])

    @property
    def grant_id(self) -> GrantId:
        """Return the id of the writer's grant."""
        return GrantId(self.people.grants[0]["id"])


def prepare(act: Act, sending: Sending, *, draw: Callable[[], str] = reference.draw) -> Submission:
    """Return all that registering these answers will write; touches no database.

    Raises NotFound when no procedure was in force on the day the words reached the council.
    """
    answers = who.settled(sending.answers)
    sending = replace(sending, answers=answers)
    matter = new_matter.begin(act, _told(act, sending), service=answers.service, received_at=sending.received_at)
    people = people_rows.of(sending, matter.id, now=act.now)
    writer_id = people.persons[0]["id"]
    claims = authority_claims.rows(
        act,
        complaint_id=matter.id,
        role=answers.acting_as,
        writer_id=writer_id,
        persons=people.persons,
        parties=people.parties,
    )
    authority_claims.hold(claims, people.grants)

    sender = Actor("officer", act.officer_id) if act.officer_id else Actor("person", writer_id)
    happened = [Happened(Kind.RECEIVED, *sender, matter.received)]
    if answers.urgent or matter.complaint["urgent_words"]:
        happened.append(Happened(Kind.FLAGGED_URGENT, "person" if answers.urgent else "portal"))
    happened += authority_claims.happened(claims)

    number = draw()
    return Submission(
        matter=matter,
        people=people,
        claims=claims,
        events=events.rows(matter.id, happened, after=0, link="", key=act.settings.event_key, now=act.now),
        number=number,
        receipt=_receipt(act, people, matter.dates, claims, number=number),
        draft_id=sending.draft_id,
        keep_until=act.now + timedelta(hours=act.settings.limits.sent_code_hours),
        now=act.now,
    )


def _told(act: Act, sending: Sending) -> Row:
    """The columns of the matter's row that say what was sent, and how."""
    answers, council = sending.answers, act.rulebook.council
    service = routing.find_service(council, answers.service, clock.london_date(sending.received_at))
    return {
        "receipt_key": sending.receipt_key,
        "channel": sending.channel,
        "about": answers.about or "me",
        "acting_as": answers.acting_as or ("self" if answers.about in {"", "me"} else ""),
        "wants_advocate": bool(answers.wants_advocate),
        "words": answers.words,
        "wanted": answers.wanted,
        "happened": answers.happened,
        "place": answers.place,
        "postcode": postcode.parse(answers.postcode) or "",
        "not_to_tell": answers.not_to_tell,
        "service": service.key if service else council.unsure_service,
        "urgent": bool(answers.urgent),
    }


def _receipt(
    act: Act, people: People, dates: StageDates, claims: list[Row], *, number: str
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
        to["kind"],
        to["address"],
        people.language,
        proven=to["proven_at"] is not None,
        person_id=writer["id"],
        name=writer["name"],
        large_print=writer["large_print"],
    )
    values = {
        "reference": reference.grouped(number),
        "acknowledge_by": dates.acknowledge_by,
        "reply_by": dates.reply_by,
        "decide_by": claims[0]["decide_by"] if claims else None,
    }
    return recipient, compose(Content("receipt", values), language=people.language, settings=act.settings)
