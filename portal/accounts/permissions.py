"""The one table of who may do what: role × relation → permissions.

The guard asks it, the page that draws a button asks it, and the test that walks every route asks it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from portal.accounts.models import Officer

Role = Literal["officer", "team_manager", "central", "contact_centre", "admin"]
Relation = Literal["own_team", "other_team", "any"]

ROLES: dict[Role, str] = {
    "officer": "Complaints officer in a service team",
    "team_manager": "Manager of a service team",
    "central": "Complaints and casework team",
    "contact_centre": "Contact centre, takes calls",
    "admin": "Administrator of accounts, sees no complaints",
}

PERMISSIONS: dict[str, str] = {
    "own_account": "see and change one's own account",
    "see_queue": "see the list of complaints one may see",
    "see_complaint": "open a complaint",
    "see_restricted": "open a restricted complaint without being given it",
    "restrict": "restrict a complaint, and note which staff it names",
    "lift_restriction": "end a restriction, and see who read the complaint",
    "see_readings": "see which officers read restricted complaints and those of social care",
    "open_in_emergency": "open a complaint that is not one's own, with a reason that a second person reads",
    "see_urgent": "see the list of urgent matters",
    "log_call": "log a complaint that came by phone, letter or e-mail",
    "acknowledge": "acknowledge a complaint",
    "message": "write to the person",
    "note": "write an internal note",
    "add_evidence": "add photos and documents to a complaint",
    "release_evidence": "let out a file before it is scanned (demo mode only)",
    "reply": "answer a complaint",
    "merge": "join two complaints of one person, and part them again",
    "approve_join": "agree to joining two complaints as the second officer",
    "split": "split a complaint into two, and undo it",
    "link": "link complaints of different people under one lead",
    "extend": "set a later date with a reason",
    "assign": "give a complaint to an officer or team",
    "decide_request": "decide a request to take it further",
    "record_contact": "record a call or a meeting",
    "caller_take": "take words from a caller, telling nothing",
    "caller_tell": "tell a checked caller where it stands",
    "change_contact": "change how to reach the person",
    "approve_contact_change": "approve a change of contact as the second officer",
    "reach_safely": "say how somebody is reached safely and what helps them, and let held letters go",
    "send_access_letter": "post the reference and a new code",
    "check_authority": "ask, confirm and end who may act for somebody",
    "decide_authority": "decide how to go on when nobody confirmed that somebody may act",
    "triage_letterbox": "decide about mail, and about messages without a known reference",
    "handle_enquiries": "answer members’ enquiries, and link them with complaints",
    "keep_organisations": "keep the organisations of advocates, and who works for them",
    "administer_officers": "make and end officers' accounts and sessions",
}

_EVERYBODY = frozenset({"own_account"})
_CALLS = frozenset({"log_call", "caller_take"})
_CASEWORK = frozenset(
    {
        "see_complaint",
        "restrict",
        "acknowledge",
        "message",
        "note",
        "add_evidence",
        "release_evidence",
        "reply",
        "merge",
        "split",
        "link",
        "extend",
        "record_contact",
        "caller_tell",
        "change_contact",
        "reach_safely",
        "send_access_letter",
        "check_authority",
    }
)
_MANAGING = frozenset(
    {
        "assign",
        "decide_request",
        "decide_authority",
        "approve_contact_change",
        "approve_join",
        "see_restricted",
        "lift_restriction",
        "see_readings",
    }
)
_LISTS = frozenset({"see_queue", "see_urgent", "open_in_emergency"})
_CENTRAL = frozenset({"triage_letterbox", "handle_enquiries", "keep_organisations"})

TABLE: dict[tuple[Role, Relation], frozenset[str]] = {
    ("officer", "any"): _EVERYBODY | _CALLS | _LISTS,
    ("officer", "own_team"): _CASEWORK | {"assign"},
    ("team_manager", "any"): _EVERYBODY | _CALLS | _LISTS,
    ("team_manager", "own_team"): _CASEWORK | _MANAGING,
    ("central", "any"): _EVERYBODY | _CALLS | _LISTS | _CASEWORK | _MANAGING | _CENTRAL,
    ("contact_centre", "any"): _EVERYBODY
    | _CALLS
    | {"caller_tell", "record_contact", "change_contact", "send_access_letter"},
    ("admin", "any"): _EVERYBODY | {"administer_officers"},
}
"""``any`` holds for everything, whatever its team; what is not here is refused."""


_ALL_OF_IT = {
    "words": "what the person wrote when they complained, and what they want",
    "place": "where it happened, and the postcode",
    "not_to_tell": "who must not be told",
    "name": "the person's name",
    "contact": "how the person is reached",
    "needs": "what makes it easier for the person",
    "safe_contact": "how somebody is reached safely, where nothing may go to them by itself",
    "evidence": "photos and documents",
    "messages": "what was written since",
    "answers": "the council's answers",
    "notes": "officers' internal notes and records of calls",
}
FIELDS: dict[str, str] = {**_ALL_OF_IT, "why_restricted": "why a complaint is restricted, and who read it"}
"""What there is of a complaint, in the kinds that a page shows or does not."""

SHOWS: dict[str, frozenset[str]] = {
    "see_complaint": frozenset(_ALL_OF_IT),
    "caller_tell": frozenset({"name", "contact", "needs", "safe_contact", "answers"}),
    "change_contact": frozenset({"contact"}),
    "approve_contact_change": frozenset({"name", "contact"}),
    "approve_join": frozenset({"words", "name", "contact"}),
    "handle_enquiries": frozenset({"name"}),
    "restrict": frozenset({"why_restricted"}),
}
"""What the pages of a permission show of a complaint; the pages of every other permission show its reference only."""


def may(role: str, relation: Relation, permission: str) -> bool:
    """Tell whether a role in this relation to a thing has the permission. Raises KeyError for an unknown one."""
    PERMISSIONS[permission]
    return any(
        permission in granted
        for (its_role, its_relation), granted in TABLE.items()
        if its_role == role and its_relation in {relation, "any"}
    )


def allowed(officer: Officer, permission: str, team: str | None = None) -> bool:
    """Tell whether an officer may do this to a thing of this team.

    Without a team only what holds for everything counts: leaving it out never opens more.
    """
    return may(officer.role, relation_to(officer, team), permission)


def allowed_somewhere(officer: Officer, permission: str) -> bool:
    """Tell whether there is any thing the officer may do this to: for the guard of a route, and for menus."""
    return may(officer.role, "own_team", permission) or may(officer.role, "other_team", permission)


def relation_to(officer: Officer, team: str | None) -> Relation:
    """Return how an officer stands to a thing of this team; ``any`` when it has none."""
    if team is None:
        return "any"
    return "own_team" if team == officer.team else "other_team"


def teams_seen(officer: Officer) -> str | None:
    """Return the one team whose complaints an officer may open, for queries; None means every team's.

    An officer who may open none gets a team that does not exist.
    """
    if may(officer.role, "other_team", "see_complaint"):
        return None
    return officer.team if may(officer.role, "own_team", "see_complaint") else ""


def may_see(officer: Officer, field: str, team: str | None) -> bool:
    """Tell whether any page may show an officer this part of a complaint of this team. Raises KeyError."""
    FIELDS[field]
    return any(field in shown and allowed(officer, permission, team) for permission, shown in SHOWS.items())


def as_page(routes: Iterable[tuple[str, str, str]], grants: Iterable[tuple[str, str, str]]) -> str:
    """Return the tables as Markdown, for docs/permissions.md.

    ``routes`` are the desk's: methods, address, permission. ``grants`` are residents': methods, address, and what
    the person's grant must allow.
    """
    lines = [
        "# Who may do what",
        "",
        "Made from `portal/accounts/permissions.py` and the addresses of the portal; a test keeps it fresh",
        "(`flask write-permissions`), and another walks it: every address, every field, every role.",
        "*all*: every complaint or thing; *own team*: those of the officer's own team; an empty place: no.",
        "",
        "| permission | " + " | ".join(ROLES) + " |",
        "|---" * (len(ROLES) + 1) + "|",
    ]
    for permission, meaning in PERMISSIONS.items():
        places = [_place(role, permission) for role in ROLES]
        lines.append(f"| `{permission}`: {meaning} | " + " | ".join(places) + " |")
    lines += ["", *(f"- `{role}`: {meaning}" for role, meaning in ROLES.items()), ""]
    lines += [
        "A restricted complaint is seen only by whom it was given to, by those with `see_restricted`, and by the",
        "urgent team while it is urgent; whom it is about sees nothing of it (`portal/casework/desk/seeing.py`). What",
        "is not there and what is not theirs get the same page.",
        "",
        "## What they see of a complaint",
        "",
        "| field | " + " | ".join(ROLES) + " |",
        "|---" * (len(ROLES) + 1) + "|",
    ]
    for field, meaning in FIELDS.items():
        lines.append(f"| `{field}`: {meaning} | " + " | ".join(_shown(role, field) for role in ROLES) + " |")
    lines += ["", "## Every address of the desk", "", "| address | permission |", "|---|---|"]
    lines += [f"| {methods} `{address}` | `{permission}` |" for methods, address, permission in routes]
    lines += ["", "## What a resident's grant must allow", "", "| address | the grant allows |", "|---|---|"]
    lines += [f"| {methods} `{address}` | `{action}` |" for methods, address, action in grants]
    return "\n".join([*lines, ""])


def _shown(role: Role, field: str) -> str:
    places = [_place(role, permission) for permission, shown in SHOWS.items() if field in shown]
    return next((place for place in ("all", "own team") if place in places), "")


def _place(role: Role, permission: str) -> str:
    if may(role, "other_team", permission):
        return "all"
    return "own team" if may(role, "own_team", permission) else ""
