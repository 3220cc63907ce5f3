"""What the pages after sending ask: reference and code, messages, and reasons that nobody has to give."""

from __future__ import annotations

import re
from typing import Any

from wtforms import (
    EmailField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Optional

from portal.complaints.codes import pasted_code
from portal.complaints.codes.forms import CODE_IN_WORDS, DigitsForm, ReturnForm
from portal.complaints.matter import reference
from portal.complaints.questions.forms import ContactForm, Needed, NeedsForm, ReachingForm, check_address, shared_field
from portal.complaints.questions.who_forms import WhoseForm
from portal.db import new_id
from portal.i18n import lazy
from portal.people import addresses
from portal.web.forms import AtMost, PortalForm, choice

_KEY = re.compile(r"[0-9a-f]{32}")
_PROBLEMS = {
    "missing": lazy("Enter your reference. It has 12 digits"),
    "private_code": lazy("That looks like your private code. Enter your reference. It has only digits"),
    "length": lazy("Check your reference. It has 12 digits, such as 1234 5678 9012"),
    "check": lazy("Check your reference. There is a wrong digit in it, or two have changed places"),
}
_REFERENCE_LOOKS = {
    "classes": "govuk-input--width-20",
    "inputmode": "numeric",
    "autocomplete": "off",
    "spellcheck": False,
    "dir": "ltr",
}


class ReferenceForm(PortalForm):
    """The reference, in any spelling; what cannot be one is said at once."""

    reference = StringField(
        lazy("Your reference"),
        description=lazy("It has 12 digits, such as 1234 5678 9012. It is on everything we sent you."),
        render_kw=_REFERENCE_LOOKS,
    )

    def validate_reference(self, field: StringField) -> None:
        """Say what is wrong with it."""
        typed = field.data or ""
        if "@" in typed:
            raise ValidationError(lazy("That looks like an email address. Enter your reference. It has 12 digits"))
        problem = reference.read(typed).problem
        if problem is not None:
            raise ValidationError(_PROBLEMS[problem])

    @property
    def number(self) -> str:
        """Return the twelve digits, "" when there are none."""
        return reference.read(self.reference.data or "").number or ""


class SignInForm(ReferenceForm, ReturnForm):
    """Reference and private code; each field knows the other's content."""


class _AddressForm(PortalForm):
    """An e-mail address or a phone number, in one field."""

    address: StringField

    def validate_address(self, field: StringField) -> None:
        """Refuse what is neither an e-mail address nor a phone number."""
        if addresses.normal(self.kind, field.data or "") is None:
            raise ValidationError(lazy("Enter an email address such as name@example.com, or a phone number"))

    @property
    def kind(self) -> addresses.ContactKind:
        """Return what was typed: an e-mail address or a phone number."""
        return "email" if "@" in (self.address.data or "") else "phone"


class AskCodeForm(ReferenceForm, _AddressForm):
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


class YoursForm(_AddressForm):
    """A name and an address, to see what we have from them."""

    name = StringField(
        lazy("Your name"),
        validators=[InputRequired(lazy("Enter your name as you gave it to us"))],
        description=lazy("Write it as you did in your complaint."),
        render_kw={"autocomplete": "name", "spellcheck": False},
    )
    address = StringField(
        lazy("Your email address or phone number"),
        validators=[InputRequired(lazy("Enter the email address or phone number that you gave us"))],
        render_kw={"autocomplete": "email", "spellcheck": False, "dir": "ltr"},
    )


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


class KeyedForm(PortalForm):
    """A form that counts once, however often it is sent: its key is drawn with the page."""

    send_key = HiddenField()

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        if not _KEY.fullmatch(self.send_key.data or ""):
            self.send_key.data = new_id()


class MessageForm(KeyedForm):
    """Words for the team."""

    body = TextAreaField(
        lazy("Your message"),
        validators=[Needed(lazy("Write your message")), AtMost()],
        render_kw={"rows": 6},
    )


class NotDoneForm(KeyedForm):
    """What was promised and did not come, if the person wants to say."""

    body = TextAreaField(
        lazy("What have we not done?"),
        validators=[Optional(), AtMost()],
        description=lazy("You do not have to say."),
        render_kw={"rows": 4},
    )


class AgainForm(PortalForm):
    """What happened this time."""

    body = TextAreaField(
        lazy("What happened this time?"),
        validators=[Needed(lazy("Tell us what happened this time")), AtMost()],
        description=lazy("This becomes a new complaint with its own reference. We can see the one before."),
        render_kw={"rows": 8},
    )


class WithdrawForm(PortalForm):
    """A reason for withdrawing, if wanted."""

    reason = TextAreaField(
        lazy("Why do you want to withdraw it?"),
        validators=[Optional(), AtMost()],
        description=lazy("You do not have to say."),
        render_kw={"rows": 4},
    )


class FurtherForm(PortalForm):
    """A reason for going further, if wanted."""

    reason = TextAreaField(
        lazy("What do you not agree with?"),
        validators=[Optional(), AtMost()],
        description=lazy("You do not have to say."),
        render_kw={"rows": 6},
    )


class LetterboxForm(ReferenceForm, KeyedForm):
    """Words with a reference and no code."""

    body = TextAreaField(
        lazy("Your message"),
        validators=[InputRequired(lazy("Write your message")), AtMost()],
        render_kw={"rows": 10},
    )
    contact = StringField(
        lazy("How can we reach you?"),
        validators=[Optional()],
        description=lazy("An email address, a phone number or an address, if you want us to get back to you."),
        render_kw={"autocomplete": "off", "spellcheck": False},
    )

    def validate_body(self, field: TextAreaField) -> None:
        """Refuse a private code (threat T44): an officer reads these words before anybody knows whose they are."""
        if pasted_code.looks_like_one(field.data or ""):
            raise ValidationError(CODE_IN_WORDS)


class NewContactForm(WhoseForm, ContactForm):
    """A new way to reach the person; ``whose`` is asked of a child only, the view takes it away from others."""

    shared = shared_field(lazy("Does anyone else read messages sent to you there?"))

    def validate_contact(self, field: RadioField) -> None:
        """Refuse going on without any contact: an officer does that, so that nobody is cut off by mistake."""
        if field.data == "none":
            raise ValidationError(lazy("Choose email, phone or post. To have no contact at all, call us"))

    @property
    def kind(self) -> addresses.ContactKind:
        """Return the way chosen."""
        chosen = self.contact.data
        return "email" if chosen == "email" else "phone" if chosen == "phone" else "post"

    @property
    def new_address(self) -> str:
        """Return the address or number typed for the way chosen."""
        return str({"email": self.email, "phone": self.phone, "post": self.post}[self.kind].data or "")


class ProvenChangeForm(DigitsForm, NewContactForm):
    """A new way to reach the person, with the code that was sent to the old one."""


class DetailsForm(NeedsForm, ReachingForm):
    """How the person wants to be treated; who else reads messages belongs to a contact, not to the person."""

    shared = None  # type: ignore[assignment]
    not_by = SelectMultipleField(
        lazy("Is there a way that we must not use?"),
        validators=[Optional()],
        description=lazy("What we write always stands on your page here too."),
        choices=[
            choice("email", lazy("Do not email me")),
            choice("phone", lazy("Do not call me or text me")),
            choice("post", lazy("Do not send me letters by post")),
        ],
    )
