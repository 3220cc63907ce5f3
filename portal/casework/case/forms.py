"""What an officer fills in on a matter's own page: whom it is given to, notes, contact records, evidence."""

from __future__ import annotations

import re
from datetime import datetime, time

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from portal import clock
from portal.casework.case.contact_record import KINDS
from portal.casework.desk.forms import KeyForm
from portal.errors import Refusal
from portal.i18n import gettext as _
from portal.i18n import lazy
from portal.web.day_field import DayField
from portal.web.forms import AtMost, PortalForm, choice

_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?:(?P<half>[ap])\.?m\.?)?")
_LAST_HOUR, _LAST_MINUTE = 23, 59


class AssignForm(PortalForm):
    """To whom a matter goes; the choices are filled in by the view."""

    to = SelectField(lazy("Who deals with it?"), validators=[InputRequired(lazy("Choose who deals with it"))])


class ContactForm(KeyForm):
    """A call or a meeting that has been."""

    kind = RadioField(
        lazy("What was it?"),
        choices=[choice(key, words) for key, words in KINDS.items()],
        validators=[InputRequired(lazy("Choose what it was"))],
    )
    day = DayField(lazy("On which day?"), validators=[InputRequired(lazy("Enter the day"))])
    time = StringField(
        lazy("At what time?"),
        description=lazy("Such as 2:30pm or 14:30. Leave it empty if it was just now."),
        validators=[Optional(), AtMost(20)],
        render_kw={"classes": "govuk-input--width-5"},
    )
    body = TextAreaField(
        lazy("What was said"),
        description=lazy("Only officers see this. You can leave it empty if nobody answered."),
        render_kw={"rows": 5},
    )

    def moment(self, now: datetime) -> datetime:
        """Return when it was: the time typed, else this moment today, else noon of an earlier day.

        Raises Refusal ``time_unclear``.
        """
        day, typed = self.day.data or clock.london_date(now), (self.time.data or "").strip()
        if not typed:
            return now if day == clock.london_date(now) else datetime.combine(day, time(12), clock.LONDON)
        found = _TIME.fullmatch(typed.casefold())
        hour = int(found["hour"]) % 12 + 12 * (found["half"] == "p") if found and found["half"] else None
        if found and hour is None:
            hour = int(found["hour"])
        minute = int(found["minute"] or 0) if found else 0
        if hour is None or hour > _LAST_HOUR or minute > _LAST_MINUTE:
            raise Refusal("time_unclear", _("Enter a time, such as 2:30pm or 14:30"), field="time")
        return datetime.combine(day, time(hour, minute), clock.LONDON)


class NoteForm(KeyForm):
    """Words for other officers."""

    body = TextAreaField(
        lazy("Your note"),
        description=lazy("Only officers see this. It is never sent."),
        validators=[InputRequired(lazy("Write your note"))],
    )


class ReleaseForm(PortalForm):
    """Why a file is let out before it is scanned."""

    reason = TextAreaField(
        lazy("Why do you let it out?"),
        validators=[InputRequired(lazy("Say why you let this file out."))],
        render_kw={"rows": 3},
    )
