"""The rows of everybody on a new matter: the writer, the person affected, the others of a group."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.complaints.grants.grants import AFFECTED, EVERYTHING
from portal.complaints.questions import who
from portal.complaints.questions.answers import Answers
from portal.db import new_id
from portal.people import addresses, contacts

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class People:
    """Rows of persons (the writer's first), ways to reach them, their roles on the matter and their grants."""

    persons: list[Row] = field(default_factory=list)
    contact_points: list[Row] = field(default_factory=list)
    parties: list[Row] = field(default_factory=list)
    grants: list[Row] = field(default_factory=list)


def of(
    answers: Answers,
    complaint_id: str,
    writer_id: str,
    grant_id: str,
    code_hmac: str | None,
    proven: str,
    language: str,
    on: date,
    now: datetime,
) -> People:
    """Return the rows for settled answers (`who.settled`); ``on`` is the day the words reached the council.

    Everybody but the writer gets a grant without a secret: it opens nothing until somebody gives them one. Their
    address, when the writer gave it, says so: it proves nothing about what they want (threat T5).
    """
    made = People()
    made.persons.append(
        _person(writer_id, answers.name, language, now)
        | {
            "preferred_language": answers.preferred_language,
            "adjustments": answers.adjustments,
            "large_print": bool(answers.large_print),
            "wants_call": bool(answers.wants_call),
            "safe_times": answers.safe_times,
            "organisation": answers.organisation,
            "under_18": answers.acting_as == "child",
        }
    )
    made.parties.append(_party(complaint_id, writer_id, "writer"))
    if answers.about != "other":
        made.parties.append(_party(complaint_id, writer_id, "affected"))
    made.grants.append(_grant(grant_id, complaint_id, writer_id, EVERYTHING, code_hmac, now))
    _add_contact(made, writer_id, answers.contact, answers.address, answers.shared, now)
    if who.whose_address(answers) not in contacts.WRITTEN_TO:
        proven = ""
    for row in made.contact_points:
        row["whose"] = who.whose_address(answers)
        row["proven_at"] = now if proven and proven == row["normal"] else None
    if who.another(answers):
        _add_affected(made, answers, complaint_id, writer_id, language, on, now)
    for name in who.others(answers):
        _add(made, _person(new_id(), name, language, now), complaint_id, now)
    return made


def _add_affected(
    made: People, answers: Answers, complaint_id: str, writer_id: str, language: str, on: date, now: datetime
) -> None:
    born_on = who.born(answers.affected_born)
    person = _person(new_id(), answers.affected_name, language, now) | {
        "preferred_language": answers.their_language,
        "adjustments": answers.their_adjustments,
        "large_print": bool(answers.their_large_print),
        "born_on": born_on,
        "under_18": who.under_18(born_on, on=on),
        "died": bool(answers.affected_died),
    }
    _add(made, person, complaint_id, now)
    given = len(made.contact_points)
    _add_contact(made, person["id"], answers.their_contact, answers.their_address, answers.their_shared, now)
    for row in made.contact_points[given:]:
        row["given_by"] = writer_id


def _add(made: People, person: Row, complaint_id: str, now: datetime) -> None:
    """Add somebody whom the matter is about, who may see it once they have a secret."""
    made.persons.append(person)
    made.parties.append(_party(complaint_id, person["id"], "affected"))
    made.grants.append(_grant(new_id(), complaint_id, person["id"], AFFECTED, None, now))


def _person(person_id: str, name: str, language: str, now: datetime) -> Row:
    return {
        "id": person_id,
        "name": name,
        "language": language,
        "preferred_language": "",
        "adjustments": "",
        "large_print": False,
        "wants_call": False,
        "safe_times": "",
        "organisation": "",
        "born_on": None,
        "under_18": False,
        "died": False,
        "created_at": now,
    }


def _party(complaint_id: str, person_id: str, role: str) -> Row:
    return {"complaint_id": complaint_id, "person_id": person_id, "role": role}


def _grant(grant_id: str, complaint_id: str, person_id: str, may: str, code_hmac: str | None, now: datetime) -> Row:
    return {
        "id": grant_id,
        "complaint_id": complaint_id,
        "person_id": person_id,
        "may": may,
        "code_hmac": code_hmac,
        "begins_at": now,
        "ends_at": None,
        "revoked_at": None,
        "phone_word_hmac": None,
        "phone_word_tries": 0,
    }


def _add_contact(made: People, person_id: str, kind: str, address: str, shared: str, now: datetime) -> None:
    """Add one row for the way chosen; addresses typed and not chosen are not kept."""
    normal = addresses.normal(kind, address) if address else None
    if normal is None:
        return
    made.contact_points.append(
        {
            "id": new_id(),
            "person_id": person_id,
            "kind": kind,
            "address": address,
            "normal": normal,
            "shared": shared,
            "given_by": None,
            "whose": "",
            "added_at": now,
            "proven_at": None,
            "ended_at": None,
        }
    )
