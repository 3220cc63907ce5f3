"""A private code in somebody's own words is refused on their complaint's page (threat T44)."""

from __future__ import annotations

from wtforms import Field

from portal.complaints.codes import pasted_code
from portal.complaints.codes.forms import CODE_IN_WORDS
from portal.complaints.grants.open_matter import OpenMatter
from portal.web.unit_of_work import settings


def holds_code(field: Field, matter: OpenMatter) -> bool:
    """Whether this field holds the matter's private code; the field says so then."""
    if not pasted_code.holds(field.data or "", matter.code_hmac, settings().code_key):
        return False
    field.errors = [*field.errors, CODE_IN_WORDS]
    return True
