"""The second complaint of an act on two: found by its reference, if the officer may do the same to it."""

from __future__ import annotations

from portal import clock
from portal.casework.desk import guards, seeing
from portal.casework.desk.guards import Desk
from portal.casework.joining.forms import OtherForm
from portal.complaints.matter import reference
from portal.i18n import gettext as _
from portal.web.unit_of_work import reading


def find_other(at: Desk, form: OtherForm, permission: str) -> str | None:
    """Return the living matter of the reference that was typed, if the officer may do this to it too, else None.

    A matter that is not theirs and one that does not exist get the same words beside the field.
    """
    number = reference.read(form.reference.data or "").number
    if number is None:
        form.reference.errors = [_("Check the number. A reference has 12 digits.")]
        return None
    other_id = seeing.find_by_reference(
        reading(),
        number=number,
        officer=at.officer,
        council=guards.rules().council,
        now=clock.now(),
        permission=permission,
    )
    if other_id is not None:
        return other_id
    form.reference.errors = [_("You have no complaint with this reference.")]
    return None
