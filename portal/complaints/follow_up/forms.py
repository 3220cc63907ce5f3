"""What a person is asked who does something after sending; nobody has to give a reason."""

from __future__ import annotations

from wtforms import RadioField, SelectMultipleField, TextAreaField, ValidationError
from wtforms.validators import Optional

from portal.complaints.codes.forms import DigitsForm
from portal.complaints.questions.forms import ContactForm, Needed, NeedsForm, ReachingForm, optional_words, shared_field
from portal.complaints.questions.who_forms import WhoseForm
from portal.i18n import lazy
from portal.people import addresses
from portal.web.forms import AtMost, KeyedForm, PortalForm, choice


def _if_wanted(label: str, *, rows: int) -> TextAreaField:
    return optional_words(label, lazy("You do not have to say."), rows=rows)


class NotDoneForm(KeyedForm):
    """What was promised and did not come, if the person wants to say."""

    body = _if_wanted(lazy("What have we not done?"), rows=4)


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

    reason = _if_wanted(lazy("Why do you want to withdraw it?"), rows=4)


class FurtherForm(PortalForm):
    """A reason for going further, if wanted."""

    reason = _if_wanted(lazy("What do you not agree with?"), rows=6)


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
