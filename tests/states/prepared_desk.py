"""The desk: its officers, their calls, callers they have checked, and contacts to be changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from portal import clock
from portal.accounts import demo
from portal.accounts.officers import NewOfficer, make_officer
from portal.casework.callers import check, contact
from portal.casework.calls import drafts, register
from portal.casework.incoming import mail_triage
from portal.complaints.incoming import letterbox, mail_files, mail_reading
from portal.complaints.incoming.models import LetterboxMessage
from portal.complaints.matter import rulebook
from portal.complaints.matter.act import by_officer, by_portal
from portal.complaints.questions.answers import Answers
from portal.db import OfficerId, new_id
from portal.letters.incoming.mailbox import Came
from portal.people import contacts
from portal.web import session_rows
from tests.complaints.matters import Matter
from tests.files import samples
from tests.letters.incoming import mails
from tests.states.prepared_drafts import ANSWERS
from tests.states.state import Who
from tests.states.world import World


@dataclass(frozen=True)
class Officers:
    """Ids: Grace of the complaints team, Tom of the refuse team."""

    grace: OfficerId
    tom: OfficerId


def make_officers(world: World, now: datetime) -> Officers:
    """Make the officers and sign two of them in."""
    settings = world.portal.settings
    council = rulebook.read().council
    with world.database.changes() as db:
        officers = demo.make_demo_officers(db, settings, council, now)
        link = demo.make_link(db, settings, officer_id=officers[1].id, now=now)
        fresh = make_officer(
            db,
            settings,
            NewOfficer(name="Nia New", email="nia.new@council.example", team=officers[0].team, role="officer"),
            issuer=council.name,
            now=now,
        )
        world.sign(Who.OFFICER, session_rows.begin(db, kind="desk", now=now, officer_id=officers[0].id))
        # Another browser, so that the account page has one to end.
        session_rows.begin(db, kind="desk", now=now, officer_id=officers[0].id)
        world.sign(Who.NEW_OFFICER, session_rows.begin(db, kind="desk", now=now, officer_id=fresh.officer_id))
    world.names["demo_sign_in"] = link.rpartition("/")[2]
    return Officers(officers[0].id, officers[1].id)


def make_calls(world: World, officer_id: OfficerId, now: datetime) -> None:
    """Make calls: just begun, written down, broken off, and registered."""
    settings = world.portal.settings
    with world.database.changes() as db:
        for name, answers in {
            "new_call": Answers(),
            "full_call": ANSWERS,
            "broken_call": Answers(words="The caller hung up."),
            "registered_call": ANSWERS,
            "registered_for_them": replace(ANSWERS, about="other", acting_as="relative", affected_name="Efua Mensah"),
            "childs_call": Answers(about="me", acting_as="child", words="They moved me and nobody asked me."),
        }.items():
            act = by_officer(officer_id, now=now, settings=settings)
            call_id = drafts.start_call(db, act, language="en")
            world.names[name] = call_id
            if answers.words:
                drafts.save_call(
                    db, act, draft_id=call_id, answers=answers, typed=_typed(answers, now), channel="phone"
                )
        drafts.keep_incomplete(
            db,
            draft_id=world.names["broken_call"],
            officer_id=officer_id,
            owner=officer_id,
            until=clock.london_date(now + timedelta(days=2)),
            now=now,
        )
    for name in ("registered_call", "registered_for_them", "childs_call"):
        _register(world, name, officer_id, now)


def _register(world: World, name: str, officer_id: OfficerId, now: datetime) -> None:
    settings = world.portal.settings
    with world.database.changes() as db:
        call = drafts.get_call(db, draft_id=world.names[name], officer_id=officer_id, now=now)
        submission = register.prepare_call(
            by_officer(officer_id, now=now, rulebook=rulebook.read(), settings=settings),
            call,
            answers=call.answers,
            received_at=now,
        )
        register.register_call(db, call=call, submission=submission, as_read=call.saved_at.isoformat(), now=now)


def _typed(answers: Answers, now: datetime) -> dict[str, str]:
    """Return the page of a call as it was typed."""
    today = clock.london_date(now)
    typed = {name: value for name, value in answers.kept().items() if isinstance(value, str) and value}
    return typed | {
        "about": "other" if answers.about == "both" else answers.about,
        "urgent": "yes",
        "channel": "phone",
        "received_on-day": str(today.day),
        "received_on-month": str(today.month),
        "received_on-year": str(today.year),
        "received_time": "00:05",
    }


def make_callers(world: World, officers: Officers, phoned: list[Matter], now: datetime) -> None:
    """Check the callers of two matters; each wants another contact, one by Grace and one by Tom."""
    asked_by = {"own_change": officers.grace, "others_change": officers.tom}
    with world.database.changes() as db:
        for matter, (name, officer_id) in zip(phoned, asked_by.items(), strict=True):
            number = contacts.in_use(db, person_id=matter.person_id)[0]
            settings = world.portal.settings
            check.called_back(
                db,
                by_officer(officer_id, now=now, settings=settings),
                complaint_id=matter.complaint_id,
                contact_id=number.id,
            )
            world.names[name] = contact.ask(
                db,
                by_officer(officer_id, now=now, settings=settings),
                complaint_id=matter.complaint_id,
                kind="email",
                address="new.address@resident.example",
            )


def fill_tray(world: World, now: datetime) -> None:
    """Leave words with a reference that nobody has."""
    with world.database.changes() as db:
        letterbox.post_words(
            db,
            typed_reference="1234 or so",
            words="It is still broken.",
            contact="call me",
            send_key=new_id(),
            now=now,
        )
        world.names["in_tray"] = db.scalars(
            select(LetterboxMessage.id).where(LetterboxMessage.complaint_id.is_(None))
        ).one()


def fill_mail(world: World, writer: Matter, now: datetime) -> None:
    """Let mail come in: about a complaint that its subject names, with a file and a quoted tail, and a machine's."""
    settings = world.portal.settings
    about = mails.mail(
        f"It is still broken. شكرا\n{'https://www.example.org/' + 'long' * 30}\n\n> Dear Ama,\n> We mended it.",
        subject=f"Re: {writer.number}",
        files={"a picture of the broken door " + "x" * 60 + ".jpg": b"x" * 2_000},
    )
    away = mails.mail("I am away.", headers={"Auto-Submitted": "auto-replied"}, message_id="<away@example.com>")
    for name, made in (("mail", about), ("automatic_mail", away)):
        content = made.as_bytes()
        world.names[name] = mail_reading.take(
            world.database,
            by_portal(now=now, rulebook=rulebook.read(), settings=settings),
            came=Came(content, len(content)),
        )


def put_mail(world: World, writer: Matter, officer_id: OfficerId, now: datetime) -> None:
    """Let an officer put a mail onto a complaint: one of its files passes, one does not."""
    settings, rules = world.portal.settings, rulebook.read()
    files = {"the bins.jpg": samples.picture(), "a drawing " + "x" * 80 + ".svg": samples.SVG}
    content = mails.raw("Look at these.", message_id="<files@example.com>", files=files)
    mail_id = mail_reading.take(
        world.database, by_portal(now=now, rulebook=rules, settings=settings), came=Came(content, len(content))
    )
    with world.database.changes() as db:
        mail_triage.accept(
            db,
            by_officer(officer_id, now=now, rulebook=rules, settings=settings),
            mail_id=mail_id,
            complaint_id=writer.complaint_id,
        )
    mail_files.take_all(world.database, by_portal(now=now, settings=settings))
