"""Which rooms the desk has, and how they are opened."""

from __future__ import annotations

from flask import Flask

from portal.casework.acting.room_views import ACTING
from portal.casework.answering.room_views import ANSWERING
from portal.casework.callers.room_views import CALLERS
from portal.casework.calls.room_views import CALLS
from portal.casework.case.room_views import CASE
from portal.casework.desk import declared_views, guards
from portal.casework.incoming.room_views import INCOMING
from portal.casework.joining.room_views import JOINING
from portal.casework.queue import sweeps
from portal.casework.queue.room_views import QUEUE
from portal.casework.reaching.room_views import REACHING
from portal.casework.restricted.room_views import RESTRICTED
from portal.complaints.incoming import mail_reading

ROOMS = (QUEUE, INCOMING, RESTRICTED, ACTING, CALLS, CALLERS, CASE, ANSWERING, JOINING, REACHING)
"""In the order in which their pages stand in the desk's bar."""


def wire(app: Flask) -> None:
    """Open the pages of every room, log what is read, and tell the worker what to look for."""
    declared_views.wire(app, ROOMS)
    guards.wire(app)
    sweeps.register()
    mail_reading.register()
