"""The rooms of the running desk: their pages are opened here, and pages read here what all rooms declare."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Flask, current_app, request

from portal.accounts.guards import add_to_menu
from portal.casework.desk.declared import MatterAct, Room
from portal.complaints.matter.events import Kind


def wire(app: Flask, rooms: tuple[Room, ...]) -> None:
    """Open the pages of these rooms, and put those of their menus into the desk's bar, in the order of the rooms."""
    app.extensions["portal.casework.rooms"] = rooms
    blueprints: dict[str, Blueprint] = {}
    for page in (page for room in rooms for page in room.pages):
        name, _dot, own = page.endpoint.partition(".")
        opened = blueprints.setdefault(name, Blueprint(name, __name__, url_prefix="/desk"))
        opened.add_url_rule(page.rule, own, page.view, methods=page.methods)
    for blueprint in blueprints.values():
        app.register_blueprint(blueprint)
    for page, words in (entry for room in rooms for entry in room.menu):
        add_to_menu(app, endpoint=page.endpoint, words=words, permission=page.permission)


def acts() -> list[MatterAct]:
    """Return everything that can be done about a matter, what is needed most often first."""
    return sorted((act for room in _rooms() for act in room.acts), key=lambda act: act.place)


def history_words() -> dict[Kind, str]:
    """Return how each kind of event is named in a matter's history."""
    return {kind: words for room in _rooms() for kind, words in room.history.items()}


def said() -> str:
    """Return what this page says of the act that led to it, "" for nothing."""
    key = request.args.get("said", "")
    return next((room.said[key] for room in _rooms() if key in room.said), "")


def _rooms() -> tuple[Room, ...]:
    return cast(tuple[Room, ...], current_app.extensions["portal.casework.rooms"])
