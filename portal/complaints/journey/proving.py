"""Proving the address typed in a draft, by six digits sent there."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.complaints.codes import proof
from portal.complaints.codes.proof import can_text
from portal.complaints.drafts import drafts
from portal.complaints.matter.act import Act
from portal.complaints.questions import who
from portal.complaints.questions.answers import Answers
from portal.config import Settings
from portal.people import addresses, contacts, one_time_codes
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


def ask(db: Session, act: Act, *, draft_id: str, answers: Answers, browser_hash: str, language: str) -> None:
    """Send six digits to the address chosen, an e-mail or a phone number; digits sent there before stop working."""
    proof.send_code(
        db,
        act,
        purpose=_purpose(answers, act.settings),
        subject=draft_id,
        kind="phone" if answers.contact == "phone" else "email",
        address=answers.address,
        browser_hash=browser_hash,
        language=language,
    )


def confirm(db: Session, act: Act, *, draft_id: str, answers: Answers, browser_hash: str, digits: str) -> bool:
    """Note the address as proven when these digits were sent there for this draft and to this browser."""
    subject = one_time_codes.use(
        db,
        purpose=_purpose(answers, act.settings),
        browser_hash=browser_hash,
        digits="".join(character for character in digits if character.isdigit()),
        now=act.now,
        settings=act.settings,
    )
    normal = addresses.normal(answers.contact, answers.address)
    if subject != draft_id or normal is None:
        return False
    drafts.note_proven(db, draft_id=draft_id, normal_address=normal)
    return True


def _purpose(answers: Answers, settings: Settings) -> str:
    """Name the address in the purpose: digits sent to one address never prove another one typed later."""
    normal = addresses.normal(answers.contact, answers.address) or ""
    return f"draft-{keyed_hash(settings.code_key, 'address', normal)[:16]}"
