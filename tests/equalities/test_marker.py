"""Own words typed into the equality questions are searched for everywhere afterwards, and are nowhere (T10, T13)."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from portal import clock
from portal.config import Settings
from portal.db import Base, Database
from tests.complaints.matters import Matter
from tests.delivered import deliver_all
from tests.equalities.conftest import Asked
from tests.house.test_marker import Recorder
from tests.house.test_routes import rules
from tests.house.whole_walk import Walk

pytestmark = pytest.mark.database
MARK = "zebrafinch"
ANSWERS = {
    "ethnic_group": {"ethnic_group": "other_group"},
    "ethnic_background": {"ethnic_background": "kurdish", "ethnic_background_words": f"{MARK} of the hills"},
    "religion": {"religion": "other_religion", "religion_words": f"{MARK} church"},
    "gender": {"gender": "different", "gender_words": f"a {MARK}"},
    "orientation": {"orientation": "other_orientation", "orientation_words": f"{MARK}s only"},
}


def everywhere(database: Database) -> list[str]:
    """Name every column in which a marked word stands in clear."""
    found = []
    with database.session() as db:
        for table in Base.metadata.sorted_tables:
            for row in db.execute(select(table)):
                found += [
                    f"{table.name}.{name}"
                    for name, value in row._mapping.items()
                    if MARK in (value.decode("latin-1") if isinstance(value, bytes) else str(value)).casefold()
                ]
    return found


def desk_pages(app: Flask, matter: Matter) -> list[str]:
    """The address of every desk page, with this matter wherever one is asked for."""
    places = {"complaint_id": matter.complaint_id, "person_id": matter.person_id, "grant_id": matter.grant_id}
    found = []
    for rule in rules(app):
        if rule.rule.startswith("/desk") and "GET" in (rule.methods or set()):
            values = {name: places.get(name, "0" * 32) for name in rule.arguments}
            with app.test_request_context(base_url="http://localhost"):
                try:
                    found.append(str(app.url_map.bind("localhost").build(rule.endpoint, values)))
                except Exception:  # noqa: S112 -- a place that takes no id
                    continue
    return found


@pytest.mark.slow
def test_the_marked_words_are_nowhere(
    app: Flask,
    asked: Asked,
    matter: Matter,
    database: Database,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    seen = Recorder(app.wsgi_app)
    app.wsgi_app = seen  # type: ignore[method-assign]
    with caplog.at_level(logging.DEBUG):
        for key, given in ANSWERS.items():
            asked.client.get(asked.question(key))
            asked.client.post_form(given)
        assert sum(MARK in value for value in asked.kept().values()) == 4
        desk = Walk(app, database, settings, lambda box: f"words in {box}")
        desk.officer()
        for address in desk_pages(app, matter):
            answer = desk.desk.client.get(address, base_url=desk.desk.base_url)
            assert MARK not in answer.get_data(as_text=True).casefold(), address
        for act in ("acknowledge", "note", "message", "reply"):
            desk.act(f"/desk/complaint/{matter.complaint_id}/{act}")
        deliver_all(database, settings, clock.now())
        with app.app_context():
            printed = app.test_cli_runner().invoke(args=["equality-totals", "--year", str(clock.today().year)]).output
    assert everywhere(database) == []
    assert MARK not in printed + caplog.text + "".join(capsys.readouterr())
    assert [one for one in seen.seen if MARK in " ".join(one).casefold()] == []
    files = [path for path in Path(settings.var).rglob("*") if path.is_file()]
    files += Path(str(database.url.database)).parent.glob("*.sqlite3*")
    assert [path.name for path in files if MARK.encode() in path.read_bytes().lower()] == []
    # The person sees their own words, and the complaint's own page shows none.
    asked.client.get(asked.home)
    assert MARK in asked.client.text
    asked.client.get(f"/complaint/{matter.grant_id}")
    assert MARK not in asked.client.page.html


def test_a_page_that_fails_says_nothing_of_the_answers(
    app: Flask, asked: Asked, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    asked.client.get(asked.question("religion"))
    with database.changes() as db:
        db.execute(text("ALTER TABLE equality_sets RENAME TO equality_gone"))
    with caplog.at_level(logging.DEBUG):
        asked.client.client.post(
            asked.question("religion"),
            data={**asked.client.page.values(), **ANSWERS["religion"]},
            base_url=asked.client.base_url,
            headers={"Origin": asked.client.base_url},
        )
    assert MARK not in caplog.text
    # The complaint's own page does not need the answers.
    asked.client.get(f"/complaint/{asked.matter.grant_id}")


def test_the_address_and_the_title_name_no_answer(asked: Asked) -> None:
    asked.client.get(asked.question("ethnic_group"))
    asked.client.post_form(ethnic_group="black")
    page = asked.client.page
    assert "black" not in f"{page.path} {page.one('title').get_text()}".casefold()
