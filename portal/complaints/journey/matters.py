"""The writer's own matters beside a draft: which may be listed, which one is meant, and putting the words on one."""

from __future__ import annotations

from typing import Literal

from sqlalchemy.orm import Session

from portal.complaints.codes import own_address
from portal.complaints.drafts import drafts
from portal.complaints.drafts.open_draft import OpenDraft
from portal.complaints.follow_up import chases, escalate, messages
from portal.complaints.joining import recognition
from portal.complaints.journey import proving
from portal.complaints.listing import own_matters
from portal.complaints.listing.own_matters import OwnMatter
from portal.complaints.matter import events, evidence
from portal.complaints.matter.act import Act
from portal.complaints.matter.models import ChaseKind
from portal.complaints.questions.answers import Answers
from portal.complaints.same_matter import Candidate, Ranked, Words

What = Literal["add", "update", "disagree", "not_done"]


def listed(db: Session, act: Act, draft: OpenDraft) -> list[OwnMatter]:
    """Return the matters that may be listed to the writer of this draft: none without a proven contact of their own."""
    answers = draft.answers
    if answers.shared != "no" or not proving.is_proven(answers, proven=draft.proven):
        return []
    contact_id = own_address.find_contact(db, kind=answers.contact, normal=draft.proven, name=answers.name)
    if contact_id is None:
        return []
    found = own_matters.reached_by(db, contact_id=contact_id, now=act.now, council=act.rulebook.council)
    return own_matters.for_the_same(found, about=answers.about, name=answers.name, affected_name=answers.affected_name)


def meant(act: Act, draft: OpenDraft, matters: list[OwnMatter]) -> Ranked | None:
    """Return the matter that the draft is about, as far as its words say.

    Never a quiet one, or one that the person said is another matter.
    """
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
    new = Words(words_of(draft.answers), draft.answers.service or None, act.now)
    found = recognition.find(new, known, council=act.rulebook.council, on=act.today)
    return next((one for one in found.ranked if one.id == found.best), None)


def words_of(answers: Answers) -> str:
    """Return all that was written in a draft as one text: nothing is typed again."""
    where = ", ".join(part for part in (answers.place, answers.postcode) if part.strip())
    return recognition.together(answers.words, answers.happened, where, answers.wanted)


def put_on(db: Session, act: Act, draft: OpenDraft, matter: OwnMatter, *, what: What) -> bool:
    """Carry the words over to a matter, do there what the person chose, and end the draft: no second reference.

    False when the draft was sent or put on a matter already. Raises Refusal when the rules do not allow it there.
    """
    _saved_at, sent_as = drafts.hold(db, draft_id=draft.id)
    if sent_as is not None:
        return False
    words, key, theirs = words_of(draft.answers), draft.receipt_key, act.as_person(matter.person_id)
    complaint_id, person_id = matter.complaint_id, matter.person_id
    if what == "disagree":
        escalate.ask(db, theirs, complaint_id=complaint_id, person_id=person_id, reason=words)
    elif what != "not_done" or words.strip():
        messages.add_message(
            db, theirs, complaint_id=complaint_id, person_id=person_id, body=words, send_key=key, channel="web"
        )
    if what in {"update", "not_done"}:
        kind: ChaseKind = "update" if what == "update" else "remedy"
        chases.ask(db, theirs, kind, complaint_id=complaint_id, person_id=person_id, channel="web")
    evidence.take_from_draft(db, theirs, draft_id=draft.id, complaint_id=complaint_id, person_id=person_id)
    theirs.record(db, complaint_id, events.Kind.REPEAT_TURNED, {"channel": "web", "what": what})
    drafts.note_sent(db, draft_id=draft.id, complaint_id=complaint_id, now=act.now, keep_until=draft.expires_at)
    return True
