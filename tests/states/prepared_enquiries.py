"""Members' enquiries in every state, and an office that is signed in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from portal.complaints import rulebook
from portal.db import insert_rows, new_id
from portal.enquiries import answer, link, receive
from portal.enquiries.models import OfficeProof
from portal.web import sessions
from tests.complaints.matters import Matter
from tests.states.state import Who
from tests.states.stories import WORDS
from tests.states.world import World

ADDRESS = "robin.sample.mp@parliament.example"


def make_enquiries(world: World, matter: Matter, officer_id: str, now: datetime) -> None:
    """Make a new enquiry, one linked with this matter, and one answered, linked and agreed to."""
    basics: dict[str, Any] = {"now": now, "rulebook": rulebook.read(), "settings": world.portal.settings}
    with world.database.changes() as db:
        session_id = sessions.begin(db, kind="resident", now=now)
        insert_rows(db, OfficeProof, [{"session_hash": sessions.hash_of(session_id), "address": ADDRESS, "at": now}])
        for name in ("new_enquiry", "linked_enquiry", "agreed_enquiry"):
            made = world.names[name] = receive.receive(
                db,
                office="mp-example-central",
                sent_from=ADDRESS,
                constituent="Ama Mensah",
                quoted=matter.number,
                words=WORDS,
                send_key=new_id(),
                **basics,
            )
            if name != "new_enquiry":
                link.link(db, enquiry_id=made, complaint_id=matter.complaint_id, officer_id=officer_id, **basics)
        agreed = world.names["agreed_enquiry"]
        link.record_consent(db, enquiry_id=agreed, officer_id=officer_id, how="A signed form.", now=now)
        answer.answer(
            db,
            enquiry_id=agreed,
            officer_id=officer_id,
            signed_by="Grace Adeyemi, head of casework",
            body=WORDS,
            **basics,
        )
    world.sign(Who.MEMBER, session_id)
