"""Matters on an officer's desk, made through the services everybody uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from portal import clock
from portal.accounts import second_factor
from portal.accounts.models import Officer
from portal.accounts.officers import Activation, NewOfficer, make_officer
from portal.casework.answering.acknowledge import Words
from portal.casework.answering.reply import Answer
from portal.complaints.drafts import register
from portal.complaints.matter.act import by_officer, by_person
from portal.complaints.matter.models import Complaint, Correspondence, PromisedDate
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.questions.answers import Answers
from portal.config import Settings
from portal.db import Database
from portal.letters.outgoing.models import Letter
from tests.complaints.matters import registered
from tests.inspecting_client import InspectingClient

WORDS = "Nobody emptied the bin for three weeks.\nI rang five times. شكرا"


@dataclass(frozen=True)
class Casework:
    """One desk: its database and rules, and shorthand for what most tests do."""

    database: Database
    rulebook: Rulebook
    settings: Settings
    now: datetime

    def at(self, now: datetime) -> Casework:
        """The same desk at another moment."""
        return replace(self, now=now)

    @property
    def basics(self) -> dict[str, Any]:
        return {"now": self.now, "rulebook": self.rulebook, "settings": self.settings}

    def matter(
        self,
        *,
        service: str = "missed-collection",
        contact: str = "email",
        address: str = "ama@example.com",
        proven: bool = True,
        language: str = "en",
        **more: Any,
    ) -> register.Registered:
        given: dict[str, Any] = {} if contact == "none" else {contact: address}
        answers = Answers(
            words=more.pop("words", WORDS),
            service=service,
            name=more.pop("name", "Ama Mensah"),
            contact=contact,
            **given,
            **more,
        )
        act = by_person(None, **self.basics)
        return registered(self.database, act, answers, proven=proven, language=language)

    def officer(self, name: str = "Grace Adeyemi", *, role: str = "central", team: str = "complaints") -> Activation:
        email = f"{name.lower().replace(' ', '.')}@council.example"
        with self.database.changes() as db:
            return make_officer(
                db,
                self.settings,
                NewOfficer(name=name, email=email, team=team, role=role, phone="020 7946 0140"),
                issuer="Example Borough",
                lasting=True,
                now=self.now,
            )

    def do(self, service: Callable[..., Any], made: register.Registered, by: Activation, **given: Any) -> Any:
        """Run one officer's act in a transaction of its own."""
        with self.database.changes() as db:
            return service(db, by_officer(by.officer_id, **self.basics), complaint_id=made.complaint_id, **given)

    def letters(self, made: register.Registered, kind: str | None = None) -> list[Letter]:
        """The letters about a matter, the oldest first."""
        found = (
            select(Letter)
            .join(Correspondence, Correspondence.letter_id == Letter.id)
            .where(Correspondence.complaint_id == made.complaint_id)
            .order_by(Letter.id)
        )
        with self.database.session() as db:
            return [letter for letter in db.scalars(found) if kind in {None, letter.kind}]

    def promised(self, made: register.Registered, kind: str = "reply") -> list[PromisedDate]:
        """Every promise of a kind, the oldest first."""
        found = (
            select(PromisedDate)
            .where(PromisedDate.complaint_id == made.complaint_id, PromisedDate.kind == kind)
            .order_by(PromisedDate.promised_at, PromisedDate.due)
        )
        with self.database.session() as db:
            return list(db.scalars(found))

    def complaint(self, made: register.Registered) -> Complaint:
        with self.database.session() as db:
            return db.get_one(Complaint, made.complaint_id)

    def count(self, table: type[Any], made: register.Registered) -> int:
        with self.database.session() as db:
            return len(db.scalars(select(table).where(table.complaint_id == made.complaint_id)).all())

    def kinds(self, made: register.Registered) -> list[str]:
        """The kinds of events of a matter, in order."""
        from portal.complaints.matter.models import Event

        found = select(Event.kind).where(Event.complaint_id == made.complaint_id).order_by(Event.seq)
        with self.database.session() as db:
            return list(db.scalars(found))

    def officer_row(self, by: Activation) -> Officer:
        with self.database.session() as db:
            return db.get_one(Officer, by.officer_id)


ACKNOWLEDGEMENT = {
    "understood": "Your bin was left three times.",
    "outcome": "You want it emptied each week.",
    "not_ours": "",
    "handler": "Grace Adeyemi",
    "phone": "020 7946 0140",
}
UNDERSTOOD = Words(**ACKNOWLEDGEMENT)
REPLY = {"finding": "upheld", "reasons": "The crew missed your street.", "remedy": "We will come on Monday."}


ANSWER = Answer(**REPLY)


def sign_in(casework: Casework, app: Flask, by: Activation) -> InspectingClient:
    """Return a browser in which this officer has signed in, which leads to the first page of the bar."""
    browser = InspectingClient(app)
    with casework.database.changes() as db:
        db.execute(update(Officer).where(Officer.id == by.officer_id).values(totp_step=0))
    browser.get("/desk/sign-in")
    code = second_factor.code_at(by.totp_secret, clock.now())
    browser.post_form(email=by.email, password=by.password, code=code)
    return browser


def at(made: register.Registered, act: str = "") -> str:
    """The address of a matter's page, or of one of its acts."""
    return f"/desk/complaint/{made.complaint_id}" + (f"/{act}" if act else "")
