"""Every promise is counted from the right day and moves only as the rules say."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import Refusal
from portal.procedures import catalogue, deadlines
from portal.procedures.calendar import ClosedDay, england
from portal.procedures.deadlines import Extension, LateNotice
from portal.procedures.model import ExtensionRule, StageRule, Term, Unit

ENGLAND = england()
STAGE_1 = catalogue.load().version_in_force("two-stage-code", on=date(2026, 11, 20)).stage(1)
ADULT = catalogue.load().version_in_force("lewisham-adult-social-care", on=date(2026, 11, 20)).stage(1)
PANEL = catalogue.load().version_in_force("lewisham-children-act", on=date(2026, 11, 20)).stage(3)
FRIDAY = datetime(2026, 11, 20, 10, tzinfo=UTC)
INSTANTS = st.integers(0, 4 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 4, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
DUE = date(2026, 12, 11)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 7, 14, 23, 30, tzinfo=UTC), date(2026, 7, 15)),
        (datetime(2026, 7, 14, 22, 59, tzinfo=UTC), date(2026, 7, 14)),
        (datetime(2026, 12, 14, 23, 30, tzinfo=UTC), date(2026, 12, 14)),
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), date(2026, 3, 29)),  # half an hour before the clocks go forward
        (datetime(2026, 3, 29, 23, 30, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 25)),  # the clocks have gone back
        (datetime(2024, 2, 29, 12, tzinfo=UTC), date(2024, 2, 29)),
    ],
)
def test_day_0_is_the_day_in_london(at: datetime, day: date) -> None:
    assert deadlines.received_on(at) == day


def test_an_instant_without_a_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="time zone"):
        deadlines.received_on(FRIDAY.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2026, 11, 20), datetime(2026, 11, 21, 0, 0, tzinfo=UTC)),
        (date(2026, 7, 14), datetime(2026, 7, 14, 23, 0, tzinfo=UTC)),
        (date(2026, 3, 28), datetime(2026, 3, 29, 0, 0, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 23, 0, tzinfo=UTC)),
        (date(2026, 10, 24), datetime(2026, 10, 24, 23, 0, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 26, 0, 0, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_midnight_in_london(day: date, ends: datetime) -> None:
    assert deadlines.instant_due_ends(day) == ends
    assert ends.utcoffset() == timedelta(0)
    assert deadlines.instant_due_ends(day).tzinfo is UTC


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_the_last_moment_of_the_due_day_is_in_time(day: date) -> None:
    ends = deadlines.instant_due_ends(day)
    assert deadlines.received_on(ends) == day + timedelta(days=1)
    assert deadlines.received_on(ends - timedelta(microseconds=1)) == day


@pytest.mark.parametrize(
    "received_at",
    [
        datetime(2026, 11, 20, 3, tzinfo=UTC),
        datetime(2026, 11, 20, 23, 59, tzinfo=UTC),
        datetime(2026, 11, 21, 12, tzinfo=UTC),
        datetime(2026, 11, 22, 23, 59, tzinfo=UTC),
    ],
)
def test_day_1_is_the_next_working_day_from_a_friday_or_its_weekend(received_at: datetime) -> None:
    dates = deadlines.on_request(STAGE_1, received_at=received_at, calendar=ENGLAND)
    assert dates.acknowledge_by == date(2026, 11, 27)
    assert dates.reply_by == DUE


def test_how_the_dates_were_worked_out() -> None:
    received_at = datetime(2026, 12, 18, 9, tzinfo=UTC)
    acknowledge, reply = deadlines.on_request(STAGE_1, received_at=received_at, calendar=ENGLAND).worked_out
    christmas = (
        ClosedDay(date(2026, 12, 25), "Christmas Day"),
        ClosedDay(date(2026, 12, 28), "Boxing Day (observed)"),
    )
    assert (acknowledge.what, acknowledge.start_is, acknowledge.start) == ("acknowledge", "receipt", date(2026, 12, 18))
    assert (acknowledge.end, acknowledge.closed) == (date(2026, 12, 29), christmas)
    assert (reply.what, reply.start_is, reply.start) == ("reply", "latest_acknowledgement", date(2026, 12, 29))
    assert reply.end == date(2027, 1, 13)
    assert [day.name for day in reply.closed] == ["New Year's Day"]


@given(INSTANTS, st.timedeltas(timedelta(days=-2), timedelta(days=40)))
def test_acknowledging_never_moves_the_reply_back(received_at: datetime, later: timedelta) -> None:
    latest = deadlines.on_request(STAGE_1, received_at=received_at, calendar=ENGLAND)
    acknowledged_at = received_at + later
    due = deadlines.on_acknowledgement(
        STAGE_1, received_at=received_at, acknowledged_at=acknowledged_at, calendar=ENGLAND
    )
    received, acknowledged = deadlines.received_on(received_at), deadlines.received_on(acknowledged_at)
    assert ENGLAND.add_working_days(received, 10) <= due <= latest.reply_by
    assert latest.acknowledge_by is not None
    if acknowledged >= latest.acknowledge_by:
        assert due == latest.reply_by
    elif acknowledged >= received:
        assert due == ENGLAND.add_working_days(acknowledged, 10)


def test_an_early_panel_brings_findings_and_reply_forward() -> None:
    received_at = datetime(2026, 2, 2, 12, tzinfo=UTC)
    planned = deadlines.on_request(PANEL, received_at=received_at, calendar=ENGLAND)
    early = deadlines.on_milestones(
        PANEL, received_at=received_at, reached={"panel_held": date(2026, 2, 23)}, calendar=ENGLAND
    )
    late = deadlines.on_milestones(
        PANEL, received_at=received_at, reached={"panel_held": date(2026, 6, 1)}, calendar=ENGLAND
    )
    assert [milestone.by for milestone in early.milestones] == [date(2026, 3, 16), date(2026, 3, 2)]
    assert early.reply_by == date(2026, 3, 23)
    assert late == planned


def extended(
    rule: StageRule,
    *,
    new_date: date,
    told_on: date,
    received_at: datetime = FRIDAY,
    reply_by: date = DUE,
    promised: date | None = None,
    consent_asked_on: date | None = None,
) -> Extension | LateNotice:
    return deadlines.extend(
        rule,
        deadlines.Waiting(received_at, reply_by, promised),
        new_date=new_date,
        told_on=told_on,
        consent_asked_on=consent_asked_on,
        calendar=ENGLAND,
    )


def test_the_whole_limit_is_an_extension_and_one_day_more_is_not() -> None:
    limit = date(2026, 12, 29)
    assert extended(STAGE_1, new_date=limit, told_on=DUE) == Extension(limit, limit)
    assert extended(STAGE_1, new_date=date(2026, 12, 30), told_on=DUE) == LateNotice(
        date(2026, 12, 30), DUE, limit, "beyond_limit", date(2026, 12, 29)
    )


def test_a_second_extension_shares_the_limit_of_the_first() -> None:
    first = date(2026, 12, 21)
    assert isinstance(extended(STAGE_1, promised=first, new_date=date(2026, 12, 29), told_on=first), Extension)
    beyond = extended(STAGE_1, promised=first, new_date=date(2027, 1, 5), told_on=first)
    assert isinstance(beyond, LateNotice)
    assert beyond.promised == first


def test_telling_after_the_due_day_is_being_late() -> None:
    notice = extended(STAGE_1, new_date=date(2026, 12, 16), told_on=date(2026, 12, 12))
    assert isinstance(notice, LateNotice)
    assert (notice.why, notice.update_by) == ("after_due", date(2026, 12, 16))


def test_a_late_notice_far_away_promises_news_in_between() -> None:
    notice = extended(STAGE_1, new_date=date(2027, 3, 1), told_on=DUE)
    assert isinstance(notice, LateNotice)
    assert notice.update_by == date(2026, 12, 29)


def test_consent_once_given_may_be_asked_again_before_the_new_date() -> None:
    due, first, last = date(2026, 12, 29), date(2027, 1, 15), date(2027, 2, 17)
    assert deadlines.on_request(ADULT, received_at=FRIDAY, calendar=ENGLAND).reply_by == due
    again = extended(
        ADULT, reply_by=due, promised=first, new_date=last, told_on=first, consent_asked_on=date(2027, 1, 14)
    )
    assert again == Extension(last, last)
    late = extended(ADULT, reply_by=due, promised=first, new_date=last, told_on=first, consent_asked_on=first)
    assert isinstance(late, LateNotice)
    assert late.why == "asked_late"


@pytest.mark.parametrize(
    ("new_date", "told_on", "code"),
    [
        (date(2026, 12, 19), DUE, "new_date_not_working_day"),
        (date(2026, 12, 25), DUE, "new_date_not_working_day"),
        (date(2026, 12, 28), DUE, "new_date_not_working_day"),
        (DUE, date(2026, 12, 10), "new_date_not_later"),
        (date(2026, 12, 10), date(2026, 12, 9), "new_date_not_later"),
        (date(2026, 12, 14), date(2026, 12, 15), "new_date_past"),
    ],
)
def test_a_new_date_that_makes_no_sense_is_refused(new_date: date, told_on: date, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        extended(STAGE_1, new_date=new_date, told_on=told_on)
    assert refusal.value.code == code
    assert str(refusal.value.message).startswith("Choose")


def test_a_limit_in_months_ends_on_the_same_day_of_the_month() -> None:
    rule = StageRule(
        1,
        "service",
        Term(25, Unit.WORKING_DAYS),
        "receipt",
        extension=ExtensionRule(Term(6, Unit.MONTHS), "in_all"),
    )
    received_at = datetime(2026, 8, 31, 9, tzinfo=UTC)
    due = deadlines.on_request(rule, received_at=received_at, calendar=ENGLAND).reply_by
    assert deadlines.extension_limit(rule, received_at=received_at, reply_by=due, calendar=ENGLAND) == date(2027, 2, 28)
    last = extended(rule, received_at=received_at, reply_by=due, new_date=date(2027, 2, 26), told_on=due)
    beyond = extended(rule, received_at=received_at, reply_by=due, new_date=date(2027, 3, 1), told_on=due)
    assert isinstance(last, Extension)
    assert isinstance(beyond, LateNotice)


@pytest.mark.parametrize(
    ("at", "hours", "ends"),
    [
        (datetime(2026, 11, 20, 10, tzinfo=UTC), 2, datetime(2026, 11, 20, 12, tzinfo=UTC)),
        (datetime(2026, 11, 20, 15, tzinfo=UTC), 2, datetime(2026, 11, 20, 17, tzinfo=UTC)),
        (datetime(2026, 11, 20, 16, 30, tzinfo=UTC), 2, datetime(2026, 11, 23, 10, 30, tzinfo=UTC)),
        (datetime(2026, 11, 20, 17, tzinfo=UTC), 2, datetime(2026, 11, 23, 11, tzinfo=UTC)),
        (datetime(2026, 11, 20, 3, tzinfo=UTC), 2, datetime(2026, 11, 20, 11, tzinfo=UTC)),
        (datetime(2026, 11, 21, 12, tzinfo=UTC), 2, datetime(2026, 11, 23, 11, tzinfo=UTC)),
        (datetime(2026, 12, 24, 16, tzinfo=UTC), 2, datetime(2026, 12, 29, 10, tzinfo=UTC)),
        (datetime(2026, 7, 14, 15, tzinfo=UTC), 2, datetime(2026, 7, 15, 9, tzinfo=UTC)),  # 4pm in London
        (datetime(2026, 3, 27, 16, tzinfo=UTC), 2, datetime(2026, 3, 30, 9, tzinfo=UTC)),  # the clocks go forward
        (datetime(2026, 10, 23, 15, tzinfo=UTC), 2, datetime(2026, 10, 26, 10, tzinfo=UTC)),  # and back
        (datetime(2026, 11, 20, 10, tzinfo=UTC), 20, datetime(2026, 11, 24, 14, tzinfo=UTC)),
        (datetime(2026, 11, 20, 10, tzinfo=UTC), 0.5, datetime(2026, 11, 20, 10, 30, tzinfo=UTC)),
        (datetime(2026, 11, 21, 10, tzinfo=UTC), 0, datetime(2026, 11, 23, 9, tzinfo=UTC)),
    ],
)
def test_working_hours(at: datetime, hours: float, ends: datetime) -> None:
    assert deadlines.add_working_hours(at, hours, calendar=ENGLAND) == ends


def test_working_hours_of_the_council() -> None:
    at = datetime(2026, 11, 20, 8, tzinfo=UTC)
    half_past_ten = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
    assert deadlines.add_working_hours(at, 2, calendar=ENGLAND, opens="08:30", closes="16:30") == half_past_ten
    assert deadlines.add_working_hours(at, 2, calendar=ENGLAND, opens=time(8, 30), closes=time(16)) == half_past_ten
    for hours, opens in ((2, "17:00"), (-1, "09:00")):
        with pytest.raises(ValueError, match="working hours"):
            deadlines.add_working_hours(at, hours, calendar=ENGLAND, opens=opens)


@pytest.mark.parametrize(
    ("due", "day"),
    [
        (date(2026, 11, 27), date(2026, 11, 24)),
        (date(2026, 11, 23), date(2026, 11, 18)),
        (date(2026, 12, 29), date(2026, 12, 22)),
    ],
)
def test_the_responder_is_reminded_three_working_days_before(due: date, day: date) -> None:
    assert deadlines.reminder_on(due, ENGLAND) == day


@pytest.mark.parametrize(
    ("today", "colour"),
    [
        (date(2026, 12, 12), "red"),
        (DUE, "amber"),
        (date(2026, 12, 8), "amber"),
        (date(2026, 12, 7), "green"),
    ],
)
def test_the_light_in_the_queue(today: date, colour: str) -> None:
    assert deadlines.light(DUE, today) == colour
    assert deadlines.light(None, today) == "green"
