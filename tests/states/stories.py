"""Complaints in every state, played through the services at moments in the past."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from portal import clock
from portal.casework.answering import acknowledge, extend, message, reply
from portal.casework.case import contact_record, note
from portal.complaints.follow_up import chases, escalate, messages
from portal.complaints.incoming import letterbox
from portal.complaints.matter.act import by_officer, by_person
from portal.complaints.matter.models import EscalationRequest
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database, OfficerId, new_id
from tests.complaints import matters
from tests.complaints.matters import Matter

# A person's words with all that pulls a layout apart: an address without a space, two directions, line ends.
WORDS = (
    "The bins in our street were not emptied for three weeks.\n\n"
    "Your page https://www.example.org/waste-and-recycling/report-a-missed-collection/form?step=2&reason=missed "
    "said that it was done.\nشكرا – لم يتصل بي أحد\n" + "Nobody rang me back. " * 12
)


@dataclass(frozen=True)
class Story:
    """What happened to a matter: received so many working days ago, then acts so many working days later."""

    days_ago: int
    acts: tuple[tuple[int, str], ...] = ()
    service: str = "missed-collection"
    reach: str = "proven email"


_ANSWERED = ((2, "acknowledge"), (9, "answer"))
_STAGE_2 = (*_ANSWERED, (12, "ask"), (14, "accept"))
STORIES = {
    "received": Story(0),
    "acknowledged": Story(6, ((2, "acknowledge"), (3, "write"), (4, "add"), (4, "note"), (5, "call"))),
    "extended": Story(12, ((2, "acknowledge"), (9, "extend"))),
    "overdue": Story(40, ((3, "acknowledge"),)),
    "forgotten": Story(40),
    "answered": Story(12, _ANSWERED),
    "request_open": Story(14, (*_ANSWERED, (12, "ask"))),
    "request_rejected": Story(20, (*_ANSWERED, (12, "ask"), (14, "reject"))),
    "stage_2": Story(20, (*_STAGE_2, (16, "acknowledge"))),
    "finished": Story(40, (*_STAGE_2, (16, "acknowledge"), (30, "answer"))),
    "withdrawn": Story(6, ((2, "acknowledge"), (4, "withdraw"))),
    "chased": Story(6, ((2, "acknowledge"), (4, "chase"))),
    "chased_late": Story(12, ((2, "acknowledge"), (4, "chase"))),
    "promised": Story(14, (*_ANSWERED, (12, "not_done"))),
    "letterbox": Story(5, ((2, "acknowledge"), (3, "letterbox"))),
    "phoned": Story(6, ((2, "acknowledge"),), reach="proven phone"),
    "phoned_too": Story(6, ((2, "acknowledge"),), reach="proven phone"),
    "posted": Story(6, ((2, "acknowledge"),), reach="post"),
    "unproven": Story(1, reach="email"),
    "silent": Story(1, reach="none"),
    "safe": Story(6),
    "child": Story(2, service="childrens-social-care"),
    "restricted": Story(6, ((2, "acknowledge"),)),
    "children": Story(12, ((2, "acknowledge"), (9, "answer")), service="childrens-social-care"),
}


@dataclass(frozen=True)
class Teller:
    """What playing a story needs."""

    database: Database
    rulebook: Rulebook
    settings: Settings
    officer_id: OfficerId

    def tell(self, story: Story, *, name: str, now: datetime) -> Matter:
        """Register a matter and let everything happen to it; return it with what its person holds on paper."""
        calendar = self.rulebook.calendar
        received_on = calendar.add_working_days(clock.london_date(now), -story.days_ago)
        received_at = min(_morning(received_on), now - timedelta(hours=1))
        matter = matters.made(
            self.database,
            rulebook=self.rulebook,
            settings=self.settings,
            at=received_at,
            **_reach(story.reach, name),
            proven=story.reach.startswith("proven"),
            service=story.service,
            words=WORDS,
        )
        for step, (days, act) in enumerate(story.acts, start=1):
            at = _morning(calendar.add_working_days(received_on, days)) + timedelta(minutes=step)
            _ACTS[act](self, matter, min(at, now - timedelta(minutes=30 - step)))
        return matter

    def basics(self, at: datetime) -> dict[str, Any]:
        """Return when it happens, and by which rules."""
        return {"now": at, "rulebook": self.rulebook, "settings": self.settings}


def _reach(reach: str, name: str) -> dict[str, str]:
    """Return the arguments that say how the person is reached: each by an address of their own."""
    kind = reach.removeprefix("proven ")
    addresses = {
        "email": f"{name.replace('_', '-')}@resident.example",
        "phone": f"020 7946 {int.from_bytes(name.encode()) % 900 + 100:04}",
        "post": f"4 Larch Walk\nFlat {name}\nEX1 4QQ",
    }
    return {"email": "", **({kind: addresses[kind]} if kind in addresses else {})}


def _morning(day: Any) -> datetime:
    return datetime(day.year, day.month, day.day, 10, 0, tzinfo=clock.LONDON)


def _acknowledge(teller: Teller, matter: Matter, at: datetime) -> None:
    with teller.database.changes() as db:
        acknowledge.acknowledge(
            db,
            by_officer(teller.officer_id, **teller.basics(at)),
            complaint_id=matter.complaint_id,
            words=acknowledge.Words(
                understood="Your bins were not emptied for three weeks.",
                outcome="You want them emptied.",
                not_ours="",
                handler="Olu Officer",
                phone="020 7946 0100",
            ),
        )


def _write(teller: Teller, matter: Matter, at: datetime) -> None:
    with teller.database.changes() as db:
        message.send_message(
            db,
            by_officer(teller.officer_id, **teller.basics(at)),
            complaint_id=matter.complaint_id,
            body="Can you tell us which day it was?",
            send_key=new_id(),
        )


def _add(teller: Teller, matter: Matter, at: datetime) -> None:
    with teller.database.changes() as db:
        messages.add_message(
            db,
            by_person(matter.person_id, **teller.basics(at)),
            complaint_id=matter.complaint_id,
            person_id=matter.person_id,
            body="It was Monday.\nIt still smells.",
            channel="web",
            send_key=new_id(),
        )


def _note(teller: Teller, matter: Matter, at: datetime) -> None:
    with teller.database.changes() as db:
        note.add_note(
            db,
            by_officer(teller.officer_id, **teller.basics(at)),
            complaint_id=matter.complaint_id,
            body="The crew leader is away until Friday.",
            send_key=new_id(),
        )


def _call(teller: Teller, matter: Matter, at: datetime) -> None:
    with teller.database.changes() as db:
        contact_record.record_contact(
            db,
            by_officer(teller.officer_id, **teller.basics(at)),
            complaint_id=matter.complaint_id,
            kind="call",
            at=at,
            body="Rang to say who is dealing with it.",
            send_key=new_id(),
        )


def _extend(teller: Teller, matter: Matter, at: datetime) -> None:
    later = teller.rulebook.calendar.add_working_days(clock.london_date(at), 8)
    with teller.database.changes() as db:
        extend.extend(
            db,
            by_officer(teller.officer_id, **teller.basics(at)),
            complaint_id=matter.complaint_id,
            new_date=later,
            reason="We wait for the records of the crew.",
            consented=False,
        )


def _answer(teller: Teller, matter: Matter, at: datetime) -> None:
    with teller.database.changes() as db:
        reply.reply(
            db,
            by_officer(teller.officer_id, **teller.basics(at)),
            complaint_id=matter.complaint_id,
            answer=reply.Answer(
                finding="upheld",
                reasons="The crew missed your street twice.\n\nWe did not tell you why.",
                remedy="We have emptied the bins. We are sorry.",
            ),
        )


def _ask(teller: Teller, matter: Matter, at: datetime) -> None:
    with teller.database.changes() as db:
        escalate.ask(
            db,
            by_person(matter.person_id, **teller.basics(at)),
            complaint_id=matter.complaint_id,
            person_id=matter.person_id,
            reason="It has happened again since.",
        )


def _decide(teller: Teller, matter: Matter, at: datetime, *, accepted: bool) -> None:
    with teller.database.changes() as db:
        request_id = db.scalars(
            select(EscalationRequest.id).where(
                EscalationRequest.complaint_id == matter.complaint_id, EscalationRequest.outcome.is_(None)
            )
        ).one()
        escalate.decide(
            db,
            by_officer(teller.officer_id, now=at, rulebook=teller.rulebook, settings=teller.settings),
            request_id=request_id,
            outcome="accepted" if accepted else "rejected",
            reason="" if accepted else "We have answered everything you asked.",
        )


def _accept(teller: Teller, matter: Matter, at: datetime) -> None:
    _decide(teller, matter, at, accepted=True)


def _reject(teller: Teller, matter: Matter, at: datetime) -> None:
    _decide(teller, matter, at, accepted=False)


def _withdraw(teller: Teller, matter: Matter, at: datetime) -> None:
    with teller.database.changes() as db:
        messages.withdraw(
            db,
            by_person(matter.person_id, **teller.basics(at)),
            complaint_id=matter.complaint_id,
            person_id=matter.person_id,
            reason="They emptied the bins.",
        )


def _letterbox(teller: Teller, matter: Matter, at: datetime) -> None:
    with teller.database.changes() as db:
        letterbox.post_words(
            db,
            typed_reference=matter.number,
            words="I am the neighbour. It is the same here.",
            contact="020 7946 0111",
            send_key=new_id(),
            now=at,
        )


def _chase(teller: Teller, matter: Matter, at: datetime) -> None:
    with teller.database.changes() as db:
        chases.ask(
            db,
            by_person(matter.person_id, **teller.basics(at)),
            "update",
            complaint_id=matter.complaint_id,
            person_id=matter.person_id,
            channel="web",
        )


def _not_done(teller: Teller, matter: Matter, at: datetime) -> None:
    with teller.database.changes() as db:
        act, person = by_person(matter.person_id, **teller.basics(at)), matter.person_id
        messages.add_message(
            db,
            act,
            complaint_id=matter.complaint_id,
            person_id=person,
            body="Nobody came.",
            send_key=new_id(),
            channel="web",
        )
        chases.ask(db, act, "remedy", complaint_id=matter.complaint_id, person_id=person, channel="web")


_ACTS: dict[str, Callable[[Teller, Matter, datetime], None]] = {
    "acknowledge": _acknowledge,
    "write": _write,
    "add": _add,
    "note": _note,
    "call": _call,
    "extend": _extend,
    "answer": _answer,
    "ask": _ask,
    "accept": _accept,
    "reject": _reject,
    "withdraw": _withdraw,
    "letterbox": _letterbox,
    "chase": _chase,
    "not_done": _not_done,
}
