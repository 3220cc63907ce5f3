"""Promised dates in words: what was promised, whether it was kept, and how the day was worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal import clock
from portal.complaints.matter.promises import counted
from portal.complaints.tracking.reading import Promise
from portal.i18n import format_date, format_list, lazy
from portal.i18n import gettext as _
from portal.procedures.deadlines import Counted
from portal.procedures.words import MILESTONES, holiday


@dataclass(frozen=True, slots=True)
class PromiseWords:
    """One promised date as it is shown.

    ``colour`` is one of GOV.UK's tag colours; ``note`` says when it was kept, "" when it was not; ``how`` are the
    steps of the count.
    """

    label: str
    day: str
    status: str
    colour: str
    note: str
    how: tuple[str, ...]


_KINDS = {
    "acknowledge": lazy("We tell you what we understood"),
    "reply": lazy("We answer you"),
    "request": lazy("We tell you if we take it further"),
    "update": lazy("We write to you again"),
    "remedy": lazy("We tell you when we do what we promised"),
}
_STARTS = {
    "receipt": lazy("the day we got it"),
    "acknowledgement": lazy("the day we told you what we understood"),
    "latest_acknowledgement": lazy("the last day to tell you what we understood"),
    "request": lazy("the day you asked"),
    "withdrawal": lazy("the date before; these are the days it was withdrawn"),
}


def shown(promised: Sequence[Promise], *, today: date, withdrawn: bool) -> list[PromiseWords]:
    """Return every date promised, in order, in the current language."""
    return [_shown(one, today, withdrawn) for one in promised]


def _shown(one: Promise, today: date, withdrawn: bool) -> PromiseWords:
    label = str(_KINDS.get(one.kind) or MILESTONES.get(one.kind, one.kind))
    if one.stage > 1 and one.kind not in {"request", "update", "remedy"}:
        label = _("Stage %(number)s: %(what)s", number=one.stage, what=label)
    status, colour = _status(one, today, withdrawn)
    note = _("Done on %(date)s.", date=format_date(clock.london_date(one.kept_at))) if one.kept_at else ""
    return PromiseWords(label, format_date(one.due), status, colour, note, _how(one))


def _status(one: Promise, today: date, withdrawn: bool) -> tuple[str, str]:
    if one.kept_at is not None:
        return (_("Kept"), "green") if clock.london_date(one.kept_at) <= one.due else (_("Late"), "red")
    if one.replaced_at is not None:
        if clock.london_date(one.replaced_at) > one.due:
            return _("Missed"), "red"
        return _("Changed"), "grey"
    if withdrawn:
        return _("Stopped"), "grey"
    return (_("Missed"), "red") if one.due < today else (_("Promised"), "blue")


def _how(one: Promise) -> tuple[str, ...]:
    return tuple(sentence for step in counted(one.worked_out) for sentence in _counted(step, one.stage))


def _counted(step: Counted, stage: int) -> list[str]:
    start_is = "request" if stage > 1 and step.start_is == "receipt" else step.start_is
    sentences = [
        _(
            "%(term)s, counted from %(start)s: %(what)s.",
            term=step.term.words(),
            start=format_date(step.start),
            what=_STARTS.get(start_is, _("the step before")),
        )
    ]
    if step.closed:
        days = [
            _("%(date)s (%(name)s)", date=format_date(closed.day), name=holiday(closed.name)) for closed in step.closed
        ]
        sentences.append(_("These days do not count: %(days)s.", days=format_list(days)))
    return sentences
