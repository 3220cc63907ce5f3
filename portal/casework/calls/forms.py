"""The page of a call: the resident's questions all at once, and what only the desk knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import RadioField, SelectField, StringField, TelField, ValidationError
from wtforms.validators import Optional

from portal import clock
from portal.casework.calls import who_forms
from portal.casework.calls.drafts import OpenCall
from portal.casework.calls.wording import ANSWER_HINTS, CHANNELS
from portal.casework.desk import received
from portal.complaints.questions import who
from portal.complaints.questions.affected_forms import AffectedForm, TheirContactForm, TheirNeedsForm, choose_their_way
from portal.complaints.questions.answers import Answers
from portal.complaints.questions.forms import (
    NOT_SURE,
    OR,
    UNSURE,
    ContactForm,
    NameForm,
    NeedsForm,
    NotToTellForm,
    ReachingForm,
    ServiceForm,
    UrgentForm,
    WantedForm,
    WhenForm,
    WhereForm,
    WordsForm,
)
from portal.complaints.questions.who_forms import AboutForm, AdvocateForm, PartForm, RoleForm, TogetherForm, WhoseForm
from portal.i18n import gettext as _
from portal.i18n import lazy
from portal.organisation import routing, suggestion
from portal.organisation.model import Council
from portal.people import addresses
from portal.web.day_field import PARTS, DayField
from portal.web.forms import AtMost, choice
from portal.web.typed_text import typed_text

# A call is about the first of these ways that was given: the ones we can write to first.
_WAYS = ("email", "post", "phone")


class CallForm(
    WordsForm,
    UrgentForm,
    AboutForm,
    RoleForm,
    PartForm,
    AffectedForm,
    TogetherForm,
    AdvocateForm,
    ServiceForm,
    WhenForm,
    WhereForm,
    WantedForm,
    NotToTellForm,
    NameForm,
    ContactForm,
    WhoseForm,
    ReachingForm,
    NeedsForm,
    TheirContactForm,
    TheirNeedsForm,
):
    """Everything on one page; only the caller's words are needed.

    ``fill_in`` gives it what depends on the call: ``started_at`` and the services to choose from.
    """

    answers_needed = False
    started_at: datetime

    any_service = SelectField(
        lazy("Or choose from all services"), validators=[Optional()], choices=[], validate_choice=False
    )
    known_reference = StringField(
        lazy("A reference the caller has already"),
        validators=[Optional()],
        render_kw={"classes": "govuk-input--width-20", "inputmode": "numeric", "autocomplete": "off"},
    )
    channel = RadioField(
        lazy("How did this reach us?"),
        choices=[choice(key, words) for key, words in CHANNELS.items()],
        default="phone",
    )
    received_on = DayField(
        lazy("Which day did it reach us?"), description=lazy("Today, or earlier. All dates are counted from this day.")
    )
    received_time = StringField(
        lazy("What time was it?"),
        validators=[Optional(), AtMost(20)],
        description=lazy("For example, 9:30 or 2pm. Leave this empty if you do not know."),
        render_kw={"classes": "govuk-input--width-5", "autocomplete": "off"},
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the page before it is read back."""
        self.settle_choices()
        right = super().validate(extra_validators)
        if not (self.words.data or "").strip():
            self.words.errors = [lazy("Write down what the caller says happened")]
            return False
        left_out = who_forms.left_out(self)
        if left_out:
            names = " ".join(f"“{name}”" for name in left_out)
            self.about.errors = [
                _("These answers do not fit: %(names)s Choose again who is complaining, or empty them", names=names)
            ]
            return False
        return bool(right)

    def settle_choices(self) -> None:
        """Let what was written stand for a choice that was not made: who complains, and how to reach somebody."""
        who_forms.choose_first(self)
        choose_their_way(self)
        given = [way for way in _WAYS if (self[way].data or "").strip()]
        if not self.contact.data and given:
            self.contact.data = given[0]

    def validate_phone(self, field: TelField) -> None:
        """Refuse what cannot be a phone number, whether or not it is the way chosen: it is kept too."""
        if (self.contact.data == "phone" or field.data) and addresses.normal_phone(field.data or "") is None:
            raise ValidationError(lazy("Enter a phone number, such as 020 7946 0100"))

    def validate_any_service(self, field: SelectField) -> None:
        """Refuse a key that is not, or no longer, a service."""
        if field.data and field.data not in self.known:
            raise ValidationError(lazy("That service is not in our list any more. Choose another one"))

    def validate_received_time(self, field: StringField) -> None:
        """Refuse what is no time of day."""
        if field.data and received.read_time(field.data) is None:
            raise ValidationError(lazy("Enter a time, such as 9:30 or 2pm"))

    def validate_received_on(self, field: DayField) -> None:
        """Refuse a day or time that is still to come."""
        if field.errors:
            return
        now = clock.now()
        if (field.data or clock.london_date(now)) > clock.london_date(now):
            raise ValidationError(lazy("The day it reached us must be today or earlier"))
        if self.received_at() > now:
            raise ValidationError(lazy("The time it reached us must not be later than now"))

    def received_at(self) -> datetime:
        """Return when the complaint reached the council, as far as the page says."""
        day = self.received_on.data or clock.london_date(self.started_at)
        return received.instant(day, received.read_time(self.received_time.data or ""), started_at=self.started_at)

    def answered(self) -> dict[str, Any]:
        """Return the answers; a service chosen from the whole list stands over the suggested ones.

        Large print that is not ticked was perhaps not asked about.
        """
        found = super().answered() | {
            "large_print": self.large_print.data or None,
            "their_large_print": self.their_large_print.data or None,
            **who.chosen(self.about.data or "", role=self.acting_as.data or "", part=self.part.data or ""),
        }
        return found | {"service": self.any_service.data} if self.any_service.data else found

    def into(self, answers: Answers) -> Answers:
        """Return a draft's answers with this page's in their places."""
        return replace(answers, **self.answered())


