"""How many letters leave for one mailbox in a day at once, so that nobody fills it by our forms (threat T16).

Each cause has a number of its own, so that what strangers ask for uses up nothing that we owe. What is owed is never
refused for a number: over it, it waits and goes together with others (`letters.outgoing.gathering`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from portal.config import Settings
from portal.db import one_at_a_time
from portal.letters.outgoing.kinds import Kind
from portal.web import attempts

Answer = Literal["now", "together", "no"]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a letter.

    ``leads`` says whether there is anything to send; a request that leads to nothing is counted apart, by the same
    statements. ``known`` is a browser that proved this address before, or showed a right reference with its code.
    ``what`` is asked for: each thing has a number of its own, so that what anybody can ask for who knows an address
    (lost references) uses up nothing of what takes more, such as a right reference.
    """

    network: str
    leads: bool
    known: bool = False
    what: str = ""

    @property
    def apart(self) -> str:
        """What keeps requests for other things, and those that lead to nothing, away from these."""
        return f"{self.what}:" if self.leads else f"nothing {self.what}:"


def answer(
    db: Session, settings: Settings, what: Kind, *, mailbox: str, proven: bool, asked: Asked | None, now: datetime
) -> Answer:
    """Count one letter to a mailbox, and say if it leaves now, together with others later, or not at all.

    Only what somebody asked for is ever answered with "no": when one network asked for very many.
    """
    limits = settings.limits
    most = limits.messages_per_address_per_day
    if asked is not None:
        return _asked(db, settings, mailbox=mailbox, asked=asked, now=now)
    if what.staff or what.cause == "council" or proven:
        return "now"
    return "now" if _counted(db, settings, {f"to-{what.cause}": (mailbox, most)}, now) else "together"


def _asked(db: Session, settings: Settings, *, mailbox: str, asked: Asked, now: datetime) -> Answer:
    limits = settings.limits
    most, whose = limits.messages_per_address_per_day, asked.apart + mailbox
    from_network = f"{asked.network} {whose}"
    if asked.known and _counted(db, settings, {"asked-known": (whose, most)}, now):
        return "now"
    direct = {"asked": (whose, most), "asked-net": (from_network, limits.asked_per_network_per_day)}
    if _counted(db, settings, direct, now):
        return "now"
    waiting = {"asked-more": (from_network, limits.asked_waiting_per_network)}
    return "together" if _counted(db, settings, waiting, now) else "no"


def _counted(db: Session, settings: Settings, numbers: dict[str, tuple[str, int]], now: datetime) -> bool:
    """Count one more under each of these, unless any of them has its number for the day."""
    keys = {kind: attempts.key(settings, kind, counted) for kind, (counted, _most) in numbers.items()}
    for key in sorted(keys.values()):
        one_at_a_time(db, key)
    already = {kind: attempts.count(db, kind=kind, key_hmac=key, since=now - _DAY) for kind, key in keys.items()}
    if any(already[kind] >= most for kind, (_counted, most) in numbers.items()):
        return False
    for kind, key in keys.items():
        attempts.record(db, kind=kind, key_hmac=key, now=now)
    return True
