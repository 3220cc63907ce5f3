"""Where a matter stands, in plain words, from the rows of its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal import clock
from portal.complaints.grants.open_matter import OpenMatter
from portal.complaints.matter.findings import FINDINGS
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.matter.standing import RunningStage, standing_of
from portal.complaints.tracking.exchange_rows import ChaseRow, ExchangeRow, ReplyRow, RequestRow, WithdrawalRow
from portal.complaints.tracking.reading import Promise
from portal.i18n import format_date
from portal.i18n import gettext as _
from portal.organisation import routing
from portal.organisation.model import OmbudsmanFunction
from portal.procedures import next_step, steps
from portal.procedures.model import ProcedureVersion
from portal.procedures.next_step import Because
from portal.procedures.steps import Step


@dataclass(frozen=True, slots=True)
class Glance:
    """Where a matter stands today and what its person may do; ``colour`` is the colour of the ``status`` tag."""

    version: ProcedureVersion
    function: OmbudsmanFunction
    standing: steps.Standing
    allowed: frozenset[Step]
    status: str
    colour: str
    says: tuple[str, ...]
    ombudsman_because: Because


def look(
    matter: OpenMatter, exchange: Sequence[ExchangeRow], promised: Sequence[Promise], *, rulebook: Rulebook, today: date
) -> Glance:
    """Return where a matter stands on this day, in the current language."""
    version = rulebook.version(matter.procedure, matter.procedure_from)
    function = routing.ombudsman_for(rulebook.council, matter.service, today)
    withdrawal = next((row for row in exchange if isinstance(row, WithdrawalRow) and row.undone_at is None), None)
    owed = {
        one.kind: one.due
        for one in promised
        if one.kept_at is None and one.replaced_at is None and (one.stage == matter.stage or one.kind == "request")
    }
    standing = standing_of(
        RunningStage(
            number=matter.stage,
            acknowledged=matter.acknowledged_at is not None,
            answered=matter.answered_at is not None,
            reply_due=owed.get("reply"),
        ),
        outcomes=[row.outcome for row in exchange if isinstance(row, RequestRow)],
        undo_until=withdrawal.undo_until if withdrawal else None,
        last_stage=version.last_stage_for(function, on=today),
        today=today,
    )
    if withdrawal is not None:
        status, colour, says = _("Withdrawn"), "grey", _withdrawn(withdrawal, standing)
    else:
        status, colour, says = _words(exchange, standing, owed, today)
    says += _chased(exchange, today)
    return Glance(
        version=version,
        function=function,
        standing=standing,
        allowed=steps.allowed(standing, version),
        status=status,
        colour=colour,
        says=tuple(says),
        ombudsman_because=_because(standing),
    )


def ombudsman(glance: Glance, *, today: date) -> next_step.NextStep:
    """Return the right ombudsman for where the matter stands."""
    because = glance.ombudsman_because
    return next_step.to_ombudsman(
        glance.version,
        ombudsman_function=glance.function,
        on=today,
        because=because,
        stage=glance.standing.stage if because == "late" else None,
    )


def _because(standing: steps.Standing) -> Because:
    if standing.reply_overdue and not standing.answered:
        return "late"
    if standing.refused:
        return "refused"
    return "answered" if standing.answered else "any_time"


def _words(
    exchange: Sequence[ExchangeRow], standing: steps.Standing, owed: dict[str, date], today: date
) -> tuple[str, str, list[str]]:
    if standing.open_request:
        return _asked(exchange, owed, today)
    if standing.answered:
        return _answered(exchange, standing)
    reply = owed.get("reply")
    if reply is not None and standing.reply_overdue:
        return (
            _("We are late"),
            "red",
            [
                _(
                    "We promised you an answer by %(date)s. We have not kept that promise, and we are sorry.",
                    date=format_date(reply),
                ),
                _("You do not have to wait for us. Below you can see what you can do now."),
            ],
        )
    if standing.acknowledged:
        says = [_("We are looking into what you told us.")]
    else:
        says = [_("We have your complaint.") if standing.stage == 1 else _("We have taken your complaint further.")]
        understood = owed.get("acknowledge")
        if understood is not None and understood < today:
            says.append(
                _(
                    "We promised to tell you what we understood by %(date)s. We are late with this, and we are sorry.",
                    date=format_date(understood),
                )
            )
        elif understood is not None:
            says.append(_("We will tell you what we understood by %(date)s.", date=format_date(understood)))
    if reply is not None:
        says.append(_("We will answer you by %(date)s.", date=format_date(reply)))
    status = _("We are looking into it") if standing.acknowledged else _("We have it")
    return status, "blue", says


def _chased(exchange: Sequence[ExchangeRow], today: date) -> list[str]:
    in_time = {
        "update": _("You asked for an update on %(asked)s. We answer by %(date)s."),
        "remedy": _("You told us on %(asked)s that we have not done what we promised. We answer by %(date)s."),
    }
    late = {
        "update": _(
            "You asked for an update on %(asked)s. We promised to answer by %(date)s. We are late, and we are sorry."
        ),
        "remedy": _(
            "You told us on %(asked)s that we have not done what we promised. We promised to answer by %(date)s. "
            "We are late, and we are sorry."
        ),
    }
    return [
        (late if row.answer_by < today else in_time)[row.kind]
        % {"asked": format_date(clock.london_date(row.at)), "date": format_date(row.answer_by)}
        for row in exchange
        if isinstance(row, ChaseRow) and row.answered_at is None
    ]


def _withdrawn(withdrawal: WithdrawalRow, standing: steps.Standing) -> list[str]:
    says = [
        _(
            "You withdrew this complaint on %(date)s. We are not working on it.",
            date=format_date(clock.london_date(withdrawal.at)),
        )
    ]
    if standing.may_undo:
        says.append(_("You can take it up again until the end of %(date)s.", date=format_date(withdrawal.undo_until)))
    else:
        says.append(_("The time to take it up again here is over. You can still add a message, or call us."))
    return says


def _asked(exchange: Sequence[ExchangeRow], owed: dict[str, date], today: date) -> tuple[str, str, list[str]]:
    request = next(row for row in exchange if isinstance(row, RequestRow) and row.decided_at is None)
    says = [
        _("You asked us to take this further on %(date)s.", date=format_date(clock.london_date(request.at))),
    ]
    due = owed.get("request")
    if due is not None and due < today:
        says.append(_("We promised to answer that by %(date)s. We are late, and we are sorry.", date=format_date(due)))
        return _("We are late"), "red", says
    if due is not None:
        says.append(_("We will tell you by %(date)s what happens next.", date=format_date(due)))
    return _("You asked to take it further"), "blue", says


def _answered(exchange: Sequence[ExchangeRow], standing: steps.Standing) -> tuple[str, str, list[str]]:
    reply = next((row for row in reversed(exchange) if isinstance(row, ReplyRow)), None)
    finding = FINDINGS.get(reply.finding) if reply else None
    says = [_("You can read our answer below, with our reasons.")]
    if finding is not None:
        says.insert(0, _("Our answer: %(finding)s.", finding=str(finding.plain)))
    if standing.refused:
        says.append(_("We said that we will not take it further. You can ask an ombudsman about that."))
    elif standing.last_stage is not None and standing.stage >= standing.last_stage:
        says.append(_("This is our last answer. If you do not agree, you can ask an ombudsman to look at it."))
    else:
        says.append(_("If you do not agree, you can take it further. You do not have to say why."))
    return _("Answered"), "green", says
