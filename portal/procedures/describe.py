"""Procedures and dates in plain words, for "how we deal with complaints" and "how we worked this out"."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.i18n import format_date
from portal.i18n import gettext as _
from portal.procedures import words
from portal.procedures.deadlines import Counted
from portal.procedures.model import ExtensionRule, ProcedureVersion, StageRule


@dataclass(frozen=True, slots=True)
class StageDescription:
    """One stage in words. `acknowledgement` and `extension` are None where the procedure has none."""

    number: int
    heading: str
    responder: str
    acknowledgement: str | None
    milestones: tuple[str, ...]
    reply: str
    extension: str | None
    where_next: str


@dataclass(frozen=True, slots=True)
class ProcedureDescription:
    """A procedure in words. `any_time` says when the ombudsman may be asked at any time."""

    key: str
    name: str
    stages: tuple[StageDescription, ...]
    any_time: str | None


def describe(version: ProcedureVersion) -> ProcedureDescription:
    """Return the procedure in the current language: stages, who answers, times, and where to go next."""
    any_time = None
    if version.ombudsman_any_time:
        any_time = _("You can go to the ombudsman at any time. They will normally ask us to answer first.")
    return ProcedureDescription(
        key=version.key,
        name=version.name,
        stages=tuple(_describe_stage(version, rule) for rule in version.stages),
        any_time=any_time,
    )


def _describe_stage(version: ProcedureVersion, rule: StageRule) -> StageDescription:
    return StageDescription(
        number=rule.number,
        heading=version.stage_words(rule.number),
        responder=rule.responder_words(),
        acknowledgement=_acknowledgement(rule),
        milestones=_milestones(rule),
        reply=_reply(rule),
        extension=None if rule.extension is None else _extension(rule.extension),
        where_next=_where_next(version, rule),
    )


def _acknowledgement(rule: StageRule) -> str | None:
    if rule.acknowledge is None:
        return None
    if rule.offer_to_talk:
        return _(
            "Within %(term)s we tell you what we understood, and offer to talk with you about it.",
            term=rule.acknowledge.words(),
        )
    return _("Within %(term)s we tell you what we understood.", term=rule.acknowledge.words())


def _milestones(rule: StageRule) -> tuple[str, ...]:
    sentences = []
    for place, milestone in enumerate(rule.milestones):
        sentence = _("Within %(term)s %(what)s.") if place == 0 else _("Within %(term)s after that, %(what)s.")
        sentences.append(sentence % {"term": milestone.within.words(), "what": milestone.words()})
    return tuple(sentences)


def _reply(rule: StageRule) -> str:
    if rule.milestones:
        return _("Within %(term)s after that, we answer.", term=rule.reply.words())
    if rule.reply_from == "acknowledgement":
        return _("Within %(term)s after that, we answer.", term=rule.reply.words())
    return _("Within %(term)s of getting it, we answer.", term=rule.reply.words())


def _extension(rule: ExtensionRule) -> str:
    term = rule.limit.words()
    if rule.needs_consent:
        return _("If we need longer, we ask you first. It can take up to %(term)s in all.", term=term)
    if rule.counted == "more":
        return _("If it is hard to look into, we may need up to %(term)s more. We tell you why.", term=term)
    return _("If it is hard to look into, it can take up to %(term)s in all. We tell you why.", term=term)


def _where_next(version: ProcedureVersion, rule: StageRule) -> str:
    if rule.number == version.last_stage:
        return _("If you do not agree with our answer, you can go to the ombudsman.")
    if rule.ask_within is None:
        return _(
            "If you do not agree with our answer, you can ask for stage %(number)s. You do not have to say why.",
            number=rule.number + 1,
        )
    return _(
        "If you do not agree with our answer, you can ask for stage %(number)s within %(term)s. "
        "You do not have to say why. If you ask later, we will still look at what you ask.",
        number=rule.number + 1,
        term=rule.ask_within.words(),
    )


def worked_out(items: Sequence[Counted]) -> tuple[str, ...]:
    """Return how the dates were worked out, one sentence for each step and each closed day, in the current language.

    `items` are the `worked_out` of a stage's dates; empty items give no sentences.
    """
    if not items:
        return ()
    sentences = [_("We got it on %(date)s. We count from the next working day.", date=format_date(items[0].start))]
    sentences += [_counted(item) for item in items]
    closed = sorted({day for item in items for day in item.closed}, key=lambda day: day.day)
    sentences.append(_("We do not count Saturdays, Sundays or bank holidays."))
    sentences += [
        _("We did not count %(date)s: %(name)s.", date=format_date(day.day), name=words.holiday(day.name))
        for day in closed
    ]
    return tuple(sentences)


def _counted(item: Counted) -> str:
    values = {"term": item.term.words(), "date": format_date(item.end)}
    if item.what == "acknowledge":
        return _("We tell you what we understood within %(term)s: by %(date)s.", **values)
    if item.what != "reply":
        values["what"] = str(words.MILESTONES[item.what])
        if item.start_is == "receipt":
            return _("Within %(term)s %(what)s: by %(date)s.", **values)
        return _("Within %(term)s after that, %(what)s: by %(date)s.", **values)
    if item.start_is == "receipt":
        return _("We answer within %(term)s: by %(date)s.", **values)
    if item.start_is == "acknowledgement":
        return _(
            "We told you what we understood on %(start)s. We answer within %(term)s of that: by %(date)s.",
            start=format_date(item.start),
            **values,
        )
    return _("We answer within %(term)s after that: by %(date)s.", **values)
