"""No page is forgotten: every address that can be opened, and every template, is one of the page states."""

from __future__ import annotations

import re
from itertools import product
from urllib.parse import urlsplit

from flask import Flask, template_rendered
from jinja2 import Template
from werkzeug.routing import Rule
from werkzeug.routing.converters import AnyConverter

from portal.web.access import access_of
from tests.states.state import Who
from tests.states.states import STATES, WITHOUT_A_PAGE
from tests.states.visit import fetch
from tests.states.world import World

EXTENDS = re.compile(r'{% extends "([^"]+)"')
# Signing out is a button; this asks for it again when the page it stood on was too old.
NOT_OPENED = {"accounts/sign_out.html"}


def pages(rule: Rule) -> set[tuple[str, ...]]:
    """Return the endpoint with each choice that its address offers: `<any(…):page>` is many pages."""
    choices = [sorted(one.items) for one in rule._converters.values() if isinstance(one, AnyConverter)]
    return {(rule.endpoint, *chosen) for chosen in product(*choices)}


def page_at(app: Flask, path: str) -> tuple[str, ...]:
    """Return the endpoint of an address with the choices made in it."""
    rule, values = app.url_map.bind("localhost").match(urlsplit(path).path, method="GET", return_rule=True)
    chosen = [values[name] for name, one in rule._converters.items() if isinstance(one, AnyConverter)]
    return (rule.endpoint, *chosen)


def test_every_address_that_can_be_opened_is_a_page_state(world: World) -> None:
    app = world.portal.app
    every = {page for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set()) for page in pages(rule)}
    shown = {page_at(app, state.path.format(**world.names)) for state in STATES if "nothing-here" not in state.path}
    without = {page for page in every if page[0] in WITHOUT_A_PAGE}
    assert sorted(every - shown - without) == []
    assert {page[0] for page in without} == set(WITHOUT_A_PAGE), "an address that is left out is not there"


def test_every_page_of_somebody_signed_in_has_the_way_out(world: World) -> None:
    app = world.portal.app
    ways_out = {Who.WRITER: "/track/end", Who.MEMBER: "/members/end", Who.OFFICER: "/desk/sign-out"}
    seen: set[tuple[str, ...]] = set()
    without = []
    for state in STATES:
        if state.send is not None or state.status != 200 or state.who not in ways_out:
            continue
        page = page_at(app, state.path.format(**world.names))
        access = access_of(app, page[0])
        if page in seen or access is None or access.kind == "public":
            continue
        seen.add(page)
        forms = fetch(world, state).soup.select(f'form[method=post][action="{ways_out[state.who]}"] button')
        # Whoever is still writing and has no visit yet leaves the page as they leave any other.
        if len(forms) != 1 and not (state.path.startswith("/complain/") and not forms):
            without.append(state.path)
    assert without == []
    assert len(seen) > 80


def test_every_page_state_opens_and_every_template_is_drawn(world: World) -> None:
    app = world.portal.app
    drawn: set[str | None] = set()

    def note(_app: Flask, template: Template, **_more: object) -> None:
        drawn.add(template.name)

    with template_rendered.connected_to(note, app):
        for state in STATES:
            fetch(world, state)
    environment = app.jinja_env
    assert environment.loader is not None
    names = [name for name in environment.list_templates(extensions=["html"]) if "govuk_frontend_jinja" not in name]
    extends = {name: EXTENDS.search(environment.loader.get_source(environment, name)[0]) for name in names}
    frames = {found[1] for found in extends.values() if found}
    assert sorted({name for name, found in extends.items() if found} - frames - drawn - NOT_OPENED) == []
