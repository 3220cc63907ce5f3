"""Proving the address typed in a draft, by six digits sent there."""

from __future__ import annotations

from portal.complaints.codes.proof import can_text
from portal.complaints.questions import who
from portal.complaints.questions.answers import Answers
from portal.config import Settings
from portal.people import addresses, contacts
from portal.people.one_time_codes import Wanted
from portal.sealed import keyed_hash


def can_prove(answers: Answers, *, proven: str, settings: Settings) -> bool:
    """Tell whether a code can be sent to the address chosen, and that address is not proven yet.

    Nothing is sent to an address that a child did not call their own, or of somebody without a name.
    """
    if answers.acting_as == "anonymous" or who.whose_address(answers) not in contacts.WRITTEN_TO:
        return False
    if answers.contact == "phone" and not can_text(settings):
        return False
    if answers.contact not in {"email", "phone"}:
        return False
    normal = addresses.normal(answers.contact, answers.address)
    return normal is not None and normal != proven


def is_proven(answers: Answers, *, proven: str) -> bool:
    """Tell whether the address in use was proven in this draft.

    False for an address that a child does not call their own, and when the writer gives no name any more.
    """
    given = who.settled(answers)
    if not proven or who.whose_address(given) not in contacts.WRITTEN_TO:
        return False
    return addresses.normal(given.contact, given.address) == proven


def wanted(answers: Answers, *, draft_id: str, settings: Settings) -> Wanted:
    """Return the code that proves the address chosen, an e-mail or a phone number.

    The purpose names the address: digits sent to one never prove another one that is typed later.
    """
    normal = addresses.normal(answers.contact, answers.address) or ""
    purpose = f"draft-{keyed_hash(settings.code_key, 'address', normal)[:16]}"
    return Wanted(purpose, draft_id, "phone" if answers.contact == "phone" else "email", answers.address)
