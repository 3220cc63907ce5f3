"""What the letterbox takes: words with a reference and no code."""

from __future__ import annotations

from wtforms import StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Optional

from portal.complaints.codes import pasted_code
from portal.complaints.codes.forms import CODE_IN_WORDS, ReferenceForm
from portal.i18n import lazy
from portal.web.forms import AtMost, KeyedForm


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
