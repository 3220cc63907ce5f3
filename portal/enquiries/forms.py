"""What an office sends, and what an officer enters about its enquiry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from wtforms import EmailField, HiddenField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired

from portal import clock
from portal.casework.desk import received
from portal.casework.desk.forms import KeyForm, LaterForm
from portal.enquiries import offices
from portal.enquiries.earlier import Earlier
from portal.i18n import format_date, lazy
from portal.i18n import gettext as _
from portal.organisation.model import Office
from portal.people import addresses
from portal.web.day_field import DayField
from portal.web.forms import AtMost, PortalForm, choice

# What a form sends where no earlier enquiry, or no office of the list, is meant.
NEW = "new"
OTHER = "other"


class AddressForm(PortalForm):
    """The official address that a code goes to."""

    email = EmailField(
        lazy("Your official email address"),
        description=lazy("It must be one that the council has listed for your office."),
        validators=[InputRequired(lazy("Enter your official email address"))],
        render_kw={"autocomplete": "email", "spellcheck": False},
    )

    def validate_email(self, field: EmailField) -> None:
        """Refuse what cannot be one."""
        if addresses.normal_email(field.data or "") is None:
            raise ValidationError(lazy("Enter an email address, such as name@example.com"))


def _constituent(hint: str) -> StringField:
    return StringField(
        lazy("Who is it about?"),
        description=hint,
        validators=[AtMost(200)],
        render_kw={"autocomplete": "off", "spellcheck": False},
    )


def _quoted(label: str, hint: str) -> StringField:
    return StringField(
        label,
        description=hint,
        validators=[AtMost(64)],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "classes": "govuk-input--width-20"},
    )


class EnquiryForm(KeyForm):
    """What an office asks, for whom; and, where it asked about the same before, whether this belongs there."""

    offered = HiddenField()
    which = RadioField(
        lazy("Where does this belong?"),
        choices=[],
        validators=[InputRequired(lazy("This was asked about before. Choose where it belongs."))],
    )
    constituent = _constituent(lazy("The name of your constituent. Leave it empty if it is about nobody."))
    quoted = _quoted(
        lazy("The reference of their complaint, if they have one"),
        lazy("It has 12 digits. We tell them that you asked us about it."),
    )
    words = TextAreaField(
        lazy("What do you want to ask?"),
        validators=[InputRequired(lazy("Write what you want to ask.")), AtMost()],
        render_kw={"rows": 10},
    )

    def offer(self, found: Sequence[Earlier]) -> None:
        """Let the office choose between these enquiries and a new one; without any, the question is left out."""
        if not found:
            del self.which
            return
        # The groups of digits stay in order in a page that runs from right to left.
        there = [(one, f"\u2068{one.reference}\u2069") for one in found]
        self.which.choices = [
            *(
                choice(one.id, _("Add it to %(number)s, of %(date)s", number=number, date=format_date(one.received_on)))
                for one, number in there
            ),
            choice(NEW, _("It is something else")),
        ]
        ids = " ".join(one.id for one in found)
        if self.offered.data != ids:
            # What was chosen among others is not known for these.
            self.offered.data, self.which.data, self.which.raw_data = ids, None, []

    def chosen(self) -> str:
        """Return the id of the enquiry to add to, or `NEW`, of a form that was checked."""
        return str(self.which.data or "") if "which" in self else NEW


class LoggedForm(EnquiryForm):
    """An enquiry that came by phone or post, as an officer writes it down."""

    office = SelectField(
        lazy("Whose office is it?"),
        choices=[],
        validators=[InputRequired(lazy("Choose the office."))],
    )
    received_on = DayField(
        lazy("On which day did it reach us?"),
        description=lazy("Today, or earlier. We answer in the working days after it."),
        validators=[InputRequired(lazy("Enter the day"))],
    )
    constituent = _constituent(lazy("The person they ask for. Leave it empty if it is about nobody."))
    quoted = _quoted(
        lazy("A reference that they gave"), lazy("Of the person’s complaint, or of an enquiry they sent before.")
    )
    words = TextAreaField(
        lazy("What do they ask?"),
        description=lazy("In their words. They read this on their page."),
        validators=[InputRequired(lazy("Write what they ask.")), AtMost()],
        render_kw={"rows": 10},
    )

    def choose_from(self, there: Sequence[Office]) -> None:
        """Put the council's offices into the list."""
        listed = [choice(one.key, one.called) for one in there]
        self.office.choices = [choice("", lazy("Choose one")), *listed, choice(OTHER, lazy("It is not in this list"))]

    def validate_office(self, field: SelectField) -> None:
        """Say what to do for an office that is not listed."""
        if field.data == OTHER:
            raise ValidationError(offices.UNLISTED)

    def validate_received_on(self, field: DayField) -> None:
        """Refuse a day that has not come."""
        if field.data is not None and field.data > clock.today():
            raise ValidationError(lazy("Enter today or an earlier day"))

    def came_at(self, now: datetime) -> datetime:
        """Return when it came: now on this day, noon of an earlier one."""
        return received.instant(self.received_on.data or clock.london_date(now), None, started_at=now)


class AddForm(KeyForm):
    """More words of an office about its enquiry."""

    words = TextAreaField(
        lazy("Add something, or ask again"),
        description=lazy("It stays under the same reference."),
        validators=[InputRequired(lazy("Write what you want to add.")), AtMost()],
        render_kw={"rows": 6},
    )


class AnswerForm(KeyForm):
    """The answer, and who signs it; ``seen`` is the last thing that the officer had read."""

    seen = HiddenField()
    body = TextAreaField(
        lazy("The answer"),
        description=lazy("The office reads this. Say nothing about a person who has not agreed to it."),
        validators=[InputRequired(lazy("Write the answer.")), AtMost()],
        render_kw={"rows": 10},
    )
    signed_by = StringField(
        lazy("Who signs it?"),
        description=lazy("Name and role."),
        validators=[InputRequired(lazy("Enter who signs the answer.")), AtMost(200)],
        render_kw={"autocomplete": "off"},
    )

    def read_up_to(self) -> int:
        """Return the number of the last exchange on the page; 0, which fits none, when that was tampered with."""
        typed = self.seen.data or ""
        return int(typed) if typed.isdecimal() and len(typed) < 6 else 0


class PutOffForm(LaterForm, KeyForm):
    """A later day for the answer to an enquiry, and why."""

    reason = TextAreaField(
        lazy("Why do we need more time?"),
        description=lazy("The office reads this. Say nothing about a person who has not agreed to it."),
        validators=[InputRequired(lazy("Say why you need more time")), AtMost()],
        render_kw={"rows": 5},
    )


class LinkForm(PortalForm):
    """The reference of the complaint that an enquiry concerns."""

    reference = StringField(
        lazy("Reference of the complaint"),
        description=lazy("The person who complained gets a letter that you did this."),
        validators=[InputRequired(lazy("Enter a reference")), AtMost(100)],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "classes": "govuk-input--width-20"},
    )


class AgreedForm(PortalForm):
    """How the constituent agreed that the office sees more."""

    how = TextAreaField(
        lazy("How did the person agree, and when?"),
        description=lazy("For example: signed form of 3 March, checked by me. An office’s word is not enough."),
        validators=[InputRequired(lazy("Say how they agreed, and when.")), AtMost(2_000)],
        render_kw={"rows": 3},
    )
