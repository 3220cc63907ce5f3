"""What is asked anew at the moment a letter leaves: its secrets, and whether it may still go.

Subjects above register here by name, because letters know no complaints.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from portal.config import Settings
from portal.letters.outgoing.models import Letter
from portal.people import one_time_codes

Filler = Callable[[Session, str, Settings, datetime], str | None]
Check = Callable[[Session, Letter, datetime], bool]

_fillers: dict[str, Filler] = {}
_checks: list[Check] = []


def fills(name: str) -> Callable[[Filler], Filler]:
    """Register who makes the secret of this name: ``fill(db, subject_id, settings, now) -> str | None``.

    It is called in the transaction that claims the letter and again when the letter has to be sent again, so each
    call may end the secret of the call before. None means that there is nothing to send: the letter is cancelled.
    """

    def registered(filler: Filler) -> Filler:
        _fillers[name] = filler
        return filler

    return registered


def allows(check: Check) -> Check:
    """Register a question asked of every letter: ``check(db, letter, now) -> bool``; False cancels it (T5, T38)."""
    if check not in _checks:
        _checks.append(check)
    return check


def may_go(db: Session, letter: Letter, now: datetime) -> bool:
    """Whether every registered check still lets this letter go."""
    return all(check(db, letter, now) for check in _checks)


def secrets_for(db: Session, letter: Letter, settings: Settings, now: datetime) -> dict[str, str] | None:
    """Return the letter's secrets by name, made now; None when one of them is no longer to be sent.

    Raises KeyError when nobody registered for a name.
    """
    made: dict[str, str] = {}
    for name, subject_id in letter.secret.items():
        value = _fillers[name](db, str(subject_id), settings, now)
        if value is None:
            return None
        made[name] = value
    return made


@fills("one_time_code")
def _digits(db: Session, code_id: str, settings: Settings, now: datetime) -> str | None:
    return one_time_codes.make_digits(db, code_id=code_id, now=now, settings=settings)
