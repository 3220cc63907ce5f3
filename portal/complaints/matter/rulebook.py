"""What the council has decided, as one frozen value: its services and teams, procedures and working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from portal.organisation import council as councils
from portal.organisation.model import Council
from portal.organisation.working_time import working_calendar
from portal.procedures import catalogue as catalogues
from portal.procedures.calendar import WorkingCalendar
from portal.procedures.catalogue import Catalogue
from portal.procedures.model import ProcedureVersion, StageRule


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Council, catalogue of procedures and calendar of working days, read once per process."""

    council: Council
    catalogue: Catalogue
    calendar: WorkingCalendar

    def version(self, procedure: str, effective_from: date) -> ProcedureVersion:
        """Return the version a running stage keeps. Raises NotFound."""
        return self.catalogue.version(procedure, effective_from)

    def rule(self, procedure: str, effective_from: date, number: int) -> StageRule:
        """Return the rule of a running stage. Raises NotFound."""
        return self.version(procedure, effective_from).stage(number)


@lru_cache(maxsize=8)
def read(council_file: Path | None = None) -> Rulebook:
    """Return the rulebook of the council in this file, or of Example Borough."""
    council = councils.load(council_file)
    return Rulebook(
        council=council,
        catalogue=catalogues.load(),
        calendar=working_calendar(council),
    )
