"""One submission with two matters becomes two; a later message that would delay the answer becomes its own.

The first keeps its reference, words and dates. The second gets a reference of its own, the words an officer chose,
kept word for word, and dates counted from the day those words reached the council.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.complaints.acting import authority
from portal.complaints.grants import companions
from portal.complaints.joining import letters, split_rows
from portal.complaints.joining.merge import join, take_turns
from portal.complaints.joining.plan import Plan
from portal.complaints.joining.split_rows import Chosen
from portal.complaints.matter import events
from portal.complaints.matter.act import OfficersAct
from portal.complaints.matter.joining_models import Split
from portal.complaints.matter.models import Complaint, Grant, Message, Party, Stage
from portal.complaints.matter.standing import get_position, project
from portal.complaints.matter.surviving import MERGED, merged_into
from portal.db import ComplaintId, new_id
from portal.errors import NotFound, Refusal
from portal.i18n import lazy
from portal.organisation import routing
from portal.procedures.calendar import WorkingCalendar

DECIDE_WITHIN = 2
"""Working days in which an officer may say that a new message would delay the answer."""


def split(
    db: Session,
    act: OfficersAct,
    *,
    complaint_id: ComplaintId,
    service: str,
    send_key: str,
    excerpt: str = "",
    message_id: str | None = None,
) -> ComplaintId:
    """Make the excerpt, or a whole message, a matter of its own and return its id; the person gets one letter.

    ``send_key`` (32 hexadecimal digits) makes a double click one matter. Raises NotFound, and Refusal
    ``split_not_now``, ``unknown_service``, ``excerpt_missing``, ``not_word_for_word``, ``nothing_left``,
    ``others_words``, ``message_is_too_old`` or ``already_split``.
    """
    take_turns(db, complaint_id)
    already = db.scalars(select(Complaint.id).where(Complaint.receipt_key == send_key)).first()
    if already is not None:
        return already
    today = act.today
    first = get_position(db, complaint_id=complaint_id, rulebook=act.rulebook, today=today).complaint
    if first.state != "open":
        raise Refusal("split_not_now", lazy("Only a complaint that waits for an answer can be split."))
    if routing.find_service(act.rulebook.council, service, today) is None:
        raise Refusal("unknown_service", lazy("Choose what the second thing is about."), field="service")
    chosen = _from_first(first, excerpt) if message_id is None else _from_message(db, act, first, message_id)
    second_id = split_rows.write(db, act, first, chosen=chosen, service=service, receipt_key=send_key)
    made = Split(
        id=new_id(), first_id=first.id, second_id=second_id, message_id=chosen.message_id, at=act.now, by=act.officer_id
    )
    db.add(made)
    db.flush()
    _record(db, act, events.Kind.SPLIT, made)
    for grant_id in list(db.scalars(select(Grant.id).where(Grant.complaint_id == first.id))):
        companions.open_along(db, grant_id=grant_id, now=act.now)
    letters.tell_split(db, act, made)
    return second_id


def undo(db: Session, act: OfficersAct, *, split_id: str) -> None:
    """Put the second matter back into the first while neither was answered; its reference then leads to the first.

    A second click changes nothing. Raises NotFound, and Refusal ``answered`` or ``split_not_now``.
    """
    made = db.get(Split, split_id)
    if made is None:
        raise NotFound("split")
    take_turns(db, made.first_id, made.second_id)
    db.refresh(made)
    if made.undone_at is not None:
        return
    answered = select(Stage.id).where(
        Stage.complaint_id.in_((made.first_id, made.second_id)), Stage.answered_at.is_not(None)
    )
    if db.scalars(answered).first() is not None:
        raise Refusal("answered", lazy("One of them has been answered. Now they stay apart."))
    if {db.get_one(Complaint, one).state for one in (made.first_id, made.second_id)} != {"open"}:
        raise Refusal("split_not_now", lazy("One of them is no longer open. Now they stay apart."))
    made.undone_at, made.undone_by = act.now, act.officer_id
    db.flush()
    _record(db, act, events.Kind.SPLIT_UNDONE, made)
    found = Plan(made.first_id, made.second_id, known=True, answered=False)
    join(db, act, found)


def standing(db: Session, *, complaint_id: ComplaintId) -> list[Split]:
    """Return the splits that made a matter, or that it was made by, and that were not undone, oldest first."""
    either = (Split.first_id == complaint_id) | (Split.second_id == complaint_id)
    return list(db.scalars(select(Split).where(either, Split.undone_at.is_(None)).order_by(Split.at, Split.id)))


def find_split(db: Session, *, split_id: str) -> Split | None:
    """Return a split, undone or not, or None."""
    return db.get(Split, split_id)


def new_points(db: Session, *, complaint_id: ComplaintId, today: date, calendar: WorkingCalendar) -> list[Message]:
    """Return the writer's messages of which an officer may still say that they would delay the answer.

    What another person on the matter wrote stays there: the second matter would show it to the writer (threat T5).
    """
    apart = select(Split.message_id).where(Split.message_id.is_not(None))
    rows = db.scalars(
        select(Message)
        .where(Message.complaint_id == complaint_id, Message.author == "person", Message.id.not_in(apart))
        .order_by(Message.at)
    )
    return [one for one in rows if _in_time(one, today, calendar) and _is_writers(db, one)]


def _from_first(first: Complaint, excerpt: str) -> Chosen:
    words = excerpt.strip()
    if not words:
        raise Refusal("excerpt_missing", lazy("Copy the words that are about the second thing."), field="excerpt")
    if words not in first.words:
        raise Refusal(
            "not_word_for_word",
            lazy("These are not the person’s own words. Copy one passage as it stands."),
            field="excerpt",
        )
    if words == first.words.strip():
        raise Refusal(
            "nothing_left", lazy("These are all the words. Leave what the first thing is about."), field="excerpt"
        )
    return Chosen(words, first.received_at)


def _from_message(db: Session, act: OfficersAct, first: Complaint, message_id: str) -> Chosen:
    message = db.get(Message, message_id)
    if message is None or message.complaint_id != first.id or message.author != "person":
        raise NotFound("message")
    if not _is_writers(db, message):
        raise Refusal("others_words", lazy("Another person than the writer wrote this. It stays with this complaint."))
    if db.scalars(select(Split.id).where(Split.message_id == message_id)).first() is not None:
        raise Refusal("already_split", lazy("This message was set apart once already."))
    if not _in_time(message, act.today, act.rulebook.calendar):
        raise Refusal(
            "message_is_too_old",
            lazy("This message came more than two working days ago. It is answered with the rest."),
        )
    return Chosen(message.body, message.at, message.id)


def _is_writers(db: Session, message: Message) -> bool:
    """Whether the writer wrote this; of what came with no name nobody knows where somebody acts for another."""
    if message.person_id is None:
        return not authority.of_complaint(db, complaint_id=message.complaint_id)
    matters = [message.complaint_id, *merged_into(db, message.complaint_id)]
    wrote = select(Party.person_id).where(Party.complaint_id.in_(matters), Party.role == "writer")
    return message.person_id in set(db.scalars(wrote))


def _in_time(message: Message, today: date, calendar: WorkingCalendar) -> bool:
    return today <= calendar.add_working_days(clock.london_date(message.at), DECIDE_WITHIN)


def _record(db: Session, act: OfficersAct, kind: events.Kind, made: Split) -> None:
    sides = {made.first_id: ("second", made.second_id), made.second_id: ("first", made.first_id)}
    for complaint_id, (side, other) in sorted(sides.items()):
        act.record(db, complaint_id, kind, {"split": made.id, side: other})
        if db.get_one(Complaint, complaint_id).state != MERGED:
            project(db, complaint_id=complaint_id)
