"""On every day, every complaint lands with a team."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import NotFound
from portal.organisation import routing
from portal.organisation.council import load
from portal.organisation.working_time import working_calendar

COUNCIL = load()
TODAY = date(2026, 11, 20)
LAST_DAY_OF_PARTNER = date(2023, 9, 30)
FIRST_DAY_WITHOUT = date(2023, 10, 1)


def test_team_of_a_service_follows_the_organisation_chart_of_the_day() -> None:
    before = routing.team_for(COUNCIL, "repairs", LAST_DAY_OF_PARTNER)
    after = routing.team_for(COUNCIL, "repairs", FIRST_DAY_WITHOUT)
    assert before.name == "Example Homes complaints team"
    assert after.name == "Council homes team"
    assert routing.service_in_force(COUNCIL, "repairs", LAST_DAY_OF_PARTNER).partner == "example-homes"
    assert routing.service_in_force(COUNCIL, "repairs", FIRST_DAY_WITHOUT).partner is None


@given(key=st.sampled_from([None, "", "never-was", *(service.key for service in COUNCIL.services)]), on=st.dates())
def test_everything_lands_in_a_team_and_a_directorate(key: str | None, on: date) -> None:
    assert routing.team_for(COUNCIL, key, on).email
    assert routing.directorate_for(COUNCIL, key, on).name
    assert routing.urgent_team(COUNCIL, on).email
    assert routing.procedure_for(COUNCIL, key, on)


def test_not_sure_goes_to_the_central_team() -> None:
    central = routing.central_team(COUNCIL, TODAY)
    assert routing.team_for(COUNCIL, None, TODAY) == central
    assert routing.team_for(COUNCIL, COUNCIL.unsure_service, TODAY) == central
    assert routing.team_for(COUNCIL, "vanished", TODAY) == central


def test_vanished_service_is_not_found() -> None:
    with pytest.raises(NotFound):
        routing.service_in_force(COUNCIL, "vanished", TODAY)
    with pytest.raises(NotFound):
        routing.service_in_force(COUNCIL, "leisure", date(2016, 3, 31))
    assert routing.find_service(COUNCIL, "leisure", date(2016, 4, 1)) is not None


def test_browsing_shows_each_service_of_the_day_once() -> None:
    grouped = routing.services_by_group(COUNCIL, TODAY)
    shown = [service.key for _, members in grouped for service in members]
    assert sorted(shown) == sorted(service.key for service in routing.services_in_force(COUNCIL, TODAY))
    assert len(shown) == len(set(shown))


def test_neighbours_hold_in_both_directions() -> None:
    for service in routing.services_in_force(COUNCIL, TODAY):
        near = routing.neighbours_of(COUNCIL, service.key, TODAY)
        assert service.key not in near
        for other in near:
            assert service.key in routing.neighbours_of(COUNCIL, other, TODAY)


def test_which_ombudsman_follows_the_function() -> None:
    assert routing.ombudsman_for(COUNCIL, "damp-mould", TODAY) == "housing_landlord"
    assert routing.ombudsman_for(COUNCIL, "homelessness", TODAY) == "council"
    assert routing.ombudsman_for(COUNCIL, None, TODAY) == "council"


def test_closed_days_of_the_council_do_not_count() -> None:
    calendar = working_calendar(COUNCIL)
    assert not calendar.is_working(date(2026, 12, 24))
    assert calendar.is_working(date(2026, 12, 23))
