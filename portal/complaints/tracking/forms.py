"""What opens a complaint's page, and the message that is written there."""

from __future__ import annotations

from wtforms import (
    EmailField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired

from portal.complaints.codes.forms import EmailOrPhone, ReferenceForm, ReturnForm
from portal.complaints.matter import reference
from portal.complaints.questions.forms import Needed, check_address
from portal.i18n import lazy
from portal.web.forms import AtMost, KeyedForm, PortalForm


class SignInForm(ReferenceForm, ReturnForm):
    """Reference and private code; each field knows the other's content."""


class AskCodeForm(EmailOrPhone, ReferenceForm):
    """The reference, and where a one-time code is to go."""

    address = StringField(
        lazy("Your email address or phone number"),
        validators=[InputRequired(lazy("Enter the email address or phone number that you gave us"))],
        description=lazy("It must be one that you have already checked with a code from us."),
        render_kw={"autocomplete": "email", "spellcheck": False, "dir": "ltr"},
    )

    def validate_address(self, field: StringField) -> None:
        """Refuse a reference typed into this field too."""
        if self.kind == "phone" and reference.read(field.data or "").number:
            raise ValidationError(lazy("That looks like your reference. Enter your email address or phone number"))
        super().validate_address(field)


class LostForm(PortalForm):
    """Where the references are to be sent."""

    email = EmailField(
        lazy("Your email address"),
        validators=[InputRequired(lazy("Enter your email address"))],
        description=lazy("It must be one that you have already checked with a code from us."),
    )

    def validate_email(self, field: EmailField) -> None:
        """Refuse what cannot be one."""
        check_address("email", field)


class MessageForm(KeyedForm):
    """Words for the team."""

    body = TextAreaField(
        lazy("Your message"),
        validators=[Needed(lazy("Write your message")), AtMost()],
        render_kw={"rows": 6},
    )
