"""What happened to a matter, in the past tense: an append-only chain per complaint."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal.complaints.matter.models import ActorKind, Event
from portal.db import ComplaintId, one_at_a_time

# What an event's link is made over, besides the link before.
_LINKED = ("complaint_id", "seq", "kind", "at", "actor_kind", "actor_id", "data")


class Kind(StrEnum):
    """Every kind of event. Names are kept for ever: old chains hold them."""

    RECEIVED = "received"
    FLAGGED_URGENT = "flagged_urgent"
    URGENT_OPENED = "urgent_opened"
    ACKNOWLEDGED = "acknowledged"
    ADDED_TO = "added_to"
    EVIDENCE_ADDED = "evidence_added"
    EVIDENCE_RELEASED = "evidence_released"
    MESSAGE_SENT = "message_sent"
    EXTENDED = "extended"
    LATE_NOTICE_GIVEN = "late_notice_given"
    FOUND_LATE = "found_late"
    REPLIED = "replied"
    FURTHER_ASKED = "further_asked"
    FURTHER_DECIDED = "further_decided"
    STAGE_OPENED = "stage_opened"
    WITHDRAWN = "withdrawn"
    WITHDRAWAL_UNDONE = "withdrawal_undone"
    CONTACT_CHANGE_ASKED = "contact_change_asked"
    CONTACT_CHANGE_REFUSED = "contact_change_refused"
    CONTACT_CHANGED = "contact_changed"
    CONTACT_PROVEN = "contact_proven"
    UPDATE_ASKED = "update_asked"
    REMEDY_CHASED = "remedy_chased"
    HAPPENED_AGAIN = "happened_again"
    SAID_THE_SAME = "said_the_same"
    FOUND_DIFFERENT = "found_different"
    LETTERBOX_RECEIVED = "letterbox_received"
    LETTERBOX_DECIDED = "letterbox_decided"
    CODE_RENEWED = "code_renewed"
    ACCESS_LETTER_ASKED = "access_letter_asked"
    PHONE_WORD_SET = "phone_word_set"
    CALLER_CHECKED = "caller_checked"
    CALL_RECORDED = "call_recorded"
    ASSIGNED = "assigned"
    SERVICE_CHANGED = "service_changed"
    JOIN_ASKED = "join_asked"
    JOIN_REFUSED = "join_refused"
    JOIN_NOT_WANTED = "join_not_wanted"
    MERGED = "merged"
    MERGE_UNDONE = "merge_undone"
    SPLIT = "split"
    SPLIT_UNDONE = "split_undone"
    LINKED = "linked"
    UNLINKED = "unlinked"
    REPEAT_TURNED = "repeat_turned"
    AUTHORITY_CLAIMED = "authority_claimed"
    AUTHORITY_ASKED = "authority_asked"
    AUTHORITY_CHASED = "authority_chased"
    AUTHORITY_CONFIRMED = "authority_confirmed"
    AUTHORITY_REFUSED = "authority_refused"
    AUTHORITY_EXPIRED = "authority_expired"
    AUTHORITY_WITHDRAWN = "authority_withdrawn"
    AUTHORITY_DECIDED = "authority_decided"
    AUTHORITY_QUESTIONED = "authority_questioned"
    AUTHORITY_LOOKED_AT = "authority_looked_at"
    REFERENCE_GIVEN = "reference_given"
    RESTRICTED = "restricted"
    RESTRICTION_LIFTED = "restriction_lifted"
    STAFF_NAMED = "staff_named"
    STAFF_NOT_NAMED = "staff_not_named"
    OPENED_IN_EMERGENCY = "opened_in_emergency"
    ENQUIRY_LINKED = "enquiry_linked"
    SAFE_CONTACT_BEGUN = "safe_contact_begun"
    SAFE_CONTACT_ENDED = "safe_contact_ended"
    REACHED_SAFELY = "reached_safely"
    NEEDS_CHECKED = "needs_checked"
    ADVOCATE_FOUND = "advocate_found"
    DEATH_NOTED = "death_noted"
    DEATH_UNNOTED = "death_unnoted"


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened. ``data`` holds ids, dates and kinds only: never words, never names."""

    kind: Kind
    actor_kind: ActorKind
    actor_id: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


def link_of(before: str, fields: Mapping[str, Any], key: str) -> str:
    """Return an event's link: an HMAC over the link before and the canonical JSON of the event."""
    canonical = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hmac.new(key.encode(), f"{before}\n{canonical}".encode(), hashlib.sha256).hexdigest()


def rows(
    complaint_id: ComplaintId, happened: Iterable[Happened], *, after: int, link: str, key: str, now: datetime
) -> list[dict[str, Any]]:
    """Return the rows that continue a chain after event number ``after``, whose link is ``link``."""
    made: list[dict[str, Any]] = []
    # Read again it is in UTC, and the link is over its spelling.
    at = now.astimezone(UTC)
    for seq, one in enumerate(happened, start=after + 1):
        row: dict[str, Any] = {
            "complaint_id": complaint_id,
            "seq": seq,
            "kind": one.kind.value,
            "at": at,
            "actor_kind": one.actor_kind,
            "actor_id": one.actor_id,
            "data": dict(one.data),
        }
        link = link_of(link, {**row, "at": at.isoformat()}, key)
        made.append({**row, "link": link})
    return made


def record(db: Session, complaint_id: ComplaintId, *happened: Happened, key: str, now: datetime) -> None:
    """Append to a matter's chain. Two at once take turns, and the primary key refuses the same number twice."""
    one_at_a_time(db, f"complaint:{complaint_id}")
    last = db.execute(
        select(Event.seq, Event.link).where(Event.complaint_id == complaint_id).order_by(Event.seq.desc()).limit(1)
    ).first()
    after, link = (last.seq, last.link) if last else (0, "")
    db.execute(insert(Event), rows(complaint_id, happened, after=after, link=link, key=key, now=now))


def first_broken(db: Session, complaint_id: ComplaintId, *, key: str) -> int | None:
    """Return the number of the first event whose link does not hold, None when the whole chain does."""
    link, expected = "", 1
    for event in db.scalars(select(Event).where(Event.complaint_id == complaint_id).order_by(Event.seq)):
        fields = {name: getattr(event, name) for name in _LINKED}
        link = link_of(link, {**fields, "at": event.at.isoformat()}, key)
        if event.seq != expected or not hmac.compare_digest(link, event.link):
            return expected
        expected += 1
    return None
