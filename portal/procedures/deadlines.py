"""Which dates a stage promises: dates in, dates out.

Counting (docs/procedures.md, Counting): the day of receipt in London is day 0, even at night, at a weekend or on a
holiday; day 1 is the next working day; a thing is due by the end of day N.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from portal.clock import LONDON, london_date
from portal.errors import Refusal
from portal.i18n import gettext as _
from portal.procedures.calendar import ClosedDay, WorkingCalendar
from portal.procedures.model import StageRule, Term, Unit

REMINDER_WORKING_DAYS = 3
AMBER_DAYS = 3
NEXT_UPDATE_WORKING_DAYS = 10

Light = Literal["red", "amber", "green"]
LateReason = Literal["no_extension", "after_due", "beyond_limit", "no_consent", "asked_late"]


@dataclass(frozen=True, slots=True)
class Counted:
    """One step of how a date was worked out: from `start`, `term` long, to the end of `end`.

    `what` is "acknowledge", "reply" or a milestone's key. `start_is` says what the first day was: "receipt",
    "acknowledgement", "latest_acknowledgement" (the last day allowed for it) or a milestone's key. `closed` are
    the bank holidays and council's closed weekdays that were left out.
    """

    what: str
    start: date
    start_is: str
    term: Term
    end: date
    closed: tuple[ClosedDay, ...]


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something promised on the way to the reply, and the last day for it."""

    key: str
    by: date


@dataclass(frozen=True, slots=True)
class StageDates:
    """The latest dates a stage promises. `reply_by` is the last day for the answer."""

    acknowledge_by: date | None
    reply_by: date
    milestones: tuple[Milestone, ...]
    worked_out: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A stage that waits for its reply: when it was asked for, and the date that the rules gave.

    `promised` is the date that stands now, when it was extended before.
    """

    received_at: datetime
    reply_by: date
    promised: date | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """A later reply date within the rules. `limit` is the furthest an extension of this stage may go."""

    reply_by: date
    limit: date


@dataclass(frozen=True, slots=True)
class LateNotice:
    """A later reply date that the rules do not cover: the person is told, and the answer counts as late.

    `promised` is the date that is missed; `limit` the furthest an extension could have gone (None when the stage
    has none); `why` the rule; `update_by` when the person hears again at the latest.
    """

    reply_by: date
    promised: date
    limit: date | None
    why: LateReason
    update_by: date


def received_on(at: datetime) -> date:
    """Return day 0: the day in London at an aware instant. Raises ValueError for one without a zone."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return london_date(at)


def add_term(start: date, term: Term, calendar: WorkingCalendar) -> date:
    """Return the day on which the term ends. A month ends on the same day of the month, or its last day."""
    if term.unit is Unit.MONTHS:
        return calendar.add_months(start, term.amount)
    return calendar.add_working_days(start, term.amount)


def on_request(rule: StageRule, *, received_at: datetime, calendar: WorkingCalendar) -> StageDates:
    """Return the latest dates promised when a complaint, or a request for this stage, is received.

    Where the reply is counted from the acknowledgement, it is counted from the last day allowed for that, so the
    receipt can name a date that holds (LGSCO Code 6.2 and 6.3: 5 working days, then 10).
    """
    return _dates(rule, received_on(received_at), calendar)


def on_acknowledgement(
    rule: StageRule, *, received_at: datetime, acknowledged_at: datetime, calendar: WorkingCalendar
) -> date:
    """Return the day the reply is due once the stage has been acknowledged.

    An early acknowledgement brings the date forward; a late one changes nothing, since the clock starts on the
    last day allowed for it at the latest (docs/procedures.md, Receipt and acknowledgement).
    """
    return _dates(rule, received_on(received_at), calendar, acknowledged=received_on(acknowledged_at)).reply_by


def on_milestones(
    rule: StageRule, *, received_at: datetime, reached: Mapping[str, date], calendar: WorkingCalendar
) -> StageDates:
    """Return the dates of a stage when some of its milestones have been reached, by key and day.

    What follows is counted from the day a milestone was reached, or from its last day when that was missed
    (SI 2006/1738: panel, findings 5 working days after it, reply 15 after those).
    """
    return _dates(rule, received_on(received_at), calendar, reached=reached)


def _dates(
    rule: StageRule,
    received: date,
    calendar: WorkingCalendar,
    *,
    acknowledged: date | None = None,
    reached: Mapping[str, date] | None = None,
) -> StageDates:
    items: list[Counted] = []
    reached = reached or {}

    def count(what: str, start: date, start_is: str, term: Term) -> date:
        end = add_term(start, term, calendar)
        items.append(Counted(what, start, start_is, term, end, calendar.closed_between(start, end)))
        return end

    acknowledge_by = None
    if rule.acknowledge is not None:
        acknowledge_by = count("acknowledge", received, "receipt", rule.acknowledge)
    start, start_is = received, "receipt"
    if rule.reply_from == "acknowledgement" and acknowledge_by is not None:
        start, start_is = acknowledge_by, "latest_acknowledgement"
        if acknowledged is not None and acknowledged <= acknowledge_by:
            start, start_is = max(received, acknowledged), "acknowledgement"
    milestones = []
    for milestone in rule.milestones:
        by = count(milestone.key, start, start_is, milestone.within)
        milestones.append(Milestone(milestone.key, by))
        start, start_is = max(start, min(by, reached.get(milestone.key, by))), milestone.key
    reply_by = count("reply", start, start_is, rule.reply)
    return StageDates(acknowledge_by, reply_by, tuple(milestones), tuple(items))


