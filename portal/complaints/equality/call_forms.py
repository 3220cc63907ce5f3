"""The forms of the equality questions at the end of a call: always empty when they are opened."""

from __future__ import annotations

from datetime import date

from wtforms import RadioField
from wtforms.validators import InputRequired

from portal.equalities import doors
from portal.equalities.asking import About, on_one_page
from portal.equalities.forms import QuestionForm, form_for_all
from portal.i18n import lazy
from portal.organisation.model import Council
from portal.web.forms import PortalForm, choice


class ThereOnCallForm(PortalForm):
    """Asked of a caller who speaks for somebody else, before the questions."""

    there = RadioField(
        lazy("Is the person with the caller, and happy to answer?"),
        validators=[InputRequired(lazy("Choose if the person is with the caller"))],
        choices=[choice("yes", lazy("Yes")), choice("no", lazy("No, the caller answers what they know"))],
    )


def call_form(council: Council, *, about: About, today: date) -> QuestionForm:
    """Return the form as it was sent, or empty: it never shows what is kept, nor a question that may not be asked."""
    asked = doors.questions(today, council.ethnic_categories)
    return form_for_all(asked, on_one_page(asked, about), about.for_them)()
