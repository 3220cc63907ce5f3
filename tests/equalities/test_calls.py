"""The questions at the end of a call: only if the caller agrees, and gone from the desk once they are kept."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.complaints.matter.models import Party
from portal.equalities import doors
from tests.accounts.conftest import Desk, desk
from tests.casework.calls.test_page import officer, register
from tests.casework.calls.test_who import RELATIVE
from tests.inspecting_client import InspectingClient

__all__ = ["desk", "officer"]
pytestmark = pytest.mark.database


def kept(desk: Desk) -> dict[str, str]:
    with desk.database.session() as db:
        person_id = db.scalars(select(Party.person_id).where(Party.role == "affected")).one()
        found = doors.export(db, person_id=person_id, settings=desk.settings)
    return dict(next(iter(found.values())).answers) if found else {}


def test_a_caller_who_agrees(desk: Desk, officer: InspectingClient) -> None:
    address = register(officer, words="The bins.", name="Bo Lee", phone="020 7946 0000")
    officer.click("The caller agrees to a few questions")
    assert "You do not have to answer." in officer.text
    officer.post_form({"age-day": "1", "age-month": "1", "age-year": "2999", "sex": "female"})
    assert officer.errors == ["The date of birth must be in the past"]
    assert kept(desk) == {}
    officer.post_form({"age-year": "1950", "ethnic_group": "asian", "ethnic_background": "tamil"})
    assert officer.page.path == f"{address}/registered"
    assert "The answers are kept, apart from the complaint." in officer.text
    told = {"age": "65-", "under_16": "no", "sex": "female", "ethnic_group": "asian", "ethnic_background": "tamil"}
    assert kept(desk) == told
    officer.get(f"{address}/equality")
    assert not list(officer.select("main form input[checked]"))
    assert not any(officer.page.values().get(key) for key in told)
    # Sent again empty, nothing is lost.
    officer.post_form()
    assert kept(desk) == told


def test_an_answer_that_does_not_go_with_the_one_above_it_is_said(desk: Desk, officer: InspectingClient) -> None:
    register(officer, words="The bins.", name="Bo Lee", phone="020 7946 0000")
    officer.click("The caller agrees to a few questions")
    officer.post_form(ethnic_group="white", ethnic_background="tamil", sex="female")
    assert officer.errors == ["This does not go with the answer above it. Change one of the two"]
    assert kept(desk) == {}
    officer.post_form(ethnic_group="asian")
    assert kept(desk) == {"ethnic_group": "asian", "ethnic_background": "tamil", "sex": "female"}


def test_a_caller_who_does_not(desk: Desk, officer: InspectingClient) -> None:
    address = register(officer, words="The bins.", name="Bo Lee", phone="020 7946 0000")
    officer.click("The caller agrees to a few questions")
    officer.click("The caller does not want to answer")
    assert officer.page.path == f"{address}/registered"
    assert kept(desk) == {}


def test_only_the_officer_of_the_call(desk: Desk, officer: InspectingClient) -> None:
    address = register(officer, words="The bins.", name="Bo Lee", phone="020 7946 0000")
    other = desk.signed_in(desk.officer("Bea Other", role="contact_centre"), at="/desk/sign-in")
    other.get(f"{address}/equality", status=404)


def asked(officer: InspectingClient) -> set[str]:
    return {str(one["name"]) for one in officer.select("main form input[type=radio]")}


def test_a_child_who_calls_is_asked_for_age_and_disability_only(officer: InspectingClient) -> None:
    register(officer, words="They moved me.", about="child", phone="020 7946 0000")
    officer.click("The caller agrees to a few questions")
    assert asked(officer) == {"disability", "disability_impact"}


@pytest.mark.parametrize(("there", "more"), [("no", set()), ("yes", {"gender", "orientation"})])
def test_whoever_calls_for_somebody_says_first_if_they_are_there(
    desk: Desk, officer: InspectingClient, there: str, more: set[str]
) -> None:
    address = register(officer, **RELATIVE | {"part": "other"})
    officer.click("The caller agrees to a few questions")
    assert asked(officer) == {"there"}
    officer.post_form()
    assert officer.errors == ["Choose if the person is with the caller"]
    officer.post_form(there=there)
    assert asked(officer) & {"gender", "orientation"} == more
    officer.post_form(sex="female")
    assert officer.page.path == f"{address}/registered"
    assert kept(desk) == {"sex": "female"}