def extension_limit(
    rule: StageRule, *, received_at: datetime, reply_by: date, calendar: WorkingCalendar
) -> date | None:
    """Return the furthest day an extension of this stage may go, or None when it has no extension.

    `reply_by` is the date the rules gave, before any extension.
    """
    if rule.extension is None:
        return None
    start = reply_by if rule.extension.counted == "more" else received_on(received_at)
    return add_term(start, rule.extension.limit, calendar)


def extend(
    rule: StageRule,
    waiting: Waiting,
    *,
    new_date: date,
    told_on: date,
    consent_asked_on: date | None = None,
    calendar: WorkingCalendar,
) -> Extension | LateNotice:
    """Return what a new reply date is under the rules: an extension, or a late notice, which is never refused.

    `told_on` is the London day the person is told; `consent_asked_on` the day they were asked for the consent they
    gave, None when they gave none.
    An extension keeps to the limit (LGSCO Code 6.4, Housing Ombudsman Code 6.4), is told within the time that
    stands, and has the consent it needs, asked in time (SI 2009/309; Lewisham 2020/21, appendix 2: before day 25;
    once extended, before the day that stands). Raises Refusal "new_date_not_working_day", "new_date_not_later" or
    "new_date_past".
    """
    promised = waiting.promised or waiting.reply_by
    if not calendar.is_working(new_date):
        raise Refusal(
            "new_date_not_working_day",
            _("Choose a day from Monday to Friday that is not a bank holiday."),
            field="new_date",
        )
    if new_date <= promised:
        raise Refusal("new_date_not_later", _("Choose a day after the date we have already given."), field="new_date")
    if new_date < told_on:
        raise Refusal("new_date_past", _("Choose today or a later day."), field="new_date")
    limit = extension_limit(rule, received_at=waiting.received_at, reply_by=waiting.reply_by, calendar=calendar)
    why: LateReason
    if rule.extension is None or limit is None:
        why = "no_extension"
    elif told_on > promised:
        why = "after_due"
    elif new_date > limit:
        why = "beyond_limit"
    elif rule.extension.needs_consent and consent_asked_on is None:
        why = "no_consent"
    elif rule.extension.ask_before is not None and (consent_asked_on or told_on) >= max(
        promised, add_term(received_on(waiting.received_at), rule.extension.ask_before, calendar)
    ):
        why = "asked_late"
    else:
        return Extension(new_date, limit)
    # How often a person who waits hears from us is blank in every source; two working weeks is our choice.
    update_by = min(new_date, calendar.add_working_days(told_on, NEXT_UPDATE_WORKING_DAYS))
    return LateNotice(new_date, promised, limit, why, update_by)


def instant_due_ends(d: date) -> datetime:
    """Return the instant in UTC at which the London day is over: what is done before it is in time."""
    return datetime.combine(d + timedelta(days=1), time(0), LONDON).astimezone(UTC)


def add_working_hours(
    at: datetime,
    hours: float,
    *,
    calendar: WorkingCalendar,
    opens: time | str = "09:00",
    closes: time | str = "17:00",
) -> datetime:
    """Return the instant in UTC when so many working hours have passed; a time outside them waits for opening.

    `opens` and `closes` are London times on working days. Raises ValueError for an instant without a zone, a
    negative number of hours, or a day that closes before it opens.
    """
    opening = time.fromisoformat(opens) if isinstance(opens, str) else opens
    closing = time.fromisoformat(closes) if isinstance(closes, str) else closes
    if hours < 0 or closing <= opening:
        raise ValueError("working hours need an opening before the closing, and cannot be negative")
    left = timedelta(hours=hours)
    day, moment = received_on(at), at.astimezone(UTC)
    while True:
        if calendar.is_working(day):
            start = max(moment, datetime.combine(day, opening, LONDON).astimezone(UTC))
            end = datetime.combine(day, closing, LONDON).astimezone(UTC)
            if start < end and left <= end - start:
                return start + left
            left -= max(end - start, timedelta(0))
        day += timedelta(days=1)


def reminder_on(due: date, calendar: WorkingCalendar) -> date:
    """Return the day to remind the responder: 3 working days before the reply is due.

    The source says "3 days" (Lewisham 2020/21, appendix 3, 9.1); working days, so that a Monday's reply is not
    first remembered on the Friday before.
    """
    return calendar.add_working_days(due, -REMINDER_WORKING_DAYS)


def light(due: date | None, today: date) -> Light:
    """Return the colour of a matter in a queue: red when overdue, amber when due in 3 days or less, else green.

    The days are calendar days. (Lewisham 2020/21, appendix 3, 9.2.)
    """
    if due is None:
        return "green"
    if today > due:
        return "red"
    return "amber" if (due - today).days <= AMBER_DAYS else "green"
