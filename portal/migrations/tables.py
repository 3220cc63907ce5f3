"""Every module that defines tables, imported so that Alembic sees them all."""

from __future__ import annotations

from portal.accounts import models as accounts
from portal.casework.desk import models as casework
from portal.casework.desk import restricted_models as restricted
from portal.complaints.incoming import models as mail
from portal.complaints.joining import models as recurrence
from portal.complaints.matter import authority_models as authority
from portal.complaints.matter import joining_models as joining
from portal.complaints.matter import models as complaints
from portal.complaints.matter import restriction_models as restriction
from portal.enquiries import models as enquiries
from portal.equalities import models as equalities
from portal.files import models as files
from portal.letters.outgoing import models as letters
from portal.people import models as people
from portal.web import models as web

MODELS = (
    web,
    accounts,
    people,
    letters,
    files,
    equalities,
    complaints,
    mail,
    joining,
    recurrence,
    authority,
    restriction,
    casework,
    restricted,
    enquiries,
)
