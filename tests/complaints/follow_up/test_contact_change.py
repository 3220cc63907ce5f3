"""Changing how we reach somebody: the old address learns nothing, the new one counts only when it was proven."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from portal.complaints.follow_up import contact_change
from portal.complaints.matter.act import by_officer, by_person, by_portal
from portal.complaints.matter.models import Event
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database, OfficerId
from portal.errors import NotFound, Refusal
from portal.letters.outgoing.models import Letter
from portal.people import contacts
from portal.people.addresses import ContactKind
from portal.people.models import ContactPoint, Person
from portal.people.needs import Needs
from tests.complaints import matters
from tests.complaints.matters import Matter

NEW = "safe.new@example.net"


def _contact(database: Database, matter: Matter) -> ContactPoint:
    with database.session() as db:
        return contacts.in_use(db, person_id=matter.person_id)[0]


def _change(
    database: Database,
    matter: Matter,
    rulebook: Rulebook,
    settings: Settings,
    now: datetime,
    *,
    kind: ContactKind = "email",
    address: str = NEW,
    old_proven: str | None = None,
    officer_id: OfficerId | None = None,
) -> str:
    with database.changes() as db:
        return contact_change.change(
            db,
            by_officer(officer_id, now=now, rulebook=rulebook, settings=settings)
            if officer_id
            else by_person(matter.person_id, now=now, rulebook=rulebook, settings=settings),
            contact_change.NewContact(kind, address, shared="no"),
            complaint_id=matter.complaint_id,
            person_id=matter.person_id,
            old_proven=old_proven,
        )


@pytest.mark.parametrize("proven", [True, False])
def test_without_the_old_contact_it_is_refused(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime, proven: bool
) -> None:
    matter = matters.made(database, rulebook=rulebook, settings=settings, at=now, proven=proven)
    other = matters.made(database, rulebook=rulebook, settings=settings, at=now, email="bo@example.com")
    for old in (None, _contact(database, other).id):
        with pytest.raises(Refusal, match="contact_needs_old"):
            _change(database, matter, rulebook, settings, now, old_proven=old)
    assert _contact(database, matter).address == "ama@example.com"


def test_the_old_address_hears_of_it_and_never_of_the_new_one(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime
) -> None:
    matter = matters.made(database, rulebook=rulebook, settings=settings, at=now)
    old = _contact(database, matter)
    made = _change(database, matter, rulebook, settings, now, old_proven=old.id)
    with database.session() as db:
        to_old = list(db.scalars(select(Letter).where(Letter.address == "ama@example.com", Letter.kind != "receipt")))
        assert [letter.kind for letter in to_old] == ["contact_changed"]
        assert all("safe.new" not in letter.subject + letter.body for letter in to_old)
        to_new = db.scalars(select(Letter).where(Letter.address == NEW)).one()
        assert to_new.kind == "contact_added"
        assert "ama@example.com" not in to_new.body
        new = db.get_one(ContactPoint, made)
        assert (new.proven_at, new.ended_at) == (None, None)
        assert db.get_one(ContactPoint, old.id).ended_at == now
        happened = db.scalars(select(Event).where(Event.kind == "contact_changed")).one()
        assert "safe" not in str(happened.data)


def test_an_officer_may_stand_behind_it_and_nobody_is_needed_where_there_was_none(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime
) -> None:
    by_post = matters.made(
        database, rulebook=rulebook, settings=settings, at=now, email="", post="1 High Street", proven=False
    )
    with pytest.raises(Refusal, match="contact_needs_old"):
        _change(database, by_post, rulebook, settings, now)
    _change(database, by_post, rulebook, settings, now, officer_id=matters.officer(database, at=now))
    assert _contact(database, by_post).address == NEW
    nothing = matters.made(database, rulebook=rulebook, settings=settings, at=now, email="", proven=False)
    _change(database, nothing, rulebook, settings, now, kind="phone", address="020 7946 0000")
    assert _contact(database, nothing).normal == "+442079460000"


def test_the_same_address_again_changes_nothing_and_writes_to_nobody(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime
) -> None:
    matter = matters.made(database, rulebook=rulebook, settings=settings, at=now)
    old = _contact(database, matter)
    assert _change(database, matter, rulebook, settings, now, address="AMA@example.com") == old.id
    with database.session() as db:
        assert [letter.kind for letter in db.scalars(select(Letter))] == ["receipt"]


def test_an_address_that_cannot_be_one_is_refused(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime
) -> None:
    matter = matters.made(database, rulebook=rulebook, settings=settings, at=now)
    with pytest.raises(Refusal, match="contact_not_real"):
        _change(database, matter, rulebook, settings, now, address="not an address")


def test_only_an_own_contact_can_be_proven(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime
) -> None:
    matter = matters.made(database, rulebook=rulebook, settings=settings, at=now, proven=False)
    other = matters.made(database, rulebook=rulebook, settings=settings, at=now, email="bo@example.com")
    contact = _contact(database, matter)
    for person_id, possible in ((other.person_id, False), (matter.person_id, True), (matter.person_id, True)):
        with database.changes() as db:
            prove: dict[str, Any] = {
                "complaint_id": matter.complaint_id,
                "person_id": person_id,
                "contact_id": contact.id,
            }
            if possible:
                contact_change.prove(db, by_portal(now=now, settings=settings), **prove)
            else:
                with pytest.raises(NotFound):
                    contact_change.prove(db, by_portal(now=now, settings=settings), **prove)
    assert _contact(database, matter).proven_at == now
    with database.session() as db:
        assert len(list(db.scalars(select(Event).where(Event.kind == "contact_proven")))) == 1


def test_details_are_kept_and_the_event_names_only_which(
    database: Database, rulebook: Rulebook, settings: Settings, now: datetime
) -> None:
    matter = matters.made(database, rulebook=rulebook, settings=settings, at=now)
    given = Needs(safe_times="Only before noon", adjustments="BSL")
    for _twice in range(2):
        with database.changes() as db:
            contact_change.change_details(
                db,
                by_person(matter.person_id, now=now, settings=settings),
                complaint_id=matter.complaint_id,
                person_id=matter.person_id,
                given=given,
                wants_call=True,
            )
    with database.session() as db:
        person = db.get_one(Person, matter.person_id)
        assert (person.safe_times, person.adjustments, person.wants_call) == ("Only before noon", "BSL", True)
        happened = db.scalars(select(Event).where(Event.kind == "contact_changed")).one()
        assert happened.data == {"details": ["adjustments", "safe_times", "wants_call"]}
