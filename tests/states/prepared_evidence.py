"""Photos and documents: with a draft, and with a complaint in every state a file can be in."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy import update

from portal.complaints.drafts import files
from portal.complaints.matter import evidence
from portal.complaints.matter.act import by_officer, by_person
from portal.db import OfficerId
from portal.files.kinds import Kind
from portal.files.models import StoredFile
from portal.files.store import Accepted
from tests.complaints.matters import Matter
from tests.states.world import World

LONG = "IMG_20261117_100000_the-bins-in-larch-walk-" * 4 + ".jpg"
STATES = {LONG: "held", "letter.pdf": "released", "صورة.jpg": "clean", "virus.docx": "refused", "large.odt": "held"}


def make_evidence(world: World, matter: Matter, officer_id: OfficerId, now: datetime) -> None:
    """Add files to the full draft and to this matter; no page state opens their contents."""
    settings = world.portal.settings
    with world.database.changes() as db:
        files.add(
            db, draft_id=world.names["full_draft"], accepted=[_file(LONG), _file("letter.pdf")], now=now,
            limits=settings.limits,
        )  # fmt: skip
        theirs = [_file(label) for label in STATES if label != "letter.pdf"]
        evidence.add(
            db,
            by_person(matter.person_id, now=now, settings=settings),
            accepted=theirs,
            person_id=matter.person_id,
            complaint_id=matter.complaint_id,
        )
        evidence.add(
            db,
            by_officer(officer_id, now=now, settings=settings),
            accepted=[_file("letter.pdf")],
            person_id=None,
            complaint_id=matter.complaint_id,
        )
        for one in evidence.of_complaint(db, complaint_id=matter.complaint_id):
            state = STATES[one.file.label]
            db.execute(update(StoredFile).where(StoredFile.id == one.file.id).values(state=state))
        db.execute(update(StoredFile).where(StoredFile.label == "large.odt").values(scan_tried_at=now))
    with world.database.session() as db:
        found = evidence.of_complaint(db, complaint_id=matter.complaint_id)
        world.names["held_file"] = next(one.file.id for one in found if one.file.label == LONG)


def _file(label: str) -> Accepted:
    kind = Kind.PDF if label.endswith("pdf") else Kind.JPEG
    return Accepted(sha256(label.encode()).hexdigest(), kind, 2_345_678, label, active=kind is Kind.PDF)
