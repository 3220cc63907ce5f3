"""The public page describes the procedures in plain words."""

from datetime import UTC, date, datetime

import pytest

from portal.i18n import use_locale
from portal.procedures import catalogue, deadlines, describe
from portal.procedures.calendar import england
from portal.procedures.model import ProcedureVersion, Term, Unit

TODAY = date(2026, 11, 20)


def version(key: str) -> ProcedureVersion:
    return catalogue.load().version_in_force(key, on=TODAY)


def test_two_stages_in_words() -> None:
    words = describe.describe(version("two-stage-code"))
    first, last = words.stages
    assert (words.name, first.heading, last.heading) == ("Complaints procedure", "Stage 1", "Stage 2")
    assert first.responder == "the service you complained about"
    assert first.acknowledgement == "Within 5 working days we tell you what we understood."
    assert first.reply == "Within 10 working days after that, we answer."
    assert first.extension == "If it is hard to look into, we may need up to 10 working days more. We tell you why."
    assert "you can ask for stage 2" in first.where_next
    assert "ombudsman" in last.where_next
    assert words.any_time is None


def test_adult_social_care_in_words() -> None:
    words = describe.describe(version("lewisham-adult-social-care"))
    (only,) = words.stages
    assert only.heading == "Our answer"
    assert only.acknowledgement is not None
    assert "offer to talk" in only.acknowledgement
    assert only.extension == "If we need longer, we ask you first. It can take up to 60 working days in all."
    assert words.any_time is not None


def test_the_review_panel_in_words() -> None:
    panel = describe.describe(version("lewisham-children-act")).stages[2]
    assert panel.milestones == (
        "Within 30 working days the review panel meets.",
        "Within 5 working days after that, the review panel tells you what it found.",
    )
    assert panel.reply == "Within 15 working days after that, we answer."
    assert panel.extension is None


def test_how_a_date_was_worked_out_in_words() -> None:
    at, calendar = datetime(2026, 12, 18, 9, tzinfo=UTC), england()
    dates = deadlines.on_request(version("two-stage-code").stage(1), received_at=at, calendar=calendar)
    assert describe.worked_out(dates.worked_out) == (
        "We got it on 18 December 2026. We count from the next working day.",
        "We tell you what we understood within 5 working days: by 29 December 2026.",
        "We answer within 10 working days after that: by 13 January 2027.",
        "We do not count Saturdays, Sundays or bank holidays.",
        "We did not count 25 December 2026: Christmas Day.",
        "We did not count 28 December 2026: Boxing Day (substitute day).",
        "We did not count 1 January 2027: New Year’s Day.",
    )
    assert describe.worked_out(()) == ()


@pytest.mark.parametrize(("amount", "words"), [(1, "1 month"), (6, "6 months")])
def test_months_in_words(amount: int, words: str) -> None:
    assert Term(amount, Unit.MONTHS).words() == words
    assert Term(1, Unit.WORKING_DAYS).words() == "1 working day"


def test_dates_on_the_page_are_in_the_readers_language() -> None:
    at, calendar = datetime(2026, 12, 18, 9, tzinfo=UTC), england()
    items = deadlines.on_request(version("two-stage-code").stage(1), received_at=at, calendar=calendar).worked_out
    with use_locale("ar-XB"):
        sentences = describe.worked_out(items)
    assert len(sentences) == 7
    assert "December" not in " ".join(sentences)
