"""The questions in a child's words: short, for somebody of ten."""

from __future__ import annotations

from portal.complaints.questions.answers import Answers
from portal.i18n import lazy
from portal.web.forms import PortalForm

# By the names of the forms' fields: the question, and what stands below it.
_WORDS = {
    "words": (lazy("What happened?"), lazy("Use your own words. There is no wrong way to say it.")),
    "urgent": (lazy("Are you in danger now?"), lazy("Or do you need a safe place, food, medicine or care today?")),
    "happened_words": (lazy("When did it happen?"), lazy("For example, “last week” or “every day after school”.")),
    "place": (lazy("Where did it happen?"), lazy("For example, at home, at school or in a car.")),
    "wanted": (lazy("What do you want to happen now?"), lazy("For example, say sorry, or change a plan.")),
    "not_to_tell": (
        lazy("Is there anyone who should not know about this?"),
        lazy("For example, a carer, a teacher or a social worker. We will talk to you first."),
    ),
    "name": (lazy("What should we call you?"), lazy("You can use the name you like best.")),
    "contact": (lazy("How can we tell you what happens?"), None),
    "safe_times": (lazy("When is it safe to talk to you?"), lazy("For example, after school.")),
    "adjustments": (
        lazy("What else would help you?"),
        lazy("For example, somebody with you when we talk, or time to think."),
    ),
}


def put(form: PortalForm, answers: Answers) -> None:
    """Put a child's words into the form of a question, when a child answers it."""
    if answers.acting_as != "child":
        return
    for field in form:
        if field.name in _WORDS:
            label, hint = _WORDS[field.name]
            field.label.text = label
            field.description = hint if hint is not None else field.description
