"""Every reply tells the person how to go further, and to which ombudsman."""

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from portal.errors import NotFound
from portal.i18n import use_locale
from portal.procedures import catalogue, next_step, ombudsmen
from portal.procedures.calendar import england
from portal.procedures.model import Function, ProcedureVersion, Term, Unit

TODAY = date(2026, 11, 20)
LGSCO = "Local Government and Social Care Ombudsman, PO Box 4771, Coventry, CV4 0EH. Phone: 0300 061 0614."
HOUSING = "Housing Ombudsman Service, PO Box 1484, Unit D, Preston, PR2 0ET. Phone: 0300 111 3000."


def version(key: str, on: date = TODAY) -> ProcedureVersion:
    return catalogue.load().version_in_force(key, on=on)


def text(step: next_step.NextStep) -> str:
    return "\n".join(next_step.words(step))


@pytest.mark.parametrize(
    ("key", "stage", "function", "kind", "then", "named"),
    [
        ("two-stage-code", 1, "council", "stage", 2, []),
        ("two-stage-code", 1, "housing_landlord", "stage", 2, []),
        ("two-stage-code", 1, "mixed", "stage", 2, []),
        ("two-stage-code", 2, "council", "ombudsman", None, ["lgsco"]),
        ("two-stage-code", 2, "housing_landlord", "ombudsman", None, ["housing"]),
        ("two-stage-code", 2, "mixed", "ombudsman", None, ["housing", "lgsco"]),
        ("lewisham-corporate", 1, "council", "stage", 2, []),
        ("lewisham-corporate", 2, "council", "stage", 3, []),
        ("lewisham-corporate", 3, "council", "ombudsman", None, ["lgsco"]),
        ("lewisham-corporate", 2, "housing_landlord", "ombudsman", None, ["housing"]),
        ("lewisham-corporate", 2, "mixed", "ombudsman", None, ["housing", "lgsco"]),
        ("lewisham-children-act", 1, "council", "stage", 2, []),
        ("lewisham-children-act", 2, "council", "stage", 3, []),
        ("lewisham-children-act", 2, "mixed", "stage", 3, []),
        ("lewisham-children-act", 3, "council", "ombudsman", None, ["lgsco"]),
        ("lewisham-adult-social-care", 1, "council", "ombudsman", None, ["lgsco"]),
    ],
)
def test_where_next(key: str, stage: int, function: Function, kind: str, then: int | None, named: list[str]) -> None:
    step = next_step.next_step(version(key), stage=stage, ombudsman_function=function, on=TODAY)
    assert (step.kind, step.stage) == (kind, then)
    assert [ombudsman.key for ombudsman in step.ombudsmen] == named
    assert step.ask_by is None
    assert (LGSCO in text(step)) == ("lgsco" in named)
    assert (HOUSING in text(step)) == ("housing" in named)
    if then is not None:
        assert f"The next step is stage {then}." in text(step)
        assert "You do not have to say why." in text(step)


def test_every_stage_of_every_procedure_says_how_to_go_further() -> None:
    procedures = catalogue.load()
    for versions in procedures.procedures.values():
        for one in versions:
            for rule in one.stages:
                for function in get_args(Function):
                    step = next_step.next_step(one, stage=rule.number, ombudsman_function=function, on=TODAY)
                    paragraphs = next_step.words(step)
                    assert len(paragraphs) >= 2
                    assert all(paragraphs)
                    assert "%(" not in "".join(paragraphs)


def test_a_stage_that_does_not_exist() -> None:
    with pytest.raises(NotFound):
        next_step.next_step(version("two-stage-code"), stage=3, ombudsman_function="council", on=TODAY)


def test_a_landlords_third_stage_was_possible_until_the_statutory_code() -> None:
    old = version("lewisham-corporate", date(2024, 3, 1))
    before = next_step.next_step(old, stage=2, ombudsman_function="housing_landlord", on=date(2024, 3, 28))
    after = next_step.next_step(old, stage=2, ombudsman_function="housing_landlord", on=date(2024, 4, 2))
    assert (before.kind, before.stage) == ("stage", 3)
    assert after.kind == "ombudsman"