def fill_in(form: CallForm, call: OpenCall, council: Council, today: date) -> CallForm:
    """Put into a form what depends on the call and the day: the services to choose from, and when it began."""
    for question, hints in ANSWER_HINTS.items():
        form[question].choices = [
            choice(one.value, one.label, **{**(one.render_kw or {}), "hint": hints.get(one.value)})
            for one in form[question].choices
        ]
    services = [one for one in routing.services_in_force(council, today) if one.key != council.unsure_service]
    form.started_at = call.started_at
    form.known = {one.key for one in services}
    likely = suggestion.suggest(council, form.words.data or "", today)
    form.service.choices = [choice(one.key, one.name) for one in likely]
    form.service.choices.append(choice(UNSURE, NOT_SURE, divider=OR if likely else None))
    names = sorted((one.name, one.key) for one in services)
    form.any_service.choices = [choice("", lazy("Not chosen")), *(choice(key, name) for name, key in names)]
    return form


def from_page(call: OpenCall, council: Council, today: date) -> CallForm:
    """Return the form that the request sent."""
    return fill_in(CallForm(), call, council, today)


def from_kept(call: OpenCall, council: Council, today: date, *, token: str | None = None) -> CallForm:
    """Return the form as it was typed last; ``token`` is a CSRF token that was found good, so that it can validate.

    A call that was never saved shows that it reached us now, by phone.
    """
    if call.typed:
        return fill_in(CallForm(MultiDict({**call.typed, "csrf_token": token or ""})), call, council, today)
    first = {
        "received_on": clock.london_date(call.started_at),
        "received_time": received.shown_time(call.started_at),
    }
    return fill_in(CallForm(formdata=None, data=first), call, council, today)


def is_right(call: OpenCall, council: Council, today: date) -> bool:
    """Whether the call as it is kept can be read back and registered."""
    form = CallForm(MultiDict(call.typed), meta={"csrf": False})
    return fill_in(form, call, council, today).validate()


def typed_on(form: CallForm, sent: Mapping[str, str]) -> dict[str, str]:
    """Return what was sent of the page's own fields, as typed: by name, the parts of a day each by its own."""
    names = [name for field in form for name in _names(field) if field.name != "csrf_token"]
    return {name: typed_text(sent[name]) for name in names if name in sent}


def _names(field: Any) -> list[str]:
    return [f"{field.name}-{part}" for part in PARTS] if isinstance(field, DayField) else [field.name]
