"""Letters leave here and now, as the worker lets them."""

from __future__ import annotations

from datetime import datetime

from portal.complaints.codes import letter_secrets
from portal.config import Settings
from portal.db import Database
from portal.letters.outgoing import channels
from portal.letters.outgoing.delivery import AtSending, Delivery, Send


def deliver_all(
    database: Database,
    settings: Settings,
    now: datetime,
    *,
    at_sending: AtSending = letter_secrets.at_sending,
    send: Send = channels.send,
) -> int:
    """Send everything that is owed at this moment and return how many letters left."""
    return Delivery(database, settings, at_sending, send).everything(lambda: now)
