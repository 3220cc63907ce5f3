"""The claims that registering writes down where somebody complains for another person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from portal.complaints.acting.authority import DECIDE_WITHIN
from portal.complaints.grants.grants import LIMITED
from portal.complaints.matter import events
from portal.complaints.matter.act import Act
from portal.db import ComplaintId, PersonId, new_id

# What somebody in this role says lets them act; everybody else says that the person agrees.
_BY_ROLE = {"parent": "parental_responsibility", "councillor": "elected_member", "mp": "elected_member"}
_TOGETHER = "together"


def rows(
    act: Act,
    *,
    complaint_id: ComplaintId,
    role: str,
    writer_id: PersonId,
    persons: Sequence[Mapping[str, Any]],
    parties: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Return the rows of the writer's claims, one for each other person affected; none where all speak for themselves.

    ``role`` is the complaint's ``acting_as``; ``persons`` and ``parties`` are rows to be inserted. People who complain
    together each speak for their own part.
    """
    if role == _TOGETHER:
        return []
    died = {row["id"] for row in persons if row.get("died")}
    grown_up = {row["id"] for row in persons if row.get("born_on") and not row["under_18"]}
    others = [row["person_id"] for row in parties if row["role"] == "affected" and row["person_id"] != writer_id]
    return [
        {
            "id": new_id(),
            "complaint_id": complaint_id,
            "person_id": writer_id,
            "affected_id": person_id,
            "kind": "sufficient_interest" if person_id in died else _kind(role, grown_up=person_id in grown_up),
            "state": "claimed",
            "claimed_at": act.now,
            "decide_by": act.rulebook.calendar.add_working_days(act.today, DECIDE_WITHIN),
        }
        for person_id in others
    ]


def _kind(role: str, *, grown_up: bool) -> str:
    """Return what lets somebody in this role act; nobody has parental responsibility for an adult."""
    kind = _BY_ROLE.get(role, "consent")
    return "consent" if grown_up and kind == "parental_responsibility" else kind


def hold(claims: Sequence[Mapping[str, Any]], grants: Sequence[dict[str, Any]]) -> None:
    """Let people who claim to act for somebody see only their own words and the dates, in the rows of their grants."""
    claiming = {one["person_id"] for one in claims}
    for grant in grants:
        if grant["person_id"] in claiming:
            grant["may"] = LIMITED


def happened(claims: Sequence[Mapping[str, Any]]) -> list[events.Happened]:
    """Return the events of these claims, for the matter's chain."""
    return [
        events.Happened(
            events.Kind.AUTHORITY_CLAIMED, "person", one["person_id"], {"authority": one["id"], "kind": one["kind"]}
        )
        for one in claims
    ]
