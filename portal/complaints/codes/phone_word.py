"""The phone word: two plain words by which a caller is known, kept like the private code and never shown."""

from __future__ import annotations

import unicodedata

from sqlalchemy.orm import Session

from portal.complaints.matter import events
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.models import Grant
from portal.config import Settings
from portal.db import GrantId, one_at_a_time
from portal.errors import NotFound, Refusal
from portal.i18n import lazy
from portal.people.models import Person
from portal.sealed import DUMMY, keyed_hash, same

WORDS = 2
SHORTEST = 3
TRIES = 3
_PURPOSE = "phone-word"


def normal(typed: str) -> str:
    """Return the words as they are compared: letters only, no accents, one case, one space between words."""
    apart = unicodedata.normalize("NFKD", typed.casefold())
    kept = "".join(one for one in apart if not unicodedata.combining(one))
    return " ".join("".join(one if one.isalpha() else " " for one in kept).split())


def set_word(db: Session, act: OfficersAct, *, grant_id: GrantId, typed: str) -> None:
    """Keep the words that the caller chose, in place of any before, and forget wrong tries.

    Raises NotFound, and Refusal ``phone_word_not_two``, ``phone_word_short`` or ``phone_word_name``.
    """
    grant = _grant(db, grant_id)
    word = normal(typed)
    parts = word.split()
    if len(parts) != WORDS or parts[0] == parts[1]:
        raise Refusal("phone_word_not_two", lazy("Enter two different words, with a space between them"))
    if min(len(part) for part in parts) < SHORTEST:
        raise Refusal("phone_word_short", lazy("Choose words of 3 letters or more"))
    person = db.get(Person, grant.person_id)
    if person is not None and set(parts) & set(normal(person.name).split()):
        raise Refusal("phone_word_name", lazy("Choose words that are not in the caller’s name"))
    one_at_a_time(db, f"complaint:{grant.complaint_id}")
    grant.phone_word_hmac = _hash(grant_id, word, act.settings)
    grant.phone_word_tries = 0
    db.flush()
    act.record(db, grant.complaint_id, events.Kind.PHONE_WORD_SET, {"grant": grant_id})


def tries_left(grant: Grant) -> int:
    """Return how many wrong tries are left; 0 when there is no phone word or it is closed."""
    return max(0, TRIES - grant.phone_word_tries) if grant.phone_word_hmac else 0


def fits(db: Session, *, grant_id: GrantId, typed: str, settings: Settings) -> bool:
    """Whether these are the words; a wrong try is counted, and three close the word until the person is checked.

    They are few, because words that people choose are guessed, most of all by who lives with them. Anybody who rings
    can spend them, so a call back to a proven number, or a code to a proven address, opens it again.

    Raises NotFound, and Refusal ``phone_word_closed``, which is the same where no word was ever chosen.
    """
    grant = _grant(db, grant_id)
    right = same(grant.phone_word_hmac or DUMMY, _hash(grant_id, normal(typed), settings))
    if tries_left(grant) == 0:
        raise Refusal("phone_word_closed", lazy("The phone word cannot be used now. Call the person back."))
    if not right:
        grant.phone_word_tries += 1
        db.flush()
    return right and grant.phone_word_hmac is not None


def open_again(db: Session, *, grant_id: GrantId) -> None:
    """Forget wrong tries: the person was reached at a number or an address that is proven to be theirs.

    Raises NotFound.
    """
    _grant(db, grant_id).phone_word_tries = 0
    db.flush()


def _grant(db: Session, grant_id: GrantId) -> Grant:
    grant = db.get(Grant, grant_id, with_for_update=True)
    if grant is None or grant.revoked_at is not None:
        raise NotFound("grant")
    return grant


def _hash(grant_id: GrantId, word: str, settings: Settings) -> str:
    return keyed_hash(settings.code_key, _PURPOSE, f"{grant_id}:{word}")
