"""What an officer types about reaching somebody safely, and about what helps them."""

from __future__ import annotations

from wtforms import BooleanField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional

from portal.casework.desk.wording import CONTACTS
from portal.i18n import lazy
from portal.web.forms import AtMost, PortalForm, choice


class SafeForm(PortalForm):
    """How somebody can be reached safely."""

    instructions = TextAreaField(
        lazy("How can we reach them safely?"),
        validators=[AtMost(2_000)],
        description=lazy("For example: ring the school, ask for Ms Osei. Never write to the house."),
        render_kw={"rows": 3},
    )


class NeedsForm(PortalForm):
    """What helps somebody, and the ways not to use."""

    adjustments = TextAreaField(
        lazy("What makes it easier for them"), validators=[Optional(), AtMost(2_000)], render_kw={"rows": 3}
    )
    preferred_language = StringField(lazy("Language they prefer"), validators=[Optional()])
    safe_times = TextAreaField(
        lazy("When it is safe to call"), validators=[Optional(), AtMost(2_000)], render_kw={"rows": 2}
    )
    large_print = BooleanField(lazy("Large print"))
    not_by = SelectMultipleField(
        lazy("Ways not to use"),
        validators=[Optional()],
        choices=[choice(way, words) for way, words in CONTACTS.items()],
    )
