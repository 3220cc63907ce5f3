"""Members' enquiries in every state, and an office that is signed in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from portal import clock
from portal.complaints.matter import rulebook
from portal.complaints.matter.act import by_officer, by_person
from portal.db import OfficerId, insert_rows, new_id
from portal.enquiries import answer, follow_up, link, receive
from portal.enquiries.exchanges import Sent
from portal.enquiries.models import OfficeProof
from portal.web import session_rows
from tests.complaints.matters import Matter
from tests.states.state import Who
from tests.states.stories import WORDS
from tests.states.world import World

ADDRESS = "robin.sample.mp@parliament.example"


def make_enquiries(world: World, matter: Matter, officer_id: OfficerId, now: datetime) -> None:
    """Make a new enquiry, one linked with this matter, one also answered and agreed to, one asked again and put off."""
    rules = rulebook.read()
    basics: dict[str, Any] = {"now": now, "rulebook": rules, "settings": world.portal.settings}
    with world.database.changes() as db:
        session_id = session_rows.begin(db, kind="resident", now=now)
        insert_rows(
            db, OfficeProof, [{"session_hash": session_rows.hash_of(session_id), "address": ADDRESS, "at": now}]
        )
        for name in ("new_enquiry", "linked_enquiry", "agreed_enquiry", "again_enquiry"):
            made = world.names[name] = receive.receive(
                db,
                by_person(None, **basics),
                Sent(
                    office="mp-example-central",
                    sent_from=ADDRESS,
                    constituent="Ama Mensah",
                    quoted=matter.number,
                    words=WORDS,
                    send_key=new_id(),
                ),
            )
            if name in {"linked_enquiry", "agreed_enquiry"}:
                link.link(db, by_officer(officer_id, **basics), enquiry_id=made, complaint_id=matter.complaint_id)
        agreed = world.names["agreed_enquiry"]
        link.record_consent(db, enquiry_id=agreed, officer_id=officer_id, how="A signed form.", now=now)
        again = world.names["again_enquiry"]
        for one in (agreed, again):
            answer.answer(
                db,
                by_officer(officer_id, **basics),
                answer.Answer(WORDS, "Grace Adeyemi, head of casework", seen=1),
                enquiry_id=one,
                send_key=new_id(),
            )
        follow_up.add(
            db,
            by_officer(officer_id, **basics),
            Sent(office="mp-example-central", words=WORDS, send_key=new_id(), came_at=now),
            enquiry_id=again,
        )
        later = rules.calendar.add_working_days(clock.london_date(now), 20)
        answer.put_off(
            db, by_officer(officer_id, **basics), enquiry_id=again, new_date=later, reason=WORDS, send_key=new_id()
        )
    world.sign(Who.MEMBER, session_id)
