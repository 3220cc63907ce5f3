"""What a complaint procedure is: frozen values read from the rule files."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from portal.errors import NotFound
from portal.i18n import gettext as _
from portal.i18n import ngettext
from portal.procedures import words

Function = Literal["council", "housing_landlord", "mixed"]
Kind = Literal["corporate", "children", "adult", "enquiry"]
ReplyFrom = Literal["receipt", "acknowledgement"]

# Housing Ombudsman Complaint Handling Code 5.3: from the day it became statutory, a landlord has two stages.
TWO_STAGES_FOR_LANDLORDS_FROM = date(2024, 4, 1)
LANDLORD_STAGES = 2


class Unit(StrEnum):
    """What a term is counted in."""

    WORKING_DAYS = "working_days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time such as 10 working days or 6 calendar months."""

    amount: int
    unit: Unit

    def words(self) -> str:
        """Return the term in the current language: "10 working days"."""
        if self.unit is Unit.MONTHS:
            return ngettext("%(num)s month", "%(num)s months", self.amount)
        return ngettext("%(num)s working day", "%(num)s working days", self.amount)


@dataclass(frozen=True, slots=True)
class ExtensionRule:
    """How far a reply date may move and still be an extension instead of a late notice.

    `limit` is counted from the reply date the rules gave when `counted` is "more", and from receipt when it is
    "in_all". With `ask_before`, consent must be asked before that day, counted from receipt.
    """

    limit: Term
    counted: Literal["more", "in_all"]
    needs_consent: bool = False
    ask_before: Term | None = None


@dataclass(frozen=True, slots=True)
class MilestoneRule:
    """Something promised on the way to the reply, counted from the milestone before it or from the stage's start."""

    key: str
    within: Term

    def words(self) -> str:
        """Return what is promised, in the current language: "the review panel meets"."""
        return str(words.MILESTONES[self.key])


@dataclass(frozen=True, slots=True)
class StageRule:
    """One stage: who answers, and how long each thing may take.

    `reply` is counted from the day of receipt or of the acknowledgement, as `reply_from` says, or from the last
    milestone where there are `milestones`. `ask_within` is how long a person has to ask for the next stage after
    this one's answer; None shows no limit. `offer_to_talk` goes into the acknowledgement.
    """

    number: int
    responder: str
    reply: Term
    reply_from: ReplyFrom
    acknowledge: Term | None = None
    extension: ExtensionRule | None = None
    ask_within: Term | None = None
    milestones: tuple[MilestoneRule, ...] = ()
    offer_to_talk: bool = False

    def responder_words(self) -> str:
        """Return who answers, in the current language: "a manager of the service"."""
        return str(words.RESPONDERS[self.responder])


@dataclass(frozen=True, slots=True)
class Use:
    """A function of the council the procedure may be used for, and the last day on which (None: no end)."""

    function: Function
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ProcedureVersion:
    """A procedure as it is in force from one day until its next version begins.

    A stage keeps the version in force on the day its request was received (for stage 1, the complaint), so
    `key` and `effective_from` are what a running stage stores.
    """

    key: str
    english_name: str
    kind: Kind
    effective_from: date
    stages: tuple[StageRule, ...]
    uses: tuple[Use, ...]
    ombudsman_any_time: bool = False

    @property
    def name(self) -> str:
        """The procedure's name for people, in the current language."""
        return _(self.english_name)

    @property
    def last_stage(self) -> int:
        """The number of the last stage before the ombudsman."""
        return self.stages[-1].number

    def stage(self, number: int) -> StageRule:
        """Return the rule of this stage. Raises NotFound when the procedure has no such stage."""
        for rule in self.stages:
            if rule.number == number:
                return rule
        raise NotFound("stage")

    def serves(self, function: Function, *, on: date) -> bool:
        """Say whether a new complaint about this function may use the procedure on this day; an enquiry is none."""
        return self.kind != "enquiry" and any(
            use.function == function and (use.until is None or on <= use.until) for use in self.uses
        )

    def last_stage_for(self, function: Function, *, on: date) -> int:
        """Return the last stage that may be opened for this function on this day.

        A landlord's third stage is "not acceptable under any circumstances" (Housing Ombudsman Code 5.3), so a
        matter that began under three stages goes to the ombudsman after the second from 1 April 2024 on. The stages
        of a statutory procedure are the person's right and stay.
        """
        if self.kind == "corporate" and function != "council" and on >= TWO_STAGES_FOR_LANDLORDS_FROM:
            return min(self.last_stage, LANDLORD_STAGES)
        return self.last_stage

    def stage_words(self, number: int) -> str:
        """Return "Stage 2", or "Our answer" for a procedure with one stage, in the current language."""
        return _("Our answer") if self.last_stage == 1 else _("Stage %(number)s", number=number)
