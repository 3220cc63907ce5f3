"""The writer's own matters beside a draft: which may be listed, which one is meant, and putting the words on one."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from portal import clock
from portal.complaints.codes import own_address
from portal.complaints.drafts import drafts
from portal.complaints.drafts.open_draft import OpenDraft
from portal.complaints.follow_up import escalate, messages, remedies, updates
from portal.complaints.joining import recognition
from portal.complaints.journey import proving
from portal.complaints.listing import own_matters
from portal.complaints.listing.own_matters import OwnMatter
from portal.complaints.matter import events, evidence
from portal.complaints.matter.rulebook import Rulebook
from portal.complaints.questions.answers import Answers
from portal.complaints.same_matter import Candidate, Ranked, Words
from portal.config import Settings

What = Literal["add", "update", "disagree", "not_done"]


def listed(db: Session, draft: OpenDraft, *, rulebook: Rulebook, now: datetime) -> list[OwnMatter]:
    """Return the matters that may be listed to the writer of this draft: none without a proven contact of their own."""
    answers = draft.answers
    if answers.shared != "no" or not proving.is_proven(answers, proven=draft.proven):
        return []
    contact_id = own_address.find_contact(db, kind=answers.contact, normal=draft.proven, name=answers.name)
    if contact_id is None:
        return []
    found = own_matters.reached_by(db, contact_id=contact_id, now=now, council=rulebook.council)
    return own_matters.for_the_same(found, about=answers.about, name=answers.name, affected_name=answers.affected_name)


def meant(draft: OpenDraft, matters: list[OwnMatter], *, rulebook: Rulebook, now: datetime) -> Ranked | None:
    """Return the matter that the draft is about, as far as its words say; never a quiet one, nor one said to differ."""
    different = draft.different_from.split()
    known = [
        Candidate(
            one.complaint_id,
            recognition.together(one.words, one.happened, one.place, one.wanted),
            one.service,
            one.received_at,
            one.answered_at,
            (one.number,),
        )
        for one in matters
        if not one.quiet and one.complaint_id not in different
    ]
    new = Words(words_of(draft.answers), draft.answers.service or None, now)
    found = recognition.find(new, known, council=rulebook.council, on=clock.london_date(now))
    return next((one for one in found.ranked if one.id == found.best), None)


def words_of(answers: Answers) -> str:
    """Return all that was written in a draft as one text: nothing is typed again."""
    where = ", ".join(part for part in (answers.place, answers.postcode) if part.strip())
    return recognition.together(answers.words, answers.happened, where, answers.wanted)


def put_on(
    db: Session,
    draft: OpenDraft,
    matter: OwnMatter,
    *,
    what: What,
    now: datetime,
    rulebook: Rulebook,
    settings: Settings,
) -> bool:
    """Carry the words over to a matter, do there what the person chose, and end the draft: no second reference.

    False when the draft was sent or put on a matter already. Raises Refusal when the rules do not allow it there.
    """
    _saved_at, complaint_id = drafts.hold(db, draft_id=draft.id)
    if complaint_id is not None:
        return False
    words, basics = words_of(draft.answers), {"now": now, "rulebook": rulebook, "settings": settings}
    here = {"complaint_id": matter.complaint_id, "person_id": matter.person_id, **basics}
    if what == "disagree":
        escalate.ask(db, reason=words, **here)  # type: ignore[arg-type]
    elif what == "not_done":
        remedies.not_done(db, words=words, send_key=draft.receipt_key, channel="web", **here)  # type: ignore[arg-type]
    else:
        messages.add_message(db, body=words, send_key=draft.receipt_key, channel="web", **here)  # type: ignore[arg-type]
        if what == "update":
            updates.ask(db, channel="web", **here)  # type: ignore[arg-type]
    evidence.take_from_draft(
        db,
        draft_id=draft.id,
        complaint_id=matter.complaint_id,
        person_id=matter.person_id,
        now=now,
        settings=settings,
    )
    turned = events.Happened(events.Kind.REPEAT_TURNED, "person", matter.person_id, {"channel": "web", "what": what})
    events.record(db, matter.complaint_id, turned, key=settings.event_key, now=now)
    drafts.note_sent(db, draft_id=draft.id, complaint_id=matter.complaint_id, now=now, keep_until=draft.expires_at)
    return True
