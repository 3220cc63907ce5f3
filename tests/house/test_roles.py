"""The permission table, walked: every address of the desk by every role, and every page of a matter by every grant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, update
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal import clock
from portal.accounts.models import Officer
from portal.accounts.permissions import FIELDS, ROLES, allowed, allowed_somewhere, may_see
from portal.casework.answering import message, reply
from portal.casework.case import contact_record, note
from portal.casework.restricted import restrict
from portal.complaints.drafts.register import Registered
from portal.complaints.grants import grants
from portal.complaints.journey.actions import ACTIONS
from portal.complaints.matter import reference
from portal.complaints.matter.models import Complaint, Evidence, Grant
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Base, Database, insert_rows, new_id
from portal.files.models import StoredFile
from portal.people import safe_contact
from portal.people.models import ContactPoint, Person
from portal.web.access import access_of
from portal.web.forms import PortalForm
from tests.casework.cases import Casework, sign_in
from tests.complaints import matters
from tests.complaints.matters import Matter
from tests.house.test_routes import WRITES
from tests.inspecting_client import InspectingClient

pytestmark = [pytest.mark.database, pytest.mark.slow]

INVENTED = "0" * 32
TEAM = "waste"
# What every request may write: when a session was last seen, and who read what.
MAY_BE_WRITTEN = {"web_sessions", "reading_log"}
# What each field of a complaint is filled with; none of these words stands anywhere else.
PLANTED = {
    "words": "plantedwords",
    "place": "plantedplace",
    "not_to_tell": "plantednottotell",
    "name": "plantedname",
    "contact": "planted.contact@example.com",
    "needs": "plantedneeds",
    "safe_contact": "plantedsafeway",
    "evidence": "plantedfile",
    "messages": "plantedmessage",
    "answers": "plantedanswer",
    "notes": "plantednote",
    "why_restricted": "plantedreason",
}
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]*)"')


@pytest.fixture
def casework(database: Database, rulebook: Rulebook, settings: Settings) -> Casework:
    return Casework(database, rulebook, settings, clock.now())


def planted(casework: Casework, service: str, *, kept: bool = False) -> Registered:
    """A complaint with a word in each of its fields, answered."""
    made = casework.matter(service=service, words=PLANTED["words"], wanted=PLANTED["words"])
    grace = casework.officer(f"Grace {service} {kept}")
    casework.do(note.add_note, made, grace, body=PLANTED["notes"], send_key=new_id())
    casework.do(message.send_message, made, grace, body=PLANTED["messages"], send_key=new_id())
    casework.do(
        contact_record.record_contact,
        made,
        grace,
        kind="call",
        body=PLANTED["notes"],
        at=casework.now,
        send_key=new_id(),
    )
    casework.do(reply.reply, made, grace, answer=reply.Answer("upheld", PLANTED["answers"], remedy=""))
    if kept:
        casework.do(restrict.restrict, made, grace, reason=PLANTED["why_restricted"])
    with casework.database.changes() as db:
        own = {"place": PLANTED["place"], "happened": PLANTED["place"], "not_to_tell": PLANTED["not_to_tell"]}
        db.execute(update(Complaint).where(Complaint.id == made.complaint_id).values(own))
        own = {"name": PLANTED["name"], "adjustments": PLANTED["needs"]}
        db.execute(update(Person).where(Person.id == made.person_id).values(own))
        contact = {"address": PLANTED["contact"], "normal": f"{made.person_id}@example.com"}
        db.execute(update(ContactPoint).where(ContactPoint.person_id == made.person_id).values(contact))
        safe_contact.begin(
            db,
            person_id=made.person_id,
            instructions=PLANTED["safe_contact"],
            officer_id=grace.officer_id,
            now=casework.now,
            settings=casework.settings,
        )
        file_id = new_id()
        file = {"id": file_id, "sha256": "0" * 64, "kind": "txt", "size": 5, "label": PLANTED["evidence"]}
        insert_rows(db, StoredFile, [{**file, "state": "clean", "active": False, "received_at": casework.now}])
        on_it = {"file_id": file_id, "complaint_id": made.complaint_id, "person_id": made.person_id, "at": casework.now}
        insert_rows(db, Evidence, [{**on_it, "officer_id": None, "message_id": None}])
    return made


def everything_typed(token: str) -> dict[str, Any]:
    """Every field that any form has, and every column there is, each with something in it."""
    fields: set[str] = {column.name for table in Base.metadata.tables.values() for column in table.columns}
    waiting: list[type[Any]] = [PortalForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        fields |= {name for name in dir(form) if hasattr(getattr(form, name, None), "field_class")}
    return dict.fromkeys(sorted(fields), "1") | {"csrf_token": token}


def token_in(browser: InspectingClient) -> str:
    found = TOKEN.search(browser.get("/desk/account").html)
    assert found is not None
    return found[1]


@contextmanager
def writes(app: Flask) -> Iterator[list[str]]:
    """What is written to any table but those that every request may write."""
    written: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        found = WRITES.match(statement)
        if found and found[2] not in MAY_BE_WRITTEN:
            written.append(statement[:80])

    engine = app.extensions["portal.database"].engine
    event.listen(engine, "before_cursor_execute", listen)
    yield written
    event.remove(engine, "before_cursor_execute", listen)


def desk_rules(app: Flask) -> list[tuple[Rule, str]]:
    found = [(rule, access_of(app, rule.endpoint)) for rule in app.url_map.iter_rules()]
    return [(rule, access.permission or "") for rule, access in found if access is not None and access.kind == "desk"]


def address(app: Flask, rule: Rule, **given: str) -> str:
    values = {name: given.get(name, INVENTED) for name in rule.arguments}
    if "decision" in values:
        values["decision"] = "approved"
    return str(app.url_map.bind("localhost").build(rule.endpoint, values, method=min(rule.methods or {"GET"})))


def ask(browser: InspectingClient, method: str, path: str, typed: dict[str, Any]) -> TestResponse:
    data = typed if method == "POST" else None
    return browser.client.open(path, method=method, data=data, base_url=browser.base_url)


def officer_of(casework: Casework, app: Flask, role: str) -> tuple[Officer, InspectingClient]:
    by = casework.officer(f"Walter {role}", role=role, team=TEAM)
    return casework.officer_row(by), sign_in(casework, app, by)


@pytest.mark.parametrize("role", ROLES)
def test_every_address_is_refused_to_a_role_that_is_not_in_the_table(casework: Casework, app: Flask, role: str) -> None:
    """With every field of every form filled in: the same page as for nothing there, and nothing is written."""
    own, other = planted(casework, "missed-collection"), planted(casework, "parking")
    officer, browser = officer_of(casework, app, role)
    typed = everything_typed(token_in(browser))
    nothing = ask(browser, "GET", f"/desk/nothing-{INVENTED}", typed).get_data()
    refused = 0
    for rule, permission in desk_rules(app):
        targets: list[tuple[str | None, str]] = [(None, INVENTED)]
        if "complaint_id" in rule.arguments:
            targets = [(TEAM, own.complaint_id), ("parking", other.complaint_id), (None, INVENTED)]
        for team, complaint_id in targets:
            there = allowed_somewhere(officer, permission)
            if there and (team is None or allowed(officer, permission, team)):
                continue
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                path = address(app, rule, complaint_id=complaint_id)
                with writes(app) as written:
                    answer = ask(browser, method, path, typed)
                assert answer.status_code == 404, f"{role}: {method} {rule.rule} of {team}"
                assert answer.get_data() == nothing, f"{role}: {method} {rule.rule} of {team}"
                assert written == [], f"{role}: {method} {rule.rule} of {team}"
                refused += 1
    assert refused or role == "central"


@pytest.mark.parametrize("role", ROLES)
def test_every_field_is_hidden_from_a_role_that_is_not_in_the_table(casework: Casework, app: Flask, role: str) -> None:
    """Every page that can be opened shows of a complaint what the table says, and of a restricted one nothing more."""
    found = {
        TEAM: planted(casework, "missed-collection"),
        "parking": planted(casework, "parking"),
        "kept": planted(casework, "new-bin", kept=True),
    }
    officer, browser = officer_of(casework, app, role)
    for team, made in found.items():
        kept = team == "kept" and not allowed(officer, "see_restricted", TEAM)
        asked = TEAM if team == "kept" else team
        seen: dict[str, str] = {}
        for rule, _permission in desk_rules(app):
            if "complaint_id" not in rule.arguments or "GET" not in (rule.methods or set()):
                continue
            page = ask(browser, "GET", address(app, rule, complaint_id=made.complaint_id), {}).get_data(as_text=True)
            seen |= {field: rule.rule for field, word in PLANTED.items() if word in page}
        if kept:
            assert seen == {}, f"{role} sees of a restricted complaint: {seen}"
            continue
        wrong = {field: rule for field, rule in seen.items() if not may_see(officer, field, asked)}
        assert wrong == {}, f"{role} sees of {team}'s complaint: {wrong}"
        if allowed(officer, "see_complaint", asked):
            assert set(seen) >= set(FIELDS) - {"why_restricted"}, "a field of the table is on no page"


def test_lists_show_no_field_of_what_is_not_theirs(casework: Casework, app: Flask) -> None:
    other = planted(casework, "parking")
    for role in ROLES:
        officer, browser = officer_of(casework, app, role)
        for rule, _permission in desk_rules(app):
            if rule.arguments or "GET" not in (rule.methods or set()):
                continue
            page = ask(browser, "GET", rule.rule, {}).get_data(as_text=True)
            assert not [word for word in PLANTED.values() if word in page], f"{role}: {rule.rule}"
            if not allowed(officer, "see_complaint", "parking"):
                assert reference.grouped(other.number) not in page, f"{role}: {rule.rule}"


@pytest.fixture
def matter(casework: Casework, rulebook: Rulebook, settings: Settings) -> Matter:
    return matters.made(casework.database, rulebook=rulebook, settings=settings, at=casework.now)


def grant_rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/complaint/<grant_id>")]


def test_every_page_of_a_matter_has_its_action(app: Flask) -> None:
    assert {rule.endpoint for rule in grant_rules(app)} == {one.endpoint for one in ACTIONS}


# A grant with all but one action, with the least, and with nothing.
ALL = set(grants.EVERYTHING.split())
LESS = [*(sorted(ALL - {one}) for one in sorted(ALL - {"see"})), ["see"], grants.LIMITED.split(), ["own"], []]


@pytest.mark.parametrize("may", LESS, ids=lambda may: " ".join(may) or "nothing")
def test_every_act_is_refused_to_a_grant_that_does_not_allow_it(
    casework: Casework, app: Flask, client: InspectingClient, matter: Matter, may: list[str]
) -> None:
    client.get("/track")
    client.post_form(reference=reference.grouped(matter.number), code=matter.code)
    with casework.database.changes() as db:
        db.execute(update(Grant).where(Grant.id == matter.grant_id).values(may=" ".join(may)))
    found = TOKEN.search(client.get("/track").html)
    typed = everything_typed(found[1] if found else "")
    needs = {one.endpoint: one.needs for one in ACTIONS}
    implied = {less for less, more in grants.IMPLIED_BY.items() if more in may}
    for rule in grant_rules(app):
        if needs[rule.endpoint] in {*may, *implied}:
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            path = address(app, rule, grant_id=matter.grant_id)
            with writes(app) as written:
                answer = ask(client, method, path, typed)
            closed = answer.status_code == 303 and "/track" in answer.headers["Location"]
            words_kept = answer.status_code == 200 and b"Your visit ended" in answer.get_data()
            assert answer.status_code == 404 or closed or words_kept, f"{method} {rule.rule}: {answer.status_code}"
            assert written == [], f"{method} {rule.rule}"
            assert matters.WORDS.split("\n")[0] not in answer.get_data(as_text=True)
