"""What a person does on a page of their matter: the form is checked, the act done, and the complaint's page says so."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import Field

from portal.complaints.codes.pasted_code_guard import holds_code
from portal.complaints.grants.guards import back_to
from portal.complaints.grants.open_matter import OpenMatter
from portal.complaints.matter.act import Act
from portal.complaints.matter.act_guards import persons_act
from portal.db import ComplaintId, PersonId
from portal.web.forms import PortalForm
from portal.web.unit_of_work import changes


class PersonsAct(Protocol):
    """What one person does on one matter."""

    def __call__(self, db: Session, act: Act, /, *, complaint_id: ComplaintId, person_id: PersonId) -> object:
        """Do it; the person's act, their matter and themselves are given."""


def done(
    matter: OpenMatter, form: PortalForm, does: PersonsAct, says: str, *, own_words: Field | None = None
) -> Response | None:
    """Do what a sent form asks for and lead back to the complaint's page; None when the form is to be drawn (again).

    ``says`` is the key of what that page says then (`actions`). In ``own_words`` the matter's private code is refused.
    """
    if not form.validate_on_submit() or (own_words is not None and holds_code(own_words, matter)):
        return None
    with changes() as db:
        does(db, persons_act(matter.person_id), complaint_id=matter.complaint_id, person_id=matter.person_id)
    return back_to(matter.grant_id, says)
