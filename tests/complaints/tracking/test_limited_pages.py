"""What a representative sees before it is known that they may act: their own words, the dates, the decision (T5)."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.complaints.acting import authority
from portal.complaints.grants import grants
from portal.complaints.matter.act import by_officer, by_portal
from portal.complaints.matter.authority_models import Authority
from portal.complaints.matter.models import Evidence, Message
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database, OfficerId, new_id
from portal.files.models import StoredFile
from tests.complaints import matters, represented
from tests.complaints.matters import Matter
from tests.complaints.represented import WORDS, Acting
from tests.inspecting_client import InspectingClient

pytestmark = pytest.mark.database
SECRET = "Ida fell on Tuesday, says the ward."


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock themselves."""
    return clock.now()


@pytest.fixture
def rosa(database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Acting:
    """Rosa's complaint for her mother, answered, with a message and a file of the council's and words of Ida's."""
    made = represented.made(database, rulebook=rulebook, settings=settings, at=now)
    by = matters.officer(database, at=now)
    whole = Matter(made.complaint_id, made.grant_id, made.person_id, made.number, made.code)
    matters.answer(database, whole, at=now, by=by, rulebook=rulebook, settings=settings)
    with database.changes() as db:
        for author, person_id, body in (("officer", None, SECRET), ("person", made.affected_id, "Ida wrote this.")):
            db.add(
                Message(
                    id=new_id(),
                    complaint_id=made.complaint_id,
                    at=now,
                    author=author,
                    person_id=person_id,
                    officer_id=by if author == "officer" else None,
                    channel="web",
                    body=body,
                    send_key=new_id(),
                )
            )
        file_id = new_id()
        label = "assessment-of-ida.pdf"
        db.add(StoredFile(id=file_id, sha256="0" * 64, kind="pdf", size=1, label=label, state="clean", received_at=now))
        db.flush()
        db.add(Evidence(file_id=file_id, complaint_id=made.complaint_id, person_id=None, officer_id=by, at=now))
    return made


def _open(client: InspectingClient, rosa: Acting) -> str:
    client.get("/track")
    client.post_form(reference=rosa.number, code=rosa.code)
    return f"/complaint/{rosa.grant_id}"


def _confirm(database: Database, rosa: Acting, settings: Settings, *, scope: str = "everything") -> None:
    with database.changes() as db:
        claim = db.get_one(Authority, rosa.authority_id)
        authority.confirm(
            db, by_officer(OfficerId(""), now=clock.now(), settings=settings), claim, how="form", scope=scope
        )


def test_they_see_their_own_words_the_dates_and_that_the_clock_runs(client: InspectingClient, rosa: Acting) -> None:
    home = _open(client, rosa)
    assert client.page.path == home
    assert WORDS in client.text
    assert "The clock runs" in client.text
    assert "We answer you" in client.text
    for hidden in (SECRET, "Ida wrote this.", "The crew came on Monday.", "Adult", "assessment-of-ida", "Olu Officer"):
        assert hidden not in client.text, hidden


def test_every_other_page_of_it_is_closed(client: InspectingClient, rosa: Acting) -> None:
    home = _open(client, rosa)
    for page in ("withdraw", "further", "ombudsman", "not-done", "again"):
        client.get(f"{home}/{page}", status=404)
    client.get(f"{home}/evidence")
    assert "assessment-of-ida" not in client.text
    client.get("/track/yours/list")
    assert SECRET not in client.text


def test_they_can_go_on_writing(client: InspectingClient, rosa: Acting, database: Database) -> None:
    home = _open(client, rosa)
    client.post_form(form="form:has(textarea)", body="The ward rang me.")
    assert client.page.path == home
    assert "The ward rang me." in client.text
    assert SECRET not in client.text
    client.post_form(form="form:has(textarea)", body="")
    assert SECRET not in client.text
    with database.session() as db:
        told = db.scalars(select(Message.body).where(Message.person_id == rosa.person_id)).all()
    assert told == ["The ward rang me."]


def test_confirmed_they_see_it_but_never_what_the_other_wrote(
    client: InspectingClient, rosa: Acting, database: Database, settings: Settings
) -> None:
    home = _open(client, rosa)
    _confirm(database, rosa, settings)
    client.get(home)
    assert SECRET in client.text
    assert "The crew came on Monday." in client.text
    assert "Ida wrote this." not in client.text


def test_who_may_only_speak_sees_nothing_personal(
    client: InspectingClient, rosa: Acting, database: Database, settings: Settings
) -> None:
    home = _open(client, rosa)
    _confirm(database, rosa, settings, scope="speak_only")
    client.get(home)
    assert "You may speak for this person" in client.text
    assert SECRET not in client.text


@pytest.mark.parametrize("state", ["refused", "withdrawn", "expired"])
def test_ended_the_next_request_is_refused(
    client: InspectingClient, rosa: Acting, database: Database, settings: Settings, state: authority.State
) -> None:
    home = _open(client, rosa)
    _confirm(database, rosa, settings)
    client.get(home)
    assert SECRET in client.text
    with database.changes() as db:
        claim = db.get_one(Authority, rosa.authority_id)
        authority.end(db, by_portal(now=clock.now(), settings=settings), claim, state=state)
    client.get(home)
    assert client.page.path == "/track"
    client.get("/track")
    client.post_form(reference=rosa.number, code=rosa.code)
    assert SECRET not in client.text
    assert (client.page.path == home) == (state == "refused")


def test_one_stage_ends_with_the_stage(
    client: InspectingClient, rosa: Acting, database: Database, settings: Settings
) -> None:
    home = _open(client, rosa)
    _confirm(database, rosa, settings, scope="one_stage")
    client.get(home)
    assert SECRET in client.text
    with database.changes() as db:
        db.execute(update(Authority).values(stage=0))
        authority.end_with_stage(db, complaint_id=rosa.complaint_id, now=clock.now())
    client.get(home)
    assert "That stage is over" in client.text
    assert SECRET not in client.text


def test_held_is_less_than_everything() -> None:
    assert not {"see", "add", "withdraw", "further"} & set(grants.LIMITED.split())
