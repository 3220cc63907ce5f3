"""How to go further, and to which ombudsman: the block that stands in every reply and that nobody edits."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from portal.i18n import format_date
from portal.i18n import gettext as _
from portal.procedures import ombudsmen
from portal.procedures.calendar import WorkingCalendar, england
from portal.procedures.deadlines import add_term
from portal.procedures.model import Function, ProcedureVersion
from portal.procedures.ombudsmen import Ombudsman
from portal.procedures.words import RESPONDERS

Because = Literal["answered", "any_time", "extended", "late", "refused"]


@dataclass(frozen=True, slots=True)
class NextStep:
    """Where a matter may go from here.

    `stage` and `responder` (a key) are there when `kind` is "stage", and when the council is late at a stage that has
    another after it. `ask_by` is the last day a person is asked to keep to, None when there is no limit. `ombudsmen`
    are those to name in this letter, one or (mixed) both. `answer_first` adds that the ombudsman normally asks the
    council to answer first. `on` is the letter's day.
    """

    kind: Literal["stage", "ombudsman"]
    stage: int | None
    responder: str | None
    ombudsmen: tuple[Ombudsman, ...]
    ask_by: date | None
    because: Because
    answer_first: bool
    on: date


def next_step(
    version: ProcedureVersion,
    *,
    stage: int,
    ombudsman_function: Function,
    on: date,
    calendar: WorkingCalendar | None = None,
) -> NextStep:
    """Return how to go further after the answer of this stage, given on the day `on`.

    The next stage, or after the last one the right ombudsman (docs/procedures.md, Which ombudsman). Where the
    ombudsman may be asked at any time (SI 2009/309), it is named at every stage. `calendar` counts `ask_within`
    (default: England). Raises NotFound when the procedure has no such stage.
    """
    rule = version.stage(stage)
    if stage >= version.last_stage_for(ombudsman_function, on=on):
        return to_ombudsman(version, ombudsman_function=ombudsman_function, on=on, because="answered")
    ask_by = add_term(on, rule.ask_within, calendar or england()) if rule.ask_within else None
    any_time = version.ombudsman_any_time
    return NextStep(
        kind="stage",
        stage=stage + 1,
        responder=version.stage(stage + 1).responder,
        ombudsmen=ombudsmen.for_function(ombudsman_function) if any_time else (),
        ask_by=ask_by,
        because="answered",
        answer_first=any_time,
        on=on,
    )


def to_ombudsman(
    version: ProcedureVersion,
    *,
    ombudsman_function: Function,
    on: date,
    because: Because,
    stage: int | None = None,
) -> NextStep:
    """Return the right ombudsman now, for letters that must name it before the last answer.

    `because` is "extended" (LGSCO Code 6.5), "late", "refused" (LGSCO Code 2), "any_time" (adult social care: in
    receipt, acknowledgement and on the tracking page) or "answered". With "late" and the `stage` that is late, the
    next stage is offered beside the ombudsman where there is one (docs/procedures.md, Extending, and being late).
    """
    following = None
    if because == "late" and stage is not None and stage < version.last_stage_for(ombudsman_function, on=on):
        following = version.stage(stage + 1)
    return NextStep(
        kind="ombudsman",
        stage=following.number if following else None,
        responder=following.responder if following else None,
        ombudsmen=ombudsmen.for_function(ombudsman_function),
        ask_by=None,
        because=because,
        answer_first=version.ombudsman_any_time and because not in ("late", "refused"),
        on=on,
    )


def words(*steps: NextStep) -> tuple[str, ...]:
    """Return the paragraphs that tell a person how to go further, in the current language.

    A later step leaves out what an earlier one has said.
    """
    paragraphs: list[str] = []
    for step in steps:
        paragraphs += [one for one in _words(step) if one not in paragraphs]
    return tuple(paragraphs)


def _words(step: NextStep) -> tuple[str, ...]:
    if step.kind == "ombudsman":
        return (*_opening(step), *_ombudsman_words(step))
    paragraphs = [
        _(
            "If you do not agree with this answer, you can take your complaint further. "
            "The next step is stage %(number)s. This is who will answer: %(responder)s.",
            **_following(step),
        ),
        _how(),
    ]
    if step.ask_by is not None:
        paragraphs.append(
            _(
                "Please ask by %(date)s. If you ask later, we will still look at what you ask.",
                date=format_date(step.ask_by),
            )
        )
    if step.ombudsmen:
        paragraphs += (_any_time(), *_ombudsman_words(step))
    return tuple(paragraphs)


def _how() -> str:
    return _(
        "Tell us that you want to take it further. You do not have to say why. You can do it where you follow "
        "your complaint online, by phone, by email or by letter. Your reference stays the same."
    )


def _following(step: NextStep) -> dict[str, object]:
    return {"number": step.stage, "responder": RESPONDERS[step.responder] if step.responder else ""}


def _opening(step: NextStep) -> tuple[str, ...]:
    if step.because == "late":
        late = _("We are late, and you do not have to wait for us. You can ask an ombudsman to look at this now.")
        if step.stage is None:
            return (late,)
        further = _(
            "You can take your complaint further now, without waiting for our answer. "
            "The next step is stage %(number)s. This is who will answer: %(responder)s.",
            **_following(step),
        )
        return (further, _how(), late)
    if step.because == "extended":
        return (_("If you are unhappy that we need more time, you can ask an ombudsman about it."),)
    if step.because == "refused":
        return (_("If you do not agree with our decision, you can ask an ombudsman to look at it."),)
    if step.because == "any_time":
        return (_any_time(),)
    return (_("This is our last answer. If you do not agree with it, you can ask an ombudsman to look at it."),)


def _any_time() -> str:
    return _("You can ask an ombudsman to look at your complaint at any time.")


def _ombudsman_words(step: NextStep) -> tuple[str, ...]:
    paragraphs = [_("An ombudsman is independent of us. Asking them is free.")]
    if step.answer_first:
        paragraphs.append(_("The ombudsman will normally ask us to answer first."))
    several = len(step.ombudsmen) > 1
    for ombudsman in step.ombudsmen:
        if several:
            paragraphs.append(_part(ombudsman))
        paragraphs.append(
            _(
                "%(name)s, %(address)s. Phone: %(phone)s. Website: %(website)s",
                name=ombudsman.name,
                address=", ".join(ombudsman.address),
                phone=ombudsman.phone,
                website=ombudsman.website,
            )
        )
        if ombudsman.normally_within is not None:
            paragraphs.append(
                _(
                    "Please ask within %(term)s of when you first knew about the problem. "
                    "If it is longer ago, they may still look at it.",
                    term=ombudsman.normally_within.words(),
                )
            )
        paragraphs += _notice(ombudsman, step.on)
    return tuple(paragraphs)


def _part(ombudsman: Ombudsman) -> str:
    if "housing_landlord" in ombudsman.looks_at:
        return _("For the part about the council as your landlord (such as repairs, tenancy or leasehold), ask:")
    return _("For every other part, ask:")


def _notice(ombudsman: Ombudsman, on: date) -> tuple[str, ...]:
    notice = ombudsman.find_notice(on)
    if notice is None:
        return ()
    if notice.until is None:
        return (_("%(name)s is not taking new complaints at the moment.", name=ombudsman.name),)
    return (
        _(
            "%(name)s is not taking new complaints until the end of %(date)s. You can ask them after that.",
            name=ombudsman.name,
            date=format_date(notice.until),
        ),
    )
