"""What the affected person answers about somebody who wants to speak for them."""

from __future__ import annotations

from wtforms import RadioField
from wtforms.validators import InputRequired

from portal.i18n import lazy
from portal.web.forms import PortalForm, choice

NO = "no"


class ConsentForm(PortalForm):
    """Yes, as far as it is to go, or no: one question."""

    answer = RadioField(
        lazy("Do you agree?"),
        validators=[InputRequired(lazy("Choose yes or no"))],
        choices=[
            choice("everything", lazy("Yes. They may see everything and answer for me")),
            choice("speak_only", lazy("Yes, they may speak for me. But they may see nothing personal")),
            choice("one_stage", lazy("Yes, they may see everything, but only until you answer this time")),
            choice(NO, lazy("No. I do not want this person to act for me"), divider=lazy("or")),
        ],
    )
