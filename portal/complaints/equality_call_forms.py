"""The form with all equality questions for the end of a call: always empty when it is opened."""

from __future__ import annotations

from datetime import date

from portal.equalities import doors
from portal.equalities.forms import QuestionForm, form_for_all
from portal.organisation.model import Council


def call_form(council: Council, *, for_them: bool, today: date) -> QuestionForm:
    """Return the form as it was sent, or empty: it never shows what is kept."""
    return form_for_all(doors.questions(today, council.ethnic_categories), for_them)()
