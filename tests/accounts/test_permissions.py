"""The permission table: whole, written down, and closed for everything it does not name."""

from __future__ import annotations

from typing import get_args

import pytest
from flask import Flask

from portal.accounts import permissions
from portal.accounts.models import Officer
from portal.accounts.permissions import PERMISSIONS, ROLES, TABLE, Relation, Role, allowed, allowed_somewhere, may
from portal.cli import grant_routes
from portal.config import ROOT
from portal.web.access import desk_routes


def officer(role: str, team: str = "waste") -> Officer:
    return Officer(role=role, team=team)


def test_the_written_table_is_fresh(app: Flask) -> None:
    written = (ROOT / "docs" / "permissions.md").read_text("utf-8")
    page = permissions.as_page(desk_routes(app), grant_routes(app))
    assert written == page, "run: flask write-permissions"


def test_the_table_names_known_roles_relations_and_permissions_only() -> None:
    assert set(ROLES) == set(get_args(Role)) == {role for role, _relation in TABLE}
    assert {relation for _role, relation in TABLE} <= set(get_args(Relation))
    named = {permission for granted in TABLE.values() for permission in granted}
    assert named == set(PERMISSIONS)


@pytest.mark.parametrize("role", ["", "root", "OFFICER", "own_team"])
def test_an_unknown_role_may_nothing(role: str) -> None:
    assert not any(may(role, relation, name) for relation in get_args(Relation) for name in PERMISSIONS)


def test_an_unknown_permission_is_a_fault_and_no_refusal() -> None:
    with pytest.raises(KeyError):
        may("central", "any", "see_complaintz")


@pytest.mark.parametrize("permission", ["see_complaint", "acknowledge", "reply", "message", "note", "extend"])
def test_a_service_teams_officer_works_on_that_teams_complaints_only(permission: str) -> None:
    tom = officer("officer")
    assert allowed(tom, permission, "waste")
    assert not allowed(tom, permission, "housing")
    assert not allowed(tom, permission)
    assert allowed_somewhere(tom, permission)
    assert allowed(officer("central"), permission, "housing")


def test_an_administrator_of_accounts_sees_no_complaint_and_nobody_else_administers() -> None:
    mine = {name for name in PERMISSIONS if allowed_somewhere(officer("admin"), name)}
    assert mine == {"own_account", "administer_officers"}
    assert [role for role in ROLES if allowed_somewhere(officer(role), "administer_officers")] == ["admin"]


def test_the_contact_centre_helps_callers_and_answers_nothing() -> None:
    ann = officer("contact_centre", "contact-centre")
    assert all(allowed(ann, name, "waste") for name in ("log_call", "caller_take", "caller_tell"))
    assert not any(allowed(ann, name, "waste") for name in ("see_complaint", "reply", "acknowledge", "note", "assign"))


def test_who_changes_a_contact_cannot_be_the_only_one_to_approve_it() -> None:
    assert not allowed_somewhere(officer("officer"), "approve_contact_change")
    assert not allowed_somewhere(officer("contact_centre"), "approve_contact_change")


@pytest.mark.parametrize(
    ("role", "seen"),
    [("central", None), ("officer", "waste"), ("team_manager", "waste"), ("contact_centre", ""), ("admin", "")],
)
def test_queries_look_in_the_teams_that_the_table_opens(role: str, seen: str | None) -> None:
    assert permissions.teams_seen(officer(role)) == seen
