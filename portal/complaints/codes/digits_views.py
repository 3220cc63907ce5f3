"""Taking the six digits of a one-time code on a page: what they open, or why not at the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from portal.complaints.codes.forms import DigitsForm
from portal.complaints.grants import still_you_guards
from portal.errors import Refusal
from portal.i18n import gettext as _
from portal.web.unit_of_work import settings

T = TypeVar("T")


def take(form: DigitsForm, opens: Callable[[str], T | None]) -> tuple[T | None, int]:
    """Return what the digits of a sent form open, None or False where they open nothing, and the page's status.

    A refusal of ``opens`` (too many tries) is said at the field too. A form that was not sent opens nothing.
    """
    if not form.validate_on_submit():
        return None, 200
    try:
        found = opens(form.digits.data or "")
    except Refusal as refusal:
        form.digits.errors = [str(refusal.message)]
        return None, refusal.status
    if not found:
        form.digits.errors = [wrong()]
    return found, 200


def enter(
    template: str,
    opens: Callable[[str], T | None],
    leads_to: Callable[[T], ResponseReturnValue],
    *,
    asks: bool = False,
    **page: Any,
) -> ResponseReturnValue:
    """Draw a page that takes the digits, and lead on from it once they open something (see `take`).

    It ``asks`` if this is still the same person, where something is open in the browser; no digits are used before.
    """
    form = DigitsForm()
    found, status = (None, 200) if asks and still_you_guards.must_answer(form) else take(form, opens)
    if found:
        return leads_to(found)
    minutes = settings().limits.code_minutes
    return make_response(render_template(template, form=form, minutes=minutes, **page), status)


def wrong() -> str:
    """Return what to say of digits that open nothing."""
    return _("That code is not right, or it is too old. Check it, or ask for a new one")
