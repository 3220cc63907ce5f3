"""Who is complaining, and for whom. Values in, values out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from portal.complaints.questions.answers import Answers
from portal.people import addresses

# People who speak for somebody else (the list of the published reports).
REPRESENTATIVES = ("relative", "carer", "parent", "advocate", "solicitor", "councillor", "mp", "other_body")
# Those whose own part may be complained about too: how the council treated them.
OWN_PART = frozenset({"relative", "carer", "parent"})
MEMBERS = frozenset({"councillor", "mp"})
# What the first question offers besides "me" and "other".
BY_THEMSELVES = frozenset({"child", "together", "anonymous"})
ROLES = frozenset({"self", "", *BY_THEMSELVES, *REPRESENTATIVES})

_THEIRS = ("contact", "email", "phone", "post", "shared")
_GROWN_UP = 18


def first_answer(answers: Answers) -> str:
    """Return what the first question shows for these answers: me, other, child, together or anonymous."""
    if answers.acting_as in BY_THEMSELVES:
        return answers.acting_as
    return "other" if for_somebody_else(answers) else answers.about


def chosen(first: str, *, role: str, part: str) -> dict[str, Any]:
    """Return ``about`` and ``acting_as`` for the first answer, the role and what it is about (me, other, both)."""
    if first in BY_THEMSELVES:
        return {"about": "both" if first == "together" else "me", "acting_as": first}
    if first == "other":
        return {"about": part if role in OWN_PART and part in {"me", "both"} else "other", "acting_as": role}
    return {"about": first, "acting_as": "self" if first else ""}


def for_somebody_else(answers: Answers) -> bool:
    """Whether somebody writes who may speak for another person."""
    return answers.acting_as in REPRESENTATIVES or (answers.about in {"other", "both"} and not together(answers))


def together(answers: Answers) -> bool:
    """Whether several people complain together."""
    return answers.acting_as == "together"


def another(answers: Answers) -> bool:
    """Whether it is about one other person than the writer, who is asked about separately."""
    return answers.about in {"other", "both"} and not together(answers)


def given_by_themselves(answers: Answers) -> bool:
    """Whether the way to reach the other person is another than the writer's own.

    A representative who gives their own address would answer in the other person's name (threat T5).
    """
    if not answers.their_address:
        return False
    theirs = addresses.normal(answers.their_contact, answers.their_address)
    own = {addresses.normal(kind, typed) for kind, typed in answers.addresses.items() if typed.strip()}
    return theirs is not None and theirs not in own


def settled(answers: Answers) -> Answers:
    """Return what is kept of the answers: nothing from a question that these answers leave out.

    Somebody who gave a name and then chose not to give one has not given it.
    """
    gone: dict[str, Any] = {}
    if answers.acting_as == "anonymous":
        gone |= _blank("name", "contact", "email", "phone", "post", "shared", "safe_times", "preferred_language")
        gone |= _blank("adjustments") | {"contact": "none", "large_print": None, "wants_call": None}
    if not for_somebody_else(answers):
        gone |= _blank("organisation")
    if not another(answers):
        gone |= _blank("affected_name", "affected_born", "their_language", "their_adjustments")
        gone |= {"affected_died": None, "their_large_print": None}
    if not another(answers) or answers.affected_died or not given_by_themselves(answers):
        gone |= _blank(*(f"their_{name}" for name in _THEIRS))
    if not together(answers):
        gone |= _blank("others")
    if answers.acting_as != "child":
        gone |= _blank("whose") | {"wants_advocate": None}
    return replace(answers, **gone)


def whose_address(answers: Answers) -> str:
    """Return whose the address given is, as `ContactPoint.whose` keeps it: a child is always asked (threat T41)."""
    if answers.acting_as != "child":
        return ""
    return answers.whose or "unasked"


def names(typed: str) -> list[str]:
    """Return the names typed one on each line, each once, in their order."""
    lines = (line.strip() for line in typed.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def others(answers: Answers) -> list[str]:
    """Return the names of the others of a group; a writer who put their own name on the list is one person."""
    own = answers.name.strip().casefold()
    return [name for name in names(answers.others) if name.casefold() != own]


def born(kept: str) -> date | None:
    """Return the day of birth that a draft keeps, None when it keeps none."""
    return date.fromisoformat(kept) if kept else None


def under_18(born_on: date | None, *, on: date) -> bool:
    """Whether somebody born on this day is not eighteen yet; False when nobody knows the day."""
    if born_on is None:
        return False
    return (on.year - born_on.year) - ((on.month, on.day) < (born_on.month, born_on.day)) < _GROWN_UP


def _blank(*keys: str) -> dict[str, Any]:
    return dict.fromkeys(keys, "")
