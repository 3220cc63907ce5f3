"""The database's refusal is told by its constraint's name, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from portal.casework.desk import refused
from portal.casework.desk.models import Note
from portal.complaints.matter.models import Acknowledgement, Reply
from portal.db import new_id
from portal.errors import Refusal
from tests.casework.cases import ACKNOWLEDGEMENT, REPLY, Casework

pytestmark = pytest.mark.database


@pytest.mark.parametrize(("table", "name"), [(Acknowledgement, "uq_acknowledgement_stage"), (Reply, "uq_reply_stage")])
def test_second_row_of_a_stage_becomes_a_refusal(
    casework: Casework, table: type[Acknowledgement] | type[Reply], name: str
) -> None:
    made, grace = casework.matter(), casework.officer()
    words = ACKNOWLEDGEMENT if table is Acknowledgement else {**REPLY, "next_step": ["Ask."]}

    def row() -> Acknowledgement | Reply:
        return table(complaint_id=made.complaint_id, stage=1, at=casework.now, officer_id=grace.officer_id, **words)

    with casework.database.changes() as db:
        db.add(row())
    with pytest.raises(Refusal) as refusal, casework.database.changes() as db, refused.by_name(db):
        db.add(row())
    assert refusal.value.code == name


def test_what_has_no_words_is_raised_as_it_came(casework: Casework) -> None:
    made, grace = casework.matter(), casework.officer()
    key = new_id()

    def note() -> Note:
        return Note(
            complaint_id=made.complaint_id, at=casework.now, officer_id=grace.officer_id, body="x", send_key=key
        )

    with casework.database.changes() as db:
        db.add(note())
    with pytest.raises(IntegrityError) as error, casework.database.changes() as db, refused.by_name(db):
        db.add(note())
    assert refused.constraint_of(error.value) == "uq_notes_send_key"
