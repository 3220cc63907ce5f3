"""The two ombudsmen, read from their file: who looks at what, how to reach them, and their notices."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import cast, get_args

from portal.procedures import words
from portal.procedures.catalogue import OMBUDSMEN_FILE, RULES
from portal.procedures.model import Function, Term
from portal.procedures.rule_file import RuleFileError, read

NOTICES = ("no_new_complaints",)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something an ombudsman has told everybody, from the first to the last day (None: not known yet)."""

    says: str
    starts: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Ombudsman:
    """One ombudsman. `checked_on` is the day the address was last compared with a published one."""

    key: str
    looks_at: tuple[Function, ...]
    address: tuple[str, ...]
    phone: str
    website: str
    checked_on: date
    normally_within: Term | None
    notices: tuple[Notice, ...]

    @property
    def name(self) -> str:
        """The ombudsman's name in the current language."""
        return str(words.OMBUDSMEN[self.key])

    def find_notice(self, on: date) -> Notice | None:
        """Return the notice in force on this day, or None."""
        for notice in self.notices:
            if notice.starts <= on and (notice.until is None or on <= notice.until):
                return notice
        return None


def load(folder: Path | None = None) -> tuple[Ombudsman, ...]:
    """Return the ombudsmen of the file in `folder` (default: the portal's own), in its order, read once.

    Raises RuleFileError naming the key of the first fault.
    """
    return _load_once((folder or RULES).resolve())


def for_function(function: Function) -> tuple[Ombudsman, ...]:
    """Return whom to ask about this function of the council: one ombudsman, or both when it is mixed."""
    return tuple(ombudsman for ombudsman in load() if function in ombudsman.looks_at)


@lru_cache(maxsize=8)
def _load_once(folder: Path) -> tuple[Ombudsman, ...]:
    table = read(folder / OMBUDSMEN_FILE)
    notices: dict[str, list[Notice]] = {}
    for part in table.tables("notice", needed=False):
        key = part.one_of("ombudsman", words.OMBUDSMEN)
        notice = Notice(part.one_of("says", NOTICES), part.day("from"), part.when_there("until", part.day))
        if notice.until is not None and notice.until < notice.starts:
            raise part.fault("until", "on or after “from”")
        notices.setdefault(key, []).append(notice)
        part.finish()
    ombudsmen = []
    for part in table.tables("ombudsman"):
        key = part.one_of("key", words.OMBUDSMEN)
        looks_at = part.texts("looks_at")
        if not set(looks_at) <= set(get_args(Function)):
            raise part.fault("looks_at", f"some of {', '.join(get_args(Function))}")
        ombudsmen.append(
            Ombudsman(
                key=key,
                looks_at=cast(tuple[Function, ...], looks_at),
                address=part.texts("address"),
                phone=part.text("phone"),
                website=part.text("website"),
                checked_on=part.day("checked_on"),
                normally_within=part.when_there("normally_within", part.term),
                notices=tuple(notices.get(key, ())),
            )
        )
        part.finish()
    table.finish()
    for function in get_args(Function):
        if not any(function in ombudsman.looks_at for ombudsman in ombudsmen):
            raise RuleFileError(f"{OMBUDSMEN_FILE}: nobody looks at {function}")
    return tuple(ombudsmen)
