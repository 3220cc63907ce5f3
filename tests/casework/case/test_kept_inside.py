"""What officers write for officers is on no page of the resident's, in no letter, and said to nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.casework.answering.reply import reply
from portal.casework.case.assign import assign
from portal.casework.case.contact_record import record_contact
from portal.casework.case.note import add_note
from portal.complaints.drafts.register import Registered
from portal.complaints.incoming import letterbox
from portal.complaints.incoming.models import LetterboxMessage
from portal.complaints.matter.act import by_officer
from portal.db import new_id
from portal.letters.outgoing.models import Letter
from tests.casework.cases import ANSWER, REPLY, Casework
from tests.complaints import matters
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database

INSIDE = "MARKER for officers only"


def test_it_stays_inside(casework: Casework, app: Flask) -> None:
    here = casework.at(clock.now())
    matter = matters.made(here.database, rulebook=here.rulebook, settings=here.settings, at=here.now)
    made = Registered(matter.complaint_id, matter.grant_id, matter.person_id, matter.number)
    grace = here.officer(f"Grace {INSIDE}")
    here.do(add_note, made, grace, body=INSIDE, send_key=new_id())
    here.do(record_contact, made, grace, kind="not_reached", at=here.now, body=INSIDE, send_key=new_id())
    with here.database.changes() as db:
        for contact in ("", INSIDE):
            letterbox.post_words(
                db, typed_reference=matter.number, words=INSIDE, contact=contact, send_key=new_id(), now=here.now
            )
    with here.database.changes() as db:
        first = db.scalars(select(LetterboxMessage.id)).first() or ""
        letterbox.keep_apart(db, by_officer(grace.officer_id, now=here.now, settings=here.settings), message_id=first)
    here.do(reply, made, grace, answer=replace(ANSWER, root_cause="contractor"))
    here.do(assign, made, grace, team="waste", to_officer_id=None)
    browser = InspectingClient(app)
    browser.get("/track")
    browser.post_form(reference=matter.number, code=matter.code)
    home = browser.page.path
    for page in ("", "/further", "/contact", "/contact/details"):
        html = browser.get(f"{home}{page}").html
        assert "MARKER" not in html
        assert "contractor" not in html
    assert REPLY["reasons"] in browser.get(home).words
    with here.database.session() as db:
        assert [letter.kind for letter in db.scalars(select(Letter)) if "MARKER" in letter.body] == []
