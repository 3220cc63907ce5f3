"""What this room has: the pages an officer begins at, and the words of what the sweeps record."""

from __future__ import annotations

from portal.casework.desk.declared_views import SENT, Page, Room
from portal.casework.queue import views
from portal.complaints.matter.events import Kind
from portal.i18n import lazy

_QUEUE = Page("", "casework.queue", views.show)
_URGENT = Page("/urgent", "casework.urgent", views.urgent)

QUEUE = Room(
    pages=(_QUEUE, Page("/open", "casework.jump", views.jump, SENT), _URGENT),
    menu=((_QUEUE, lazy("Complaints")), (_URGENT, lazy("Urgent"))),
    history={Kind.FOUND_LATE: lazy("The date passed. The portal said that we are late")},
)
