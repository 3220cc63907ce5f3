"""All procedures the portal can run, read from the rule files and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import cast, get_args

from portal.errors import NotFound, Refusal
from portal.i18n import gettext as _
from portal.procedures import words
from portal.procedures.model import (
    LANDLORD_STAGES,
    TWO_STAGES_FOR_LANDLORDS_FROM,
    ExtensionRule,
    Function,
    Kind,
    MilestoneRule,
    ProcedureVersion,
    ReplyFrom,
    StageRule,
    Use,
)
from portal.procedures.rule_file import RuleFileError, Table, read

RULES = Path(__file__).parent / "rules"
OMBUDSMEN_FILE = "ombudsmen.toml"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every version of every procedure, by key, the oldest first."""

    procedures: Mapping[str, tuple[ProcedureVersion, ...]]

    def keys(self) -> tuple[str, ...]:
        """Return the keys of all procedures, in order of the alphabet."""
        return tuple(sorted(self.procedures))

    def version_in_force(self, key: str, *, on: date) -> ProcedureVersion:
        """Return the version that a stage requested on this London day keeps.

        Raises NotFound for an unknown procedure, and for a day before its first version.
        """
        found = [version for version in self.procedures.get(key, ()) if version.effective_from <= on]
        if not found:
            raise NotFound("procedure")
        return found[-1]

    def version(self, key: str, effective_from: date) -> ProcedureVersion:
        """Return the version that a running stage kept. Raises NotFound when there is none from that day."""
        for version in self.procedures.get(key, ()):
            if version.effective_from == effective_from:
                return version
        raise NotFound("procedure")

    def version_for(self, key: str, *, function: Function, on: date) -> ProcedureVersion:
        """Return the version in force for a new complaint about this function of the council.

        Raises NotFound as `version_in_force` does, and Refusal "procedure_not_for_function" when the procedure is
        not for it: a landlord may not have a third stage (Housing Ombudsman Code 5.3).
        """
        version = self.version_in_force(key, on=on)
        if not version.serves(function, on=on):
            raise Refusal("procedure_not_for_function", _("This procedure cannot be used for this service."))
        return version


def load(folder: Path | None = None) -> Catalogue:
    """Return the catalogue of the rule files in `folder` (default: the portal's own), read once.

    Raises RuleFileError naming the file and the key of the first fault.
    """
    return _load_once((folder or RULES).resolve())


@lru_cache(maxsize=8)
def _load_once(folder: Path) -> Catalogue:
    files = [path for path in sorted(folder.glob("*.toml")) if path.name != OMBUDSMEN_FILE]
    if not files:
        raise RuleFileError(f"{folder.name}: there is no rule file")
    return Catalogue({path.stem: read_procedure(path.stem, read(path)) for path in files})


def read_procedure(key: str, table: Table) -> tuple[ProcedureVersion, ...]:
    """Return the versions that a rule file describes, the oldest first. Raises RuleFileError."""
    table.text("source")
    name = table.text("name")
    kind = cast(Kind, table.one_of("kind", get_args(Kind)))
    any_time = table.yes_or_no("ombudsman_any_time")
    uses = tuple(_use(part) for part in table.tables("used_for"))
    versions: list[ProcedureVersion] = []
    for part in table.tables("version"):
        effective_from = part.day("from")
        if versions and effective_from <= versions[-1].effective_from:
            raise part.fault("from", "later than the version before")
        versions.append(ProcedureVersion(key, name, kind, effective_from, _stages(part), uses, any_time))
        part.finish()
    table.finish()
    _refuse_third_stage_for_landlords(table, versions)
    return tuple(versions)


def _use(table: Table) -> Use:
    function = cast(Function, table.one_of("function", get_args(Function)))
    use = Use(function, table.when_there("until", table.day))
    table.finish()
    return use


def _stages(version: Table) -> tuple[StageRule, ...]:
    stages = []
    for number, table in enumerate(version.tables("stage"), start=1):
        if table.whole_number("number") != number:
            raise table.fault("number", f"{number}, counting from 1")
        stages.append(_stage(number, table))
    return tuple(stages)


def _stage(number: int, table: Table) -> StageRule:
    rule = StageRule(
        number=number,
        responder=table.one_of("responder", words.RESPONDERS),
        reply=table.term("reply"),
        reply_from=cast(ReplyFrom, table.one_of("reply_from", get_args(ReplyFrom))),
        acknowledge=table.when_there("acknowledge", table.term),
        extension=_extension(table.table("extension")) if "extension" in table else None,
        ask_within=table.when_there("ask_within", table.term),
        milestones=tuple(_milestone(part) for part in table.tables("milestone", needed=False)),
        offer_to_talk=table.yes_or_no("offer_to_talk"),
    )
    if rule.reply_from == "acknowledgement" and rule.acknowledge is None:
        raise table.fault("acknowledge", "there when the reply is counted from it")
    table.finish()
    return rule


def _extension(table: Table) -> ExtensionRule:
    if ("by" in table) == ("to" in table):
        raise table.fault("by", "there, or “to” instead of it (“by” more, or “to” in all)")
    rule = ExtensionRule(
        limit=table.term("by") if "by" in table else table.term("to"),
        counted="more" if "by" in table else "in_all",
        needs_consent=table.yes_or_no("needs_consent"),
        ask_before=table.when_there("ask_before", table.term),
    )
    table.finish()
    return rule


def _milestone(table: Table) -> MilestoneRule:
    rule = MilestoneRule(table.one_of("what", words.MILESTONES), table.term("within"))
    table.finish()
    return rule


def _refuse_third_stage_for_landlords(table: Table, versions: list[ProcedureVersion]) -> None:
    """Housing Ombudsman Code 5.3: more than two stages is not acceptable, from 1 April 2024 on.

    A matter that is partly the landlord's ("mixed") is one of these.
    """
    for version, following in zip(versions, [*versions[1:], None], strict=True):
        if version.last_stage <= LANDLORD_STAGES:
            continue
        if following is not None and following.effective_from <= TWO_STAGES_FOR_LANDLORDS_FROM:
            continue
        day = max(version.effective_from, TWO_STAGES_FOR_LANDLORDS_FROM)
        if version.serves("housing_landlord", on=day) or version.serves("mixed", on=day):
            raise table.fault(
                "used_for",
                "without housing_landlord and mixed from 1 April 2024 on, "
                f"since {version.key} has more than two stages (Housing Ombudsman Code 5.3)",
            )
