"""The council's working days: those of England, without the days on which it is closed."""

from portal.organisation.model import Council
from portal.procedures.calendar import WorkingCalendar, england


def working_calendar(council: Council) -> WorkingCalendar:
    """The calendar that every date promised by this council is counted with."""
    return england(extra_closed=council.closed_days)
