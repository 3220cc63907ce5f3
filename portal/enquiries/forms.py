"""What an office sends, and what an officer enters about its enquiry."""

from __future__ import annotations

from wtforms import EmailField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired

from portal.casework.forms import KeyForm
from portal.i18n import lazy
from portal.people import contacts
from portal.web.forms import AtMost, PortalForm


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
        if contacts.normal_email(field.data or "") is None:
            raise ValidationError(lazy("Enter an email address, such as name@example.com"))


class EnquiryForm(KeyForm):
    """What an office asks, for whom."""

    constituent = StringField(
        lazy("Who is it about?"),
        description=lazy("The name of your constituent. Leave it empty if it is about nobody."),
        validators=[AtMost(200)],
        render_kw={"autocomplete": "off", "spellcheck": False},
    )
    quoted = StringField(
        lazy("The reference of their complaint, if they have one"),
        description=lazy("It has 12 digits. We tell them that you asked us about it."),
        validators=[AtMost(64)],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "classes": "govuk-input--width-20"},
    )
    words = TextAreaField(
        lazy("What do you want to ask?"),
        validators=[InputRequired(lazy("Write what you want to ask.")), AtMost()],
        render_kw={"rows": 10},
    )


class AnswerForm(PortalForm):
    """The answer, and who signs it."""

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
