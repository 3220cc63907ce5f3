"""A council's files are read whole, and every fault in them is named."""

import copy
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal.organisation.council import EXAMPLE_BOROUGH, load, read_council
from portal.organisation.reading import CouncilFileError
from portal.translations import extract, words_of


@pytest.fixture
def content() -> dict[str, Any]:
    """The Example Borough's tables, free to be spoilt."""
    whole: dict[str, Any] = {}
    for file in EXAMPLE_BOROUGH.glob("*.toml"):
        whole |= tomllib.loads(file.read_text("utf-8"))
    return copy.deepcopy(whole)


def service(content: dict[str, Any], key: str) -> dict[str, Any]:
    found: dict[str, Any] = next(table for table in content["services"] if table["key"] == key and "to" not in table)
    return found


def faults(content: dict[str, Any]) -> str:
    with pytest.raises(CouncilFileError) as refused:
        read_council(content)
    return "\n".join(refused.value.faults)


def test_example_borough_is_whole() -> None:
    council = load()
    assert council.name == "Example Borough Council"
    assert len({service.key for service in council.services}) >= 30
    assert len(council.elsewhere) == 10
    assert len(council.emergency_numbers) == 4


def test_social_care_follows_its_own_procedure_wherever_the_team_sits() -> None:
    by_key = {service.key: service for service in load().services}
    assert by_key["financial-assessment"].directorate == "corporate"
    assert by_key["financial-assessment"].procedure == "lewisham-adult-social-care"
    assert by_key["childrens-social-care"].procedure == "lewisham-children-act"
    assert by_key["council-tax"].procedure == "two-stage-code"


def test_care_housing_and_staff_conduct_ask_who_must_not_be_told() -> None:
    asked_in = {"adults", "council-homes", "finding-a-home"}
    for each in load().services:
        if each.group in asked_in or each.key in {"staff-conduct", "childrens-social-care", "leaving-care"}:
            assert each.sensitive, each.key


def test_numbers_and_addresses_are_nobodys() -> None:
    council = load()
    for team in council.teams:
        assert team.phone.startswith("020 7946 0")
        assert team.email.endswith(".example")
    assert all(number.phone.startswith("020 7946 0") for number in council.emergency_numbers)


def test_service_without_a_team_cannot_be_published(content: dict[str, Any]) -> None:
    service(content, "council-tax")["team"] = "nobody"
    assert "service “council-tax”: a category with nobody behind it cannot be published" in faults(content)


def test_service_that_outlives_its_team_cannot_be_published(content: dict[str, Any]) -> None:
    next(team for team in content["teams"] if team["key"] == "revenues")["to"] = date(2027, 3, 31)
    assert "there is no team “revenues” on 2027-04-01" in faults(content)


def test_overlapping_dates_are_a_fault(content: dict[str, Any]) -> None:
    service(content, "repairs")["from"] = date(2023, 9, 30)
    assert "service “repairs”: its dates overlap on 2023-09-30" in faults(content)


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("neighbours", ["not-there"], "its neighbour “not-there” is not a service"),
        ("neighbours", ["council-tax"], "it cannot be its own neighbour"),
        ("sinonyms", ["rates"], "“sinonyms” is not a key that is used here"),
        ("procedure", "not-there", "there is no procedure “not-there”"),
        ("group", "not-there", "there is no group “not-there”"),
        ("partner", "not-there", "there is no partner “not-there”"),
        ("directorate", "not-there", "there is no directorate “not-there”"),
        ("ombudsman", "pope", "“ombudsman” must be one of council, housing_landlord, mixed"),
        ("name", "", "“name” must be a text"),
        ("name", "Tips & <b>skips</b>", "“name” must not hold any of"),
        ("sensitive", "yes", "“sensitive” must be true or false"),
        ("from", "2020", "“from” must be a day"),
        ("to", date(1999, 1, 1), "“to” is before “from”"),
    ],
)
def test_fault_in_a_service_is_named(content: dict[str, Any], key: str, value: object, says: str) -> None:
    service(content, "council-tax")[key] = value
    assert f"service “council-tax”: {says}" in faults(content)


def test_landlord_service_cannot_follow_a_procedure_that_is_not_for_landlords(content: dict[str, Any]) -> None:
    service(content, "repairs")["procedure"] = "lewisham-children-act"
    assert "service “repairs”: “lewisham-children-act” cannot be used for housing_landlord" in faults(content)


def test_every_fault_is_named_at_once(content: dict[str, Any]) -> None:
    del content["contact"]["phone"]
    content["urgent_team"] = "nobody"
    content["colour"] = "blue"
    found = faults(content)
    assert "[contact]: “phone” must be a text" in found
    assert "“urgent_team” must be a team without a last day" in found
    assert "the council: “colour” is not a key that is used here" in found


def test_unreadable_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "council.toml").write_text("name = ", encoding="utf-8")
    with pytest.raises(CouncilFileError, match=r"council\.toml"):
        load(tmp_path)


def test_folder_without_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CouncilFileError, match=r"there is no \.toml file"):
        load(tmp_path)


def test_council_in_one_file_is_read_like_a_folder(tmp_path: Path) -> None:
    single = tmp_path / "one.toml"
    # Tables of a file come after its plain keys, so the plain ones of all files go first.
    files = sorted(EXAMPLE_BOROUGH.glob("*.toml"), key=lambda file: file.name not in {"council.toml", "urgent.toml"})
    plain, tables = [], []
    for file in files:
        head, mark, tail = file.read_text("utf-8").partition("\n[")
        plain.append(head)
        tables.append(mark + tail)
    single.write_text("\n".join([*plain, *tables]), encoding="utf-8")
    assert load(single) == load()


def test_words_shown_to_residents_reach_the_translators() -> None:
    collected = {forms[0] for _, forms in words_of(extract())}
    council = load()
    for each in council.services:
        assert {each.name, each.hint} <= collected
    for place in council.elsewhere:
        assert {place.name, place.summary, place.place, *place.what_to_do, *place.still} <= collected
    assert set(council.contact.opening_hours) <= collected
