"""The chain of events: it holds when it is read again, whatever clock the moment came from."""

from __future__ import annotations

import ast
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text, update

from portal.clock import LONDON
from portal.complaints.matter import events
from portal.complaints.matter.events import Happened, Kind
from portal.complaints.matter.models import Event
from portal.complaints.matter.rulebook import Rulebook
from portal.config import Settings
from portal.db import Database
from tests.complaints.matters import made
from tests.tree import ROOT, files

# Its act comes later.
NOT_RECORDED_YET = {Kind.SERVICE_CHANGED}


def recorded_in(tree: ast.AST) -> set[str]:
    """Return the kinds that a module hands to something: those it only reads stand in a comparison or a list."""
    found: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found += [*node.args, *(keyword.value for keyword in node.keywords)]
        elif isinstance(node, ast.IfExp):
            found += [node.body, node.orelse]
        elif isinstance(node, ast.Dict):
            found += node.values
    return {one.attr for one in found if isinstance(one, ast.Attribute) and one.attr in Kind.__members__}


def test_every_kind_is_recorded_somewhere() -> None:
    modules = [file for file in files(ROOT / "portal") if file.suffix == ".py"]
    recorded = set().union(*(recorded_in(ast.parse(file.read_bytes())) for file in modules))
    assert {Kind[name] for name in Kind.__members__.keys() - recorded} == NOT_RECORDED_YET


@pytest.mark.database
def test_a_moment_of_london_summer_time_holds_when_it_is_read_again(
    database: Database, settings: Settings, rulebook: Rulebook
) -> None:
    summer = datetime(2026, 7, 1, 9, 30, tzinfo=LONDON)
    matter = made(database, rulebook=rulebook, settings=settings, at=summer)
    asked = Happened(Kind.UPDATE_ASKED, "person", matter.person_id)
    with database.changes() as db:
        events.record(db, matter.complaint_id, asked, key=settings.event_key, now=summer)
    with database.session() as db:
        assert events.first_broken(db, matter.complaint_id, key=settings.event_key) is None


@pytest.mark.database
@pytest.mark.parametrize(
    "change",
    [
        {"kind": "replied"},
        {"at": datetime(2026, 7, 1, 8, 31, tzinfo=LONDON)},
        {"actor_kind": "officer"},
        {"actor_id": "f" * 32},
        {"data": {"reply": "another"}},
        {"link": "f" * 64},
        {"seq": 9},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_change_made_without_the_triggers_is_noticed(
    database: Database, settings: Settings, rulebook: Rulebook, now: datetime, change: dict[str, Any]
) -> None:
    """Whoever owns the database can take the triggers away; not the key."""
    matter = made(database, rulebook=rulebook, settings=settings, at=now)
    for kind in (Kind.UPDATE_ASKED, Kind.MESSAGE_SENT):
        with database.changes() as db:
            happened = Happened(kind, "person", matter.person_id, {"reply": "one"})
            events.record(db, matter.complaint_id, happened, key=settings.event_key, now=now)
    with database.changes() as db:
        on = " ON events" if database.engine.dialect.name == "postgresql" else ""
        db.execute(text(f"DROP TRIGGER events_no_update{on}"))
    with database.session() as db:
        assert events.first_broken(db, matter.complaint_id, key=settings.event_key) is None
        assert events.first_broken(db, matter.complaint_id, key="another key") == 1
    with database.changes() as db:
        db.execute(update(Event).where(Event.complaint_id == matter.complaint_id, Event.seq == 2).values(change))
    with database.session() as db:
        assert events.first_broken(db, matter.complaint_id, key=settings.event_key) == 2
