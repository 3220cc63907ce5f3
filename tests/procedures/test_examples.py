"""The worked examples beside the rule files come out as they say."""

import tomllib
from datetime import date
from typing import Any

import pytest

from portal.clock import london_date
from portal.procedures import catalogue, deadlines
from portal.procedures.calendar import england

KEYS = {
    "source", "stage", "received", "acknowledge_by", "reply_by", "acknowledged", "then_reply_by", "milestones",
    "new_date",
}  # fmt: skip


def examples() -> list[Any]:
    found = []
    for path in sorted((catalogue.RULES / "examples").glob("*.toml")):
        for number, example in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["example"], start=1):
            found.append(pytest.param(path.stem, example, id=f"{path.stem}-{number}"))
    return found


def test_every_procedure_has_examples_for_each_of_its_stages() -> None:
    shown = {(key, example["stage"]) for key, example in (param.values for param in examples())}
    procedures = catalogue.load()
    wanted = {
        (key, rule.number)
        for key, versions in procedures.procedures.items()
        for version in versions
        for rule in version.stages
    }
    assert shown == wanted


@pytest.mark.parametrize(("key", "example"), examples())
def test_example(key: str, example: dict[str, Any]) -> None:
    assert example.keys() <= KEYS
    assert example["source"]
    calendar, received_at = england(), example["received"]
    version = catalogue.load().version_in_force(key, on=london_date(received_at))
    rule = version.stage(example["stage"])
    dates = deadlines.on_request(rule, received_at=received_at, calendar=calendar)
    assert dates.acknowledge_by == example.get("acknowledge_by")
    assert dates.reply_by == example["reply_by"]
    assert {milestone.key: milestone.by for milestone in dates.milestones} == example.get("milestones", {})
    reply_by = dates.reply_by
    if "acknowledged" in example:
        reply_by = deadlines.on_acknowledgement(
            rule, received_at=received_at, acknowledged_at=example["acknowledged"], calendar=calendar
        )
        assert reply_by == example["then_reply_by"]
    if "new_date" in example:
        asked = dict(example["new_date"])
        expected, to, told = asked.pop("is"), asked.pop("to"), asked.pop("told")
        outcome = deadlines.extend(
            rule,
            deadlines.Waiting(received_at, reply_by),
            new_date=to,
            told_on=told,
            consent_asked_on=asked.pop("asked", told) if asked.pop("consent", False) else None,
            calendar=calendar,
        )
        assert not asked
        assert outcome.reply_by == to
        assert (outcome.why if isinstance(outcome, deadlines.LateNotice) else "extension") == expected


def test_the_stage_of_2020_keeps_its_targets_when_they_change() -> None:
    procedures = catalogue.load()
    kept = procedures.version("lewisham-corporate", date(2020, 11, 9))
    assert kept.stage(1).reply.amount == 20
    assert procedures.version_in_force("lewisham-corporate", on=date(2022, 2, 1)).stage(1).reply.amount == 10
    assert procedures.version_in_force("lewisham-corporate", on=date(2022, 1, 31)) == kept
