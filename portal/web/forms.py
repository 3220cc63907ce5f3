"""The forms every page is made of: WTForms with one input filter, our own words and a CSRF error that loses nothing."""

from __future__ import annotations

import re
from typing import Any

from babel.numbers import format_decimal
from flask import has_request_context, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import _FlaskFormCSRF
from werkzeug.datastructures import MultiDict
from wtforms import Field, Form, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice  # type: ignore[attr-defined] # the stubs describe 3.2
from wtforms.fields.choices import SelectFieldBase
from wtforms.fields.core import UnboundField

from portal.db import new_id
from portal.i18n import current_language, gettext, lazy, ngettext
from portal.web.typed_text import length, typed_text
from portal.web.unit_of_work import settings

LINE = 500
_KEY = re.compile(r"[0-9a-f]{32}")

# WTForms' own messages, by the words it looks up.
_MESSAGES = {
    "This field is required.": lazy("Answer this question"),
    "Not a valid choice.": lazy("Choose one of the answers"),
    "Not a valid choice": lazy("Choose one of the answers"),
    "Invalid Choice: could not coerce.": lazy("Choose one of the answers"),
    "Invalid choice(s): one or more data inputs could not be coerced.": lazy("Choose from the answers"),
    "Not a valid integer value.": lazy("Enter a whole number, such as 3"),
    "Not a valid decimal value.": lazy("Enter a number, such as 3.5"),
    "Not a valid date value.": lazy("Enter a real date, such as 27 3 2026"),
    "Invalid email address.": lazy("Enter an email address, such as name@example.com"),
    "Invalid input.": lazy("Check this answer"),
}


def choice(value: str, text: str, *, hint: str | None = None, divider: str | None = None) -> Any:
    """Return one answer, a SelectChoice, of a choice field; `divider` is a word such as "or" that stands before it."""
    more = {"hint": hint, "divider": divider}
    return SelectChoice(value, text, {name: words for name, words in more.items() if words is not None})


class Words:
    """The translations object WTForms asks for: our own messages in place of its own."""

    def gettext(self, string: str) -> str:
        """Return what the portal says instead of this message."""
        return str(_MESSAGES[string]) if string in _MESSAGES else gettext(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the message in the current language; validators with a number bring their own words."""
        return gettext(singular if n == 1 else plural)


class AtMost:
    """Refuses more than `most` characters; without a number, more than `Settings.limits.words`.

    The words come back whole with the message, so that nothing typed is lost.
    """

    def __init__(self, most: int | None = None) -> None:
        self.most = most

    def __call__(self, form: Form, field: Field) -> None:
        """Raise ValidationError, with both numbers, when the text is longer."""
        most = self.most or settings().limits.words
        used = length(field.data or "")
        if used > most:
            locale = current_language().locale
            raise ValidationError(
                ngettext(
                    "Use %(most)s character or fewer. You used %(used)s.",
                    "Use %(most)s characters or fewer. You used %(used)s.",
                    most,
                    most=format_decimal(most, locale=locale),
                    used=format_decimal(used, locale=locale),
                )
            )


def _filtered(value: Any) -> Any:
    return typed_text(value) if isinstance(value, str) else value


class _Token(_FlaskFormCSRF):
    def validate_csrf_token(self, form: Form, field: Field) -> None:
        """Turn every reason for refusing a token into one message that says what to do."""
        try:
            super().validate_csrf_token(form, field)
        except ValidationError as error:
            raise ValidationError(
                gettext("This page was open for a long time. Your words are still here. Press the button again.")
            ) from error


class PortalForm(FlaskForm):
    """The base of every form.

    All text goes through `typed_text`. A text field without its own `AtMost` takes 500 characters on a line and
    `Settings.limits.words` in a box. A page that failed only for its CSRF token is drawn again with the words.
    """

    class Meta(FlaskForm.Meta):
        """How fields are bound and what they are filled from."""

        csrf_class = _Token

        def wrap_formdata(self, form: Form, formdata: Any) -> MultiDict[str, Any] | None:
            """Return what was sent, every text filtered; a JSON body is no form."""
            if has_request_context() and request.is_json:
                return None
            given = super().wrap_formdata(form, formdata)
            if given is None:
                return None
            return MultiDict((name, _filtered(value)) for name, value in given.items(multi=True))

        def bind_field(self, form: Form, unbound_field: Any, options: Any) -> Field:
            """Bind the field, and give a text field without a length limit one."""
            field: Field = super().bind_field(form, unbound_field, options)
            if not isinstance(field, SelectFieldBase) or isinstance(unbound_field.kwargs.get("choices"), list | tuple):
                self.__dict__.setdefault("declared", {})[field.short_name] = shape(field)
            limited = isinstance(field, StringField) and not isinstance(field, HiddenField)
            if limited and not any(isinstance(validator, AtMost) for validator in field.validators):
                most = None if isinstance(field, TextAreaField) else LINE
                field.validators = (*field.validators, AtMost(most))
            return field

        def get_translations(self, form: Form) -> Words:
            """Return the portal's own messages."""
            return _WORDS

    @classmethod
    def text_boxes(cls) -> list[str]:
        """Return the names of the fields in which people write, in the form's order."""
        fields = [(name, field) for name in dir(cls) if isinstance(field := getattr(cls, name), UnboundField)]
        boxes = [
            (field.creation_counter, name)
            for name, field in fields
            if issubclass(field.field_class, StringField) and not issubclass(field.field_class, HiddenField)
        ]
        return [name for _place, name in sorted(boxes)]


_WORDS = Words()


def shape(field: Field) -> tuple[object, ...]:
    """Return what a field shows before anybody answers: its words, its options and how it looks."""
    choices = getattr(field, "choices", None)
    return (
        field.label.text,
        field.description,
        dict(field.render_kw or {}),
        list(choices) if isinstance(choices, list | tuple) else choices,
    )


def as_declared(field: Field) -> bool:
    """Return whether the field still looks as its form class declares it, the same for everybody.

    Options that a view or a function fills in may be one person's own, so such a field is never as declared.
    """
    declared: dict[str, tuple[object, ...]] = getattr(field.meta, "declared", {})
    return declared.get(field.short_name) == shape(field)


class KeyedForm(PortalForm):
    """A form that counts once, however often it is sent: its key is drawn with the page."""

    send_key = HiddenField()

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        if not _KEY.fullmatch(self.send_key.data or ""):
            self.send_key.data = new_id()
