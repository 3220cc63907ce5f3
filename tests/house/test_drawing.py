"""docs/imports.md shows the imports as they are, and none that leads up."""

import tomllib

from docs import draw_imports
from docs.draw_imports import House
from tests.tree import ROOT

HOUSE = House("Down", "portal.matters", (("views",), ("asking", "reading"), ("record",)))


def test_the_drawing_is_fresh() -> None:
    found = draw_imports.imports()
    every = draw_imports.houses(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8")))
    assert {house.package for house in every} >= {"portal", "portal.complaints", "portal.casework"}
    assert [line for house in every for line in draw_imports.astray(found, house)] == []
    assert draw_imports.PAGE.read_text("utf-8") == draw_imports.page(found, every), "run: make drawing"


def test_an_arrow_up_to_a_neighbour_or_to_no_floor_is_seen() -> None:
    down = ("portal.matters.views", "portal.matters.record.models")
    outside = ("portal.matters.record.models", "portal.db")
    wrong = [
        ("portal.matters.asking.forms", "portal.matters.reading.page"),
        ("portal.matters.record.models", "portal.matters.asking.forms"),
        ("portal.matters.shed", "portal.matters.record"),
        ("portal.matters.views", "portal.matters.shed"),
    ]
    said = [f"{one} imports {other}" for one, other in wrong]
    assert draw_imports.astray([down, outside, *wrong], HOUSE) == said


def test_an_arrow_that_follows_from_others_is_listed_and_not_drawn() -> None:
    found = [
        ("portal.matters.views", "portal.matters.asking.forms"),
        ("portal.matters.asking.forms", "portal.matters.record.models"),
        ("portal.matters.views", "portal.matters.record.models"),
    ]
    drawn = draw_imports.arrows(found, HOUSE)
    assert draw_imports.fewest(drawn) == [("asking", "record"), ("views", "asking")]
    page = draw_imports.page(found, [HOUSE])
    assert "- **views** imports asking, record" in page
    assert "views --> record" not in page
