"""Opening a page state: in the inspecting client, or in a browser."""

from __future__ import annotations

from playwright.sync_api import BrowserContext
from playwright.sync_api import Page as BrowserPage

from portal.i18n import gettext, use_locale
from tests.inspecting_client import InspectingClient
from tests.page import Page
from tests.states.state import State
from tests.states.world import World


def fetch(world: World, state: State, language: str = "en") -> Page:
    """Return the state as it comes from the application, inspected."""
    world.forget_tries()
    client = InspectingClient(world.portal.app)
    for name, value in {**world.cookies[state.who], "language": language}.items():
        client.client.set_cookie(name, value, domain=world.host)
    path = state.path.format(**world.names)
    opened = client.get(path, status=200 if state.send is not None else state.status, follow=False)

    assert "Location" not in opened.headers, f"{path} leads to {opened.headers['Location']}"
    if state.send is None:
        return opened
    form = client.select(state.form)[0]
    form["data-state"] = "sent"
    sent = {name: value.format(**world.names) for name, value in state.send.items()}
    return client.post_form(sent, form="[data-state=sent]", button=state.button, status=state.status)


def put_cookies(context: BrowserContext, world: World, state: State, language: str) -> None:
    """Make a browser that of the state's person, reading this language."""
    context.clear_cookies()
    cookies = {**world.cookies[state.who], "language": language}
    context.add_cookies(
        [{"name": name, "value": value, "url": world.portal.url, "httpOnly": True} for name, value in cookies.items()]
    )


def show(page: BrowserPage, world: World, state: State) -> None:
    """Open the state in a browser, and fill and send its form where it has one."""
    world.forget_tries()
    opened = page.goto(world.portal.url + state.path.format(**world.names))
    assert opened is not None
    assert opened.request.redirected_from is None, f"the state leads to {opened.url}"
    if state.send is None:
        assert opened.status == state.status
        return
    form = page.locator(state.form).first
    for name, value in state.send.items():
        control = form.locator(f'[name="{name}"]')
        if control.first.get_attribute("type") in {"radio", "checkbox"}:
            form.locator(f'[name="{name}"][value="{value}"]').check()
        elif control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value.format(**world.names))
    buttons = form.locator("button:not([type=button])")
    with use_locale(page.locator("html").get_attribute("lang") or "en"):
        words = gettext(state.button) if state.button else None
    with page.expect_navigation() as answered:
        (buttons.get_by_text(words, exact=True) if words else buttons.first).click()
    assert answered.value is not None
    assert answered.value.status == state.status
