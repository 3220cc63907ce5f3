"""The officers' forms. Each names in hidden fields what it was opened for: the stage, or the key of one sending."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from portal import clock
from portal.casework.answering.root_causes import ROOT_CAUSES
from portal.casework.case.contact_record import KINDS
from portal.complaints.matter.findings import FINDINGS
from portal.db import new_id
from portal.errors import Refusal
from portal.i18n import gettext as _
from portal.i18n import lazy
from portal.people.models import Person
from portal.web.day_field import DayField
from portal.web.forms import AtMost, PortalForm, choice

_KEY = re.compile(r"[0-9a-f]{32}")
_WRITER = "writer"
_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?:(?P<half>[ap])\.?m\.?)?")
_LAST_HOUR, _LAST_MINUTE = 23, 59


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


class JumpForm(PortalForm):
    """A reference, in any spelling."""

    reference = StringField(
        lazy("Open a complaint by its reference"),
        validators=[InputRequired(lazy("Enter a reference")), AtMost(100)],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "classes": "govuk-input--width-20"},
    )


class AcknowledgeForm(StageForm):
    """What the acknowledgement tells the person."""

    understood = TextAreaField(
        lazy("What we understood"),
        description=lazy("The complaint in your own words, each point. The person can correct it."),
        validators=[InputRequired(lazy("Say what you understood the complaint to be"))],
    )
    outcome = TextAreaField(
        lazy("What the person wants to happen"),
        validators=[InputRequired(lazy("Say what the person wants to happen"))],
        render_kw={"rows": 4},
    )
    not_ours = TextAreaField(
        lazy("What we are not responsible for"),
        description=lazy("Say who is, when you know."),
        validators=[Optional()],
        render_kw={"rows": 3},
    )
    handler = StringField(lazy("Who handles it"), validators=[InputRequired(lazy("Say who is handling the complaint"))])
    phone = StringField(
        lazy("Phone number the person can call"),
        validators=[InputRequired(lazy("Give a phone number the person can call")), AtMost(60)],
        render_kw={"inputmode": "tel", "dir": "ltr", "classes": "govuk-input--width-20"},
    )


class ReplyForm(StageForm):
    """The answer. How to go further is no field: the portal adds it."""

    finding = RadioField(
        lazy("What did you find?"),
        choices=[choice(one.key, one.formal, hint=one.plain) for one in FINDINGS.values()],
        validators=[InputRequired(lazy("Choose what you found"))],
    )
    reasons = TextAreaField(
        lazy("The reasons"),
        description=lazy("Answer each point. Say what you looked at, what you found and why."),
        validators=[InputRequired(lazy("Give the reasons"))],
        render_kw={"rows": 12},
    )
    remedy = TextAreaField(
        lazy("What we will do to put it right"),
        description=lazy("What, who does it and by when."),
        validators=[Optional()],
        render_kw={"rows": 4},
    )
    root_cause = SelectField(
        lazy("Root cause"),
        description=lazy("For reports only. The person does not see it."),
        choices=[choice("", lazy("Not chosen")), *(choice(key, words) for key, words in ROOT_CAUSES.items())],
        validators=[Optional()],
    )


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


class ExtendForm(LaterForm, StageForm):
    """A later date for a complaint's answer, and why."""

    reason = TextAreaField(
        lazy("Why do we need more time?"),
        description=lazy("The person reads this."),
        validators=[InputRequired(lazy("Say why you need more time"))],
        render_kw={"rows": 5},
    )
    consented = BooleanField(lazy("The person agreed to the new date"))


class MessageForm(KeyForm):
    """Words to the person, or to one of several."""

    to = RadioField(lazy("Who is it for?"), choices=[], validators=[InputRequired(lazy("Choose who it is for"))])
    body = TextAreaField(
        lazy("Your message"),
        description=lazy("The person reads this on their page and in a letter."),
        validators=[InputRequired(lazy("Write your message"))],
    )

    def choose_from(self, people: Sequence[Person]) -> None:
        """Let the officer choose between several people, the writer first; with one there is nothing to choose."""
        if len(people) < 2:
            del self.to
            return
        writer, *others = people
        self.to.choices = [
            choice(_WRITER, writer.name or _("Who complained"), hint=lazy("They complained")),
            *(choice(one.id, one.name or _("The person it is about")) for one in others),
        ]

    def addressee(self) -> str:
        """Return the id chosen, "" for the writer."""
        chosen = str(self.to.data or "") if "to" in self else ""
        return "" if chosen == _WRITER else chosen


class NoteForm(KeyForm):
    """Words for other officers."""

    body = TextAreaField(
        lazy("Your note"),
        description=lazy("Only officers see this. It is never sent."),
        validators=[InputRequired(lazy("Write your note"))],
    )


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
            raise Refusal("time_unclear", _("Enter a time, such as 2:30pm or 14:30"))
        return datetime.combine(day, time(hour, minute), clock.LONDON)


class AssignForm(PortalForm):
    """To whom a matter goes; the choices are filled in by the view."""

    to = SelectField(lazy("Who deals with it?"), validators=[InputRequired(lazy("Choose who deals with it"))])


class DecideForm(PortalForm):
    """The answer to a request to take it further; ``request_id`` is the one the officer was looking at."""

    request_id = HiddenField()
    outcome = RadioField(
        lazy("What do you decide?"),
        choices=[
            choice("accepted", lazy("Accept: the next stage opens")),
            choice(
                "rejected",
                lazy("Reject"),
                hint=lazy("The person gets your reason and can go to the ombudsman."),
            ),
            choice("resolved", lazy("Settled together, by mediation"), hint=lazy("Write what was agreed.")),
            choice("withdrawn", lazy("The person took the request back")),
        ],
        validators=[InputRequired(lazy("Choose what you decide"))],
    )
    reason = TextAreaField(
        lazy("Your reason, or what was agreed"),
        description=lazy(
            "The person reads this when you reject the request or settled it together. "
            "Otherwise you can leave it empty."
        ),
        render_kw={"rows": 5},
    )


class PlaceForm(PortalForm):
    """The reference of the matter that words in the tray belong to."""

    reference = StringField(
        lazy("Reference of the complaint it belongs to"),
        validators=[InputRequired(lazy("Enter a reference")), AtMost(100)],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "classes": "govuk-input--width-20"},
    )


class ReleaseForm(PortalForm):
    """Why a file is let out before it is scanned."""

    reason = TextAreaField(
        lazy("Why do you let it out?"),
        validators=[InputRequired(lazy("Say why you let this file out."))],
        render_kw={"rows": 3},
    )
