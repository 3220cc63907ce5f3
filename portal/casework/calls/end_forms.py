"""How a call ends: broken off, or with what the caller takes away besides the reference."""

from __future__ import annotations

from datetime import date

from wtforms import HiddenField, SelectField, TextAreaField, ValidationError
from wtforms.validators import InputRequired

from portal import clock
from portal.casework.callers.forms import MayWrite
from portal.i18n import lazy
from portal.web.day_field import DayField
from portal.web.forms import AtMost, PortalForm

_LONGEST_WAIT_DAYS = 28


class BrokenOffForm(PortalForm):
    """Who finishes a call that broke off, and by when. The view fills in the officers."""

    owner = SelectField(lazy("Who finishes this call?"), choices=[])
    until = DayField(
        lazy("By which day?"),
        validators=[InputRequired(lazy("Enter the day by which somebody finishes this call"))],
        description=lazy("For example, 27 11 2026"),
    )

    def validate_until(self, field: DayField) -> None:
        """Refuse a day that is over, and one so far away that nobody would remember."""
        day: date | None = field.data
        if day is None:
            return
        days = (day - clock.today()).days
        if not 0 <= days <= _LONGEST_WAIT_DAYS:
            raise ValidationError(lazy("Choose today or a day in the next 4 weeks"))


class RegisterForm(PortalForm):
    """Register what was read back. ``as_read`` is when that was saved, so that nothing else is registered."""

    as_read = HiddenField()


class PostalForm(PortalForm):
    """Where to post the reference and a private code. The address is asked for only when there is none."""

    address = TextAreaField(
        lazy("Address"),
        validators=[InputRequired(lazy("Enter the address we should write to")), AtMost(2_000)],
        description=lazy("“Which address shall we write to?”"),
        render_kw={"rows": 4, "autocomplete": "off"},
    )


class ChildsPostalForm(MayWrite, PostalForm):
    """Where to post them to a child."""
