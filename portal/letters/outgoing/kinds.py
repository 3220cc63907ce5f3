"""The letters there are, and what each may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from portal.i18n import lazy

Channel = Literal["email", "sms", "post"]
Cause = Literal["council", "clock", "form", "asked"]

ANY: frozenset[Channel] = frozenset({"email", "sms", "post"})


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of letter. Its words are in ``templates/letters/<name>.txt``.

    ``needs`` and ``may`` name the values it is composed from; ``words`` are those of them that hold somebody's own
    words. ``closed`` letters say so much that an address nobody has proven gets only "there is a message for you".
    ``fills_in`` names the secret that is filled in while it is being sent. ``at_once`` letters wait for no
    other. ``limited`` says what somebody gets whose right to act for another person is not confirmed: the whole letter,
    a bare one without ``words``, or none. ``subject`` never tells a person what the letter is about.

    ``cause`` says what makes it: an officer ("council"), a day that came ("clock"), something that was done on a page
    ("form"), or somebody who asks for it there ("asked"). All but the last are owed. `letters.outgoing.daily` says what
    that means for how many one mailbox gets.
    """

    needs: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    closed: bool = False
    staff: bool = False
    proven_only: bool = False
    channels: frozenset[Channel] = field(default=ANY)
    fills_in: str | None = None
    cause: Cause = "council"
    at_once: bool = False
    limited: Literal["no", "bare", "whole"] = "no"
    subject: str = field(default_factory=lambda: lazy("You have a message from %(council)s"))


@dataclass(frozen=True, slots=True)
class Content:
    """What one letter says: its kind and the values it is composed from.

    ``secret`` says what is filled in while it is being sent (``{"tracking_code": grant id}``).
    """

    kind: str
    values: Mapping[str, object] = field(default_factory=dict)
    secret: Mapping[str, Any] = field(default_factory=dict)


def _person(
    *needs: str,
    may: tuple[str, ...] = (),
    words: tuple[str, ...] = (),
    closed: bool = False,
    limited: Literal["no", "bare", "whole"] = "no",
    cause: Cause = "council",
) -> Kind:
    return Kind(
        needs=frozenset({"reference", *needs}),
        may=frozenset({"name", *may}),
        words=frozenset({"name", *words}),
        closed=closed,
        limited=limited,
        cause=cause,
    )


def _staff(subject: str, *needs: str) -> Kind:
    needed = frozenset({"reference", *needs})
    return Kind(needs=needed, staff=True, channels=frozenset({"email"}), subject=subject)


_DECIDED = ("reason", "next_step")
_LATE = lazy("Late: complaint %(reference)s")
_MAY_THEY_ACT = lazy("May somebody act for this person? Complaint %(reference)s")

KINDS: dict[str, Kind] = {
    "receipt": _person(may=("acknowledge_by", "reply_by", "decide_by", "next_step"), limited="whole", cause="form"),
    "gathered": Kind(channels=frozenset({"email"}), fills_in="references"),
    "message": _person("words", words=("words",), closed=True),
    "acknowledgement": _person(
        "understood",
        "handler",
        may=("outcome", "not_ours", "handler_phone", "offer_to_talk", "reply_by", "next_step"),
        words=("understood", "outcome", "not_ours", "handler", "handler_phone"),
        closed=True,
    ),
    "reply": _person(
        "finding", "reasons", "next_step", may=("remedy",), words=("finding", "reasons", "remedy"), closed=True
    ),
    "extended": _person("new_date", *_DECIDED, words=("reason",), closed=True),
    "late_notice": _person(
        "next_step", may=("reason", "new_date", "next_update"), words=("reason",), limited="bare", cause="clock"
    ),
    "further_received": _person(may=("decide_by", "acknowledge_by", "reply_by"), cause="form"),
    "further_accepted": _person(may=("responder", "reply_by")),
    "further_rejected": _person(*_DECIDED, words=("reason",), closed=True),
    "further_resolved": _person("reason", may=("next_step",), words=("reason",), closed=True),
    "stage_opened": _person(may=("responder", "acknowledge_by", "reply_by")),
    "withdrawn": _person("undo_until", cause="form"),
    "withdrawal_undone": _person(may=("reply_by",), cause="form"),
    "contact_changed": _person(limited="whole", cause="form"),
    "contact_added": _person(limited="whole", cause="form"),
    "letterbox_accepted": _person(limited="whole"),
    "mail_accepted": _person(limited="whole"),
    "merged": _person("other", may=("reply_by", "decide_by", "tell_by", "answered_on")),
    "merge_undone": _person(may=("other", "reply_by")),
    "split": _person("second", may=("reply_by",)),
    "update_promised": replace(_person("known", "answer_by"), proven_only=True),
    "join_them": Kind(channels=frozenset({"email"}), cause="form"),
    "access_letter": replace(_person(limited="whole"), channels=frozenset({"post"}), fills_in="tracking_code"),
    "consent_asked": replace(_person("link"), channels=frozenset({"email"})),
    "consent_letter": replace(_person(), channels=frozenset({"post"}), fills_in="tracking_code"),
    "consent_kept": _person(cause="form"),
    "authority_waiting": _person("decide_by", limited="whole", cause="clock"),
    "authority_confirmed": _person(limited="whole"),
    "representative_added": replace(_person(limited="whole"), channels=frozenset({"email"})),
    "authority_refused": _person(*_DECIDED, words=("reason",), closed=True, limited="whole"),
    "authority_ended": _person(limited="whole"),
    "authority_decided": _person(*_DECIDED, words=("reason",), closed=True, limited="whole"),
    "lost_reference": Kind(
        needs=frozenset({"references"}),
        may=frozenset({"name"}),
        words=frozenset({"name"}),
        proven_only=True,
        cause="asked",
    ),
    "one_time_code": Kind(channels=frozenset({"email", "sms"}), fills_in="one_time_code", cause="asked", at_once=True),
    # An officer asks for it, while the caller waits on the phone.
    "caller_code": Kind(channels=frozenset({"email", "sms"}), proven_only=True, fills_in="one_time_code", at_once=True),
    "reminder_due": _staff(lazy("Due soon: complaint %(reference)s"), "due"),
    "staff_late": _staff(_LATE, "due"),
    "remedy_owed": _staff(lazy("Promise not kept: complaint %(reference)s"), "due"),
    "update_late": _staff(_LATE, "due"),
    "remedy_late": _staff(_LATE, "due"),
    "authority_unasked": _staff(_MAY_THEY_ACT, "due"),
    "authority_due": _staff(_MAY_THEY_ACT, "due"),
    "urgent_new": _staff(lazy("Urgent: complaint %(reference)s")),
    "urgent_alarm": _staff(lazy("Urgent and not opened: complaint %(reference)s")),
    "emergency_opened": _staff(lazy("Opened in an emergency: complaint %(reference)s")),
    "enquiry_new": _staff(lazy("New enquiry of an elected member: %(reference)s")),
    "enquiry_late": _staff(lazy("Late: enquiry %(reference)s"), "due"),
    "enquiry_received": Kind(
        needs=frozenset({"reference", "reply_by"}), proven_only=True, channels=frozenset({"email"})
    ),
    "enquiry_answered": Kind(needs=frozenset({"reference"}), proven_only=True, channels=frozenset({"email"})),
    "enquiry_later": Kind(
        needs=frozenset({"reference", "reply_by", "new_date"}), proven_only=True, channels=frozenset({"email"})
    ),
    "enquiry_linked": _person(),
}
