"""An officer decides about a mail: onto a matter, into a draft of a new complaint, or kept apart."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.casework.calls import drafts
from portal.casework.desk import acts, received
from portal.casework.incoming import mail_tray, triage
from portal.complaints.follow_up import messages
from portal.complaints.incoming import by_mail
from portal.complaints.incoming.models import InboundMail
from portal.complaints.matter import correspondence, events, reference, surviving
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.models import Correspondence
from portal.complaints.questions.answers import Answers
from portal.db import ComplaintId
from portal.errors import Refusal
from portal.i18n import gettext as _
from portal.letters.outgoing.kinds import Content
from portal.people import addresses

UNPROVEN = "email_unproven"
"""The channel of words from a mail whose sender is not proven."""


def accept(db: Session, act: OfficersAct, *, mail_id: str, complaint_id: ComplaintId) -> ComplaintId:
    """Put a mail's words onto a matter and return the matter's id: the person who complained can read them there.

    When the sender is not proven to be that person, the words say so and the person is told that they came. Its files
    follow within a minute, also of a mail without words. One that began something new is counted as a repeat that
    became a follow-up. Raises NotFound, and Refusal ``no_words`` when there is nothing to add.
    """
    own_id, complaint_id = complaint_id, surviving.surviving(db, complaint_id)
    acts.begin(db, act, complaint_id=complaint_id)
    mail = mail_tray.get_open(db, mail_id=mail_id, officer_id=act.officer_id, hold=True)
    if not mail.words.strip() and not mail.attachments:
        raise Refusal("no_words", _("There are no words in this email to add."))
    own_id = _own_side(db, mail, own_id)
    writer = correspondence.writer_of(db, complaint_id=own_id)
    certain = by_mail.is_certain(db, mail, writer.id, act.settings)
    if mail.words.strip():
        messages.add_message(
            db,
            act,
            complaint_id=own_id,
            person_id=writer.id if certain else None,
            body=mail.words,
            channel="email" if certain else UNPROVEN,
            send_key=by_mail.send_key(mail.message_key, own_id),
        )
    _decide(act, mail, "accepted")
    mail.complaint_id = own_id
    if not certain:
        correspondence.write_to_person(db, act, own_id, Content("mail_accepted"), person_id=writer.id)
    data = {"channel": "email", "what": "add"}
    acts.finish(db, act, complaint_id, events.Kind.REPEAT_TURNED if _is_new(mail) else None, data=data)
    return complaint_id


def place(db: Session, act: OfficersAct, *, mail_id: str, typed_reference: str) -> ComplaintId:
    """Put a mail's words onto the matter of a reference and return the matter's id.

    Raises NotFound, and Refusal ``no_such_reference`` or ``no_words``.
    """
    complaint_id = triage.get_by_reference(db, act, typed_reference=typed_reference)
    own_id = surviving.own_side_of_reference(db, number=reference.read(typed_reference).number or "")
    return accept(db, act, mail_id=mail_id, complaint_id=own_id or complaint_id)


def _own_side(db: Session, mail: InboundMail, complaint_id: ComplaintId) -> ComplaintId:
    """Return the matter on whose side a mail's words are: that of the letter it answers, where one matter is both."""
    answered = select(Correspondence.complaint_id).where(Correspondence.letter_id == mail.letter_id)
    theirs = db.scalars(answered).first()
    same = theirs is not None and surviving.surviving(db, theirs) == surviving.surviving(db, complaint_id)
    return surviving.own_surviving(db, theirs if theirs is not None and same else complaint_id)


def put_aside(db: Session, act: OfficersAct, *, mail_id: str) -> None:
    """Take a mail that belongs to no matter out of the tray; it is kept. Raises NotFound."""
    _decide(act, mail_tray.get_open(db, mail_id=mail_id, officer_id=act.officer_id, hold=True), "kept_apart")
    db.flush()


def make_draft(db: Session, act: OfficersAct, *, mail_id: str, language: str) -> str:
    """Make a draft of a complaint from a mail and return its id: its words, its sender, and when it reached us.

    It is the officer's to finish, like a call; a draft that nobody registers brings the mail back to the tray.
    Raises NotFound.
    """
    mail = mail_tray.get_open(db, mail_id=mail_id, officer_id=act.officer_id, hold=True)
    answers = _answers(mail)
    draft_id = drafts.start_call(db, act, language=language)
    typed = _typed(answers, mail.received_at)
    drafts.save_call(db, act, draft_id=draft_id, answers=answers, typed=typed, channel="email")
    _decide(act, mail, "draft")
    mail.draft_id = draft_id
    db.flush()
    return draft_id


def _is_new(mail: InboundMail) -> bool:
    """Whether a person wrote it and it answers no letter of ours: alone it would have become a new complaint."""
    return mail.letter_id is None and mail.answers_id is None and not mail.automatic


def _answers(mail: InboundMail) -> Answers:
    """Return what a mail answers; a subject that says more than its words do stands before them."""
    words = "\n\n".join(part for part in (mail.subject, mail.words) if part)
    address = mail.sender if addresses.normal_email(mail.sender) else ""
    return Answers(
        words=mail.words if mail.subject and mail.subject in mail.words else words,
        name=mail.sender_name,
        contact="email" if address else "",
        email=address,
    )


def _typed(answers: Answers, received_at: datetime) -> dict[str, str]:
    day = clock.london_date(received_at)
    typed = {
        "words": answers.words,
        "name": answers.name,
        "contact": answers.contact,
        "email": answers.email,
        "channel": "email",
        "received_on-day": str(day.day),
        "received_on-month": str(day.month),
        "received_on-year": str(day.year),
        "received_time": received.shown_time(received_at),
    }
    return {name: value for name, value in typed.items() if value}


def _decide(act: OfficersAct, mail: InboundMail, decision: str) -> None:
    mail.decision, mail.decided_at, mail.decided_by = decision, act.now, act.officer_id
