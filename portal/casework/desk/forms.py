"""The officers' forms. Each names in hidden fields what it was opened for: the stage, or the key of one sending."""

from __future__ import annotations

import re
from datetime import date

from wtforms import HiddenField
from wtforms.validators import InputRequired

from portal.db import new_id
from portal.i18n import lazy
from portal.web.day_field import DayField
from portal.web.forms import PortalForm

_KEY = re.compile(r"[0-9a-f]{32}")


class StageForm(PortalForm):
    """What is done to a stage; ``stage`` is the one the officer was looking at."""

    stage = HiddenField()

    def stage_number(self) -> int:
        """Return the stage the form was opened for; 0, which fits none, when that was tampered with."""
        typed = self.stage.data or ""
        return int(typed) if typed.isdecimal() and len(typed) < 4 else 0


class KeyForm(PortalForm):
    """What is sent once however often it is clicked; ``send_key`` is drawn with the form."""

    send_key = HiddenField()

    def key(self) -> str:
        """Return this form's key; a new one when it has none yet or it was tampered with."""
        if not _KEY.fullmatch(self.send_key.data or ""):
            self.send_key.data = new_id()
        return str(self.send_key.data)


class ConfirmForm(PortalForm):
    """A button and nothing else."""


class LaterForm(PortalForm):
    """A later date and why; those who inherit ask why."""

    new_date = DayField(
        lazy("When will we answer?"),
        description=lazy("A working day, such as 27 3 2026."),
        validators=[InputRequired(lazy("Enter the new date"))],
    )

    def chosen_day(self) -> date:
        """Return the day of a form that was checked."""
        if self.new_date.data is None:
            raise ValueError("the form was not checked")
        return self.new_date.data
