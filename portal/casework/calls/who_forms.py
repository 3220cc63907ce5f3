"""Who is complaining, on the page of a call: what was typed further down must agree with the first answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.complaints.questions import who
from portal.complaints.questions.answers import Answers

if TYPE_CHECKING:
    from portal.casework.calls.forms import CallForm

# What an officer types of others than the caller. A choice made by mistake cannot be taken back on the page, so that
# the first answer stands over choices.
_TYPED = (
    "organisation",
    "others",
    "affected_name",
    "affected_born_on",
    "affected_died",
    "their_email",
    "their_phone",
    "their_post",
    "their_language",
    "their_large_print",
    "their_adjustments",
)
_KEPT_AS = {"affected_born_on": "affected_born"}


def choose_first(form: CallForm) -> None:
    """Let what was written of others, or of a child, stand for the first answer, when that was not chosen.

    Otherwise somebody who speaks for another person would be registered as that person.
    """
    if form.about.data:
        return
    if _given(form.others.data):
        form.about.data = "together"
    elif form.acting_as.data or any(_given(form[name].data) for name in _TYPED):
        form.about.data = "other"
    elif form.wants_advocate.answer or form.whose.data in {"parent", "other"}:
        form.about.data = "child"


def left_out(form: CallForm) -> list[str]:
    """Return the labels of what was typed and would not be kept, because another first answer was chosen."""
    answers = form.into(Answers())
    kept = who.settled(answers)
    return [
        str(form[name].label.text)
        for name in _TYPED
        if _given(form[name].data) and not form[name].errors and not getattr(kept, _KEPT_AS.get(name, name))
    ]


def _given(typed: Any) -> bool:
    return bool(typed.strip() if isinstance(typed, str) else typed)
