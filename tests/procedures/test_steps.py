"""What is allowed when."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from portal.procedures import catalogue, steps
from portal.procedures.calendar import england
from portal.procedures.model import ProcedureVersion
from portal.procedures.steps import Standing, Step

TODAY = date(2026, 11, 20)


def version(key: str) -> ProcedureVersion:
    return catalogue.load().version_in_force(key, on=TODAY)


CODE = version("two-stage-code")
ADULT = version("lewisham-adult-social-care")
ALWAYS = {Step.ADD, Step.MESSAGE}


@pytest.mark.parametrize(
    ("standing", "extra"),
    [
        (Standing(), {Step.ACKNOWLEDGE, Step.REPLY, Step.EXTEND, Step.WITHDRAW}),
        (Standing(acknowledged=True), {Step.REPLY, Step.EXTEND, Step.WITHDRAW}),
        (
            Standing(acknowledged=True, reply_overdue=True),
            {Step.REPLY, Step.EXTEND, Step.WITHDRAW, Step.GO_FURTHER, Step.OMBUDSMAN},
        ),
        (Standing(acknowledged=True, answered=True), {Step.GO_FURTHER}),
        (Standing(acknowledged=True, answered=True, reply_overdue=True), {Step.GO_FURTHER}),
        (
            Standing(acknowledged=True, answered=True, open_request=True),
            {Step.ACKNOWLEDGE, Step.DECIDE_REQUEST, Step.WITHDRAW},
        ),
        (
            Standing(acknowledged=True, answered=True, open_request=True, request_acknowledged=True),
            {Step.DECIDE_REQUEST, Step.WITHDRAW},
        ),
        (Standing(acknowledged=True, answered=True, refused=True), {Step.GO_FURTHER, Step.OMBUDSMAN}),
        (Standing(stage=2, acknowledged=True), {Step.REPLY, Step.EXTEND, Step.WITHDRAW}),
        (
            Standing(stage=2, acknowledged=True, reply_overdue=True),
            {Step.REPLY, Step.EXTEND, Step.WITHDRAW, Step.OMBUDSMAN},
        ),
        (Standing(stage=2, acknowledged=True, answered=True), {Step.OMBUDSMAN}),
        (Standing(withdrawn=True, may_undo=True), {Step.UNDO_WITHDRAWAL}),
        (Standing(withdrawn=True, may_undo=False, acknowledged=True, reply_overdue=True), set()),
    ],
)
def test_two_stages(standing: Standing, extra: set[Step]) -> None:
    assert steps.allowed(standing, CODE) == ALWAYS | extra


def every_standing() -> list[Standing]:
    flags = product((False, True), repeat=8)
    return [Standing(stage, *values) for stage in (1, 2) for values in flags]


def test_words_are_never_refused() -> None:
    assert all(steps.allowed(standing, CODE) >= ALWAYS for standing in every_standing())


def test_nobody_goes_further_while_a_request_is_open_or_after_the_last_stage() -> None:
    for standing in every_standing():
        if standing.open_request or standing.stage == 2 or standing.withdrawn:
            assert Step.GO_FURTHER not in steps.allowed(standing, CODE)


def test_being_late_always_opens_a_way() -> None:
    for standing in every_standing():
        if standing.reply_overdue and not standing.answered and not standing.withdrawn:
            assert Step.OMBUDSMAN in steps.allowed(standing, CODE)


def test_adult_social_care_may_ask_the_ombudsman_at_any_time() -> None:
    assert all(Step.OMBUDSMAN in steps.allowed(standing, ADULT) for standing in every_standing())


def test_a_landlord_stops_after_two_stages() -> None:
    three = version("lewisham-corporate")
    answered = Standing(stage=2, acknowledged=True, answered=True)
    assert Step.GO_FURTHER in steps.allowed(answered, three)
    landlord = steps.allowed(replace(answered, last_stage=2), three)
    assert Step.GO_FURTHER not in landlord
    assert Step.OMBUDSMAN in landlord


def test_a_withdrawal_can_be_undone_for_20_working_days() -> None:
    assert steps.undo_withdrawal_by(TODAY, england()) == date(2026, 12, 18)
    assert steps.undo_withdrawal_by(date(2026, 12, 18), england()) == date(2027, 1, 20)


def test_who_takes_a_step() -> None:
    assert Step.GO_FURTHER in steps.BY_THE_PERSON
    assert not steps.BY_THE_PERSON & {Step.ACKNOWLEDGE, Step.REPLY, Step.EXTEND, Step.DECIDE_REQUEST, Step.MESSAGE}
