"""People who act for others: not confirmed, refused, for speaking only, asked, answered, and an advocate's caseload."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.casework.acting import acts, decide
from portal.casework.acting.acts import Checked
from portal.complaints.acting import consent, objecting, organisations
from portal.complaints.grants import grants, visits
from portal.complaints.matter import own_reference, rulebook
from portal.complaints.matter.act import OfficersAct, by_officer
from portal.complaints.matter.authority_models import Authority
from portal.db import GrantId, OfficerId
from portal.people.models import ContactPoint
from tests.complaints import represented
from tests.complaints.represented import Acting
from tests.states.world import World

_MORE = {"email": "vera@voice.example", "name": "Vera Voss", "organisation": "Voice"}
_CONFIRMED = ("acting", "speaking", "given")
# With another right than consent: confirmed, not checked yet, and one that the person objects to.
_FORMAL = ("power", "parental", "doubted")


def make_acting(world: World, grace: OfficerId, now: datetime) -> tuple[list[GrantId], list[str]]:
    """Make them and return grants to open and contacts to prove in the writer's browser."""
    given: dict[str, Any] = {"rulebook": rulebook.read(), "settings": world.portal.settings}
    given["service"] = "missed-collection"
    made: dict[str, Acting] = {}
    for name in ("held", "turned_down", "decided", *_CONFIRMED, "asked", *_FORMAL):
        more: dict[str, Any] = _MORE if name in {"held", "acting"} else {"email": f"{name}@resident.example"}
        made[name] = represented.made(
            world.database, at=now, role="advocate", affected_name=f"Ida {name}", **given, **more
        )
        world.names |= {
            f"acting_{name}": made[name].grant_id,
            f"acting_{name}_id": made[name].complaint_id,
            f"claim_{name}": made[name].authority_id,
        }
    parents = [
        represented.made(
            world.database, at=now, role="parent", affected_name="Noor Khan", email=f"{who}@resident.example", **given
        )
        for who in ("mother", "father")
    ]
    world.names |= {"parent_id": parents[0].complaint_id, "claim_parent": parents[0].authority_id}
    _act(world, made, grace, now)
    with world.database.changes() as db:
        voice = organisations.add(db, name="Voice", officer_id=grace, now=now)
        member = organisations.add_member(
            db,
            organisation_id=voice,
            name="Vera Voss",
            address="vera@voice.example",
            officer_id=grace,
            now=now,
        )
    world.names |= {"organisation": voice, "membership": member}
    with world.database.session() as db:
        asked = [
            grants.get_of_person(db, complaint_id=made[name].complaint_id, person_id=made[name].affected_id).id
            for name in ("asked", "given", *_FORMAL)
        ]
        world.names |= {"hers": asked[0]} | {
            f"hers_{name}": grant_id for name, grant_id in zip(("given", *_FORMAL), asked[1:], strict=True)
        }
        normals = ["vera@voice.example", *(f"ida-{name}@resident.example" for name in ("asked", "given"))]
        proven = list(db.scalars(select(ContactPoint.id).where(ContactPoint.normal.in_(normals))))
    return [*(one.grant_id for one in made.values()), *asked], proven


def prove_acting(world: World, session_hash: str, contact_ids: list[str], now: datetime) -> None:
    """Let the writer's browser have proven these contacts."""
    with world.database.changes() as db:
        for contact_id in contact_ids:
            visits.note_proven(db, session_hash=session_hash, contact_id=contact_id, now=now)


def _act(world: World, made: dict[str, Acting], grace: OfficerId, now: datetime) -> None:
    basics: dict[str, Any] = {"now": now, "rulebook": rulebook.read(), "settings": world.portal.settings}
    for name, one in made.items():
        whom: dict[str, Any] = {"complaint_id": one.complaint_id, "authority_id": one.authority_id}
        with world.database.changes() as db:
            if name in {"asked", "given"}:
                consent.ask(
                    db,
                    by_officer(grace, **basics),
                    found=consent.FoundContact("email", f"ida-{name}@resident.example", "Her care record."),
                    **whom,
                )
            if name in _CONFIRMED:
                scope = "speak_only" if name == "speaking" else "everything"
                checked = Checked(kind="consent", how="form", scope=scope, evidence="Signed on Monday.")
                acts.confirm(db, by_officer(grace, **basics), checked=checked, **whom)
            if name in {"turned_down", "decided"}:
                decision = "refuse" if name == "turned_down" else "not_personal"
                words = "We could not find out if you may act for her."
                decide.decide(db, by_officer(grace, **basics), decision=decision, words=words, **whom)
            if name in _FORMAL:
                _claim_another_right(db, by_officer(grace, **basics), one, name)


def _claim_another_right(db: Session, act: OfficersAct, one: Acting, name: str) -> None:
    """Let it rest on more than consent, and give the person affected a reference of her own."""
    own_reference.give(
        db,
        act,
        complaint_id=one.complaint_id,
        person_id=one.affected_id,
    )
    claim = db.get_one(Authority, one.authority_id)
    claim.kind = "parental_responsibility" if name == "parental" else "power_of_attorney"
    if name == "parental":
        return
    seen = Checked(kind=claim.kind, how="document", scope="everything", evidence="The registered deed.")
    acts.confirm(
        db,
        act,
        checked=seen,
        complaint_id=one.complaint_id,
        authority_id=one.authority_id,
    )
    if name == "doubted":
        objecting.object_to(db, act.as_portal(), claim)
