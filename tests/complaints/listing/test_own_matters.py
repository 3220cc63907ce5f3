"""Whose list it is: proving an address does not prove who somebody is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from portal.complaints.codes import own_address
from portal.complaints.listing import own_matters
from portal.complaints.listing.own_matters import OwnMatter
from portal.complaints.matter.act import by_person
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.questions.answers import Answers
from portal.config import Settings
from portal.db import ComplaintId, Database
from tests.complaints.matters import registered

pytestmark = pytest.mark.database
SHARED = "family@example.com"


class Council:
    """Registers complaints, and lists what may be listed."""

    def __init__(self, database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> None:
        self.database, self.rulebook, self.settings, self.now = database, rulebook, settings, now

    def sent(
        self,
        name: str,
        *,
        email: str = SHARED,
        phone: str = "",
        shared: str = "no",
        service: str = "missed-collection",
        affected: str = "",
        not_to_tell: str = "",
        whose: str = "",
        proven: bool = False,
    ) -> ComplaintId:
        """Register a complaint and return its id."""
        answers = Answers(
            about="other" if affected else "me",
            acting_as="child" if whose else "",
            whose=whose,
            affected_name=affected,
            words="The bins were not emptied.",
            service=service,
            name=name,
            contact="phone" if phone else "email",
            email="" if phone else email,
            phone=phone,
            shared=shared,
            not_to_tell=not_to_tell,
        )
        sent_at = self.now - timedelta(days=3)
        act = by_person(None, now=sent_at, rulebook=self.rulebook, settings=self.settings)
        return registered(self.database, act, answers, proven=proven).complaint_id

    def listed(self, name: str, *, kind: str = "email", normal: str = SHARED) -> list[OwnMatter]:
        """Return what is listed to somebody of this name who has proven the address."""
        with self.database.session() as db:
            contact_id = own_address.find_contact(db, kind=kind, normal=normal, name=name)
            if contact_id is None:
                return []
            return own_matters.reached_by(db, contact_id=contact_id, now=self.now, council=self.rulebook.council)


@pytest.fixture
def council(database: Database, rulebook: Rulebook, settings: Settings, now: datetime) -> Council:
    return Council(database, rulebook, settings, now)


def test_a_parents_address_does_not_lead_to_the_childs_matter(council: Council) -> None:
    council.sent("Kofi", whose="parent")
    assert council.listed("Kofi") == []
    own = council.sent("Adwoa")
    assert [one.complaint_id for one in council.listed("Adwoa")] == [own]
    named_alike = council.sent("Adwoa", whose="parent")
    assert named_alike not in [one.complaint_id for one in council.listed("Adwoa")]


def test_of_a_childs_matter_only_the_day_is_said(council: Council) -> None:
    council.sent("Kofi", whose="mine")
    assert [one.quiet for one in council.listed("Kofi")] == [True]


def test_ones_own_are_listed_however_the_name_is_spelled(council: Council) -> None:
    first, second = council.sent("Ama Ménsah"), council.sent("ama  mensah")
    assert {one.complaint_id for one in council.listed("AMA MENSAH")} == {first, second}


def test_a_couple_on_one_email_sees_nothing(council: Council) -> None:
    council.sent("Ama Mensah")
    assert len(council.listed("Ama Mensah")) == 1
    council.sent("Kofi Mensah")
    assert council.listed("Ama Mensah") == council.listed("Kofi Mensah") == []


def test_a_stranger_who_names_the_address_takes_nobodys_list_away(council: Council) -> None:
    own = council.sent("Ama Mensah", proven=True)
    for name, shared in (("Bo Berg", "no"), ("Ama Mensah", "yes"), ("Ama Mensah", "unsure"), ("", "no")):
        council.sent(name, shared=shared)
    council.sent("Bo Berg", affected="Ama Mensah")
    assert [one.complaint_id for one in council.listed("Ama Mensah")] == [own]
    assert council.listed("Bo Berg") == []


def test_nothing_of_a_stranger_who_names_the_address_is_listed(council: Council) -> None:
    council.sent("Bo Berg")
    own = council.sent("Ama Mensah", proven=True)
    assert [one.complaint_id for one in council.listed("Ama Mensah")] == [own]


def test_a_family_that_answers_at_one_address_sees_nothing(council: Council) -> None:
    council.sent("Ama Mensah", proven=True)
    council.sent("Kofi Mensah", proven=True)
    assert council.listed("Ama Mensah") == council.listed("Kofi Mensah") == []
    council.sent("Bo Berg", email="bo@example.com", proven=True)
    council.sent("Bo Berg", email="bo@example.com", shared="yes", proven=True)
    assert council.listed("Bo Berg", normal="bo@example.com") == []


def test_a_parent_does_not_see_the_grown_child(council: Council) -> None:
    council.sent("Esi Mensah")
    assert council.listed("Ama Mensah") == []


def test_where_others_read_nothing_is_listed(council: Council) -> None:
    council.sent("Ama Mensah")
    council.sent("Ama Mensah", shared="yes")
    assert council.listed("Ama Mensah") == []
    council.sent("Bo Berg", email="bo@example.com", shared="unsure")
    assert council.listed("Bo Berg", normal="bo@example.com") == []


def test_a_recycled_number_lists_nothing_of_who_had_it_before(council: Council) -> None:
    council.sent("Ama Mensah", phone="020 7946 0100")
    normal = "+442079460100"
    assert council.listed("Bo Berg", kind="phone", normal=normal) == []
    council.sent("Bo Berg", phone="020 7946 0100")
    assert council.listed("Bo Berg", kind="phone", normal=normal) == []
    assert council.listed("Ama Mensah", kind="phone", normal=normal) == []


def test_a_support_worker_sees_only_the_client_they_write_about(council: Council) -> None:
    for number in range(40):
        council.sent("Sam Support", affected=f"Client {number}")
    found = council.listed("Sam Support")
    assert len(found) == 40
    assert all(own_matters.is_closed(one) for one in found)
    of_one = own_matters.for_the_same(found, about="other", name="Sam Support", affected_name="client 7")
    assert [one.for_whom for one in of_one] == [frozenset({"client 7"})]
    assert own_matters.for_the_same(found, about="me", name="Sam Support", affected_name="") == []


def test_no_name_is_nobodys_name(council: Council) -> None:
    council.sent("")
    assert council.listed("") == []


@pytest.mark.parametrize("service", ["childrens-social-care", "social-work", "homelessness", "staff-conduct"])
def test_of_quiet_services_only_the_day_may_be_said(council: Council, service: str) -> None:
    council.sent("Ama Mensah", service=service)
    assert [one.quiet for one in council.listed("Ama Mensah")] == [True]


def test_a_matter_somebody_must_not_hear_of_is_quiet(council: Council) -> None:
    council.sent("Ama Mensah", not_to_tell="My brother")
    assert [one.quiet for one in council.listed("Ama Mensah")] == [True]