def test_a_limit_to_ask_is_shown_and_never_shuts_the_door() -> None:
    code = version("two-stage-code")
    first = replace(code.stage(1), ask_within=Term(20, Unit.WORKING_DAYS))
    limited = replace(code, stages=(first, code.stage(2)))
    step = next_step.next_step(limited, stage=1, ombudsman_function="council", on=TODAY)
    assert step.ask_by == date(2026, 12, 18)
    assert "Please ask by 18 December 2026. If you ask later, we will still look at what you ask." in text(step)
    own = england(extra_closed=[date(2026, 12, 1)])
    step = next_step.next_step(limited, stage=1, ombudsman_function="council", on=TODAY, calendar=own)
    assert step.ask_by == date(2026, 12, 21)


def test_mixed_says_which_part_goes_where() -> None:
    step = next_step.next_step(version("two-stage-code"), stage=2, ombudsman_function="mixed", on=TODAY)
    said = text(step)
    landlord, other = said.index("as your landlord"), said.index("every other part")
    assert landlord < said.index(HOUSING) < other < said.index(LGSCO)


@pytest.mark.parametrize("because", ["answered", "any_time", "extended"])
def test_adult_social_care_says_that_the_ombudsman_normally_asks_us_first(because: next_step.Because) -> None:
    adult = version("lewisham-adult-social-care")
    step = next_step.to_ombudsman(adult, ombudsman_function="council", on=TODAY, because=because)
    assert "normally ask us to answer first" in text(step)
    assert LGSCO in text(step)


def test_any_time_stands_beside_the_next_stage_too() -> None:
    code = replace(version("two-stage-code"), ombudsman_any_time=True)
    said = text(next_step.next_step(code, stage=1, ombudsman_function="council", on=TODAY))
    assert "The next step is stage 2." in said
    assert "at any time" in said
    assert LGSCO in said


@pytest.mark.parametrize("because", ["late", "refused"])
def test_when_we_are_late_or_refuse_nobody_is_sent_back_to_us(because: next_step.Because) -> None:
    adult = version("lewisham-adult-social-care")
    step = next_step.to_ombudsman(adult, ombudsman_function="council", on=TODAY, because=because)
    assert "answer first" not in text(step)


def test_a_late_notice_offers_the_next_stage_and_the_ombudsman() -> None:
    code = version("two-stage-code")
    first = next_step.to_ombudsman(code, ombudsman_function="council", on=TODAY, because="late", stage=1)
    last = next_step.to_ombudsman(code, ombudsman_function="council", on=TODAY, because="late", stage=2)
    assert first.stage == 2
    assert "without waiting for our answer. The next step is stage 2." in text(first)
    assert LGSCO in text(first)
    assert last.stage is None
    assert "The next step" not in text(last)


@pytest.mark.parametrize(
    ("on", "closed"),
    [
        (date(2020, 3, 18), False),
        (date(2020, 3, 19), True),
        (date(2020, 6, 28), True),
        (date(2020, 6, 29), False),
        (TODAY, False),
    ],
)
def test_the_notice_of_2020_stands_from_its_first_to_its_last_day(on: date, *, closed: bool) -> None:
    old = version("lewisham-corporate", on)
    said = text(next_step.next_step(old, stage=3, ombudsman_function="council", on=on))
    assert ("is not taking new complaints until the end of 28 June 2020" in said) == closed


def test_a_notice_without_an_end() -> None:
    lgsco = ombudsmen.for_function("council")[0]
    open_ended = replace(lgsco, notices=(replace(lgsco.notices[0], until=None),))
    step = next_step.next_step(version("two-stage-code"), stage=2, ombudsman_function="council", on=TODAY)
    assert "not taking new complaints at the moment" in text(replace(step, ombudsmen=(open_ended,)))


def test_the_words_are_in_the_readers_language_not_the_writers() -> None:
    def worked_out() -> next_step.NextStep:
        return next_step.next_step(version("two-stage-code"), stage=1, ombudsman_function="council", on=TODAY)

    in_english = worked_out()
    assert in_english.responder == "reviewer"
    with use_locale("ar-XB"):
        assert worked_out() == in_english
        assert next_step.words(worked_out()) == next_step.words(in_english)
