"""What an advocate does at the list of the people they act for, after a code to their own address."""

from __future__ import annotations

from bench.browser import Browser
from bench.page import Form, Page, squeezed
from bench.resident import Stuck
from bench.simulation import residents
from bench.simulation.play import Play
from bench.simulation.scenario import Act


def do(play: Play, act: Act) -> None:
    """Do what an advocate does at the list. Raises Stuck and NotOnPage where it does not lead on."""
    {"clients": come_back, "client_new": begin_another}[act.does](play, act)


def come_back(play: Play, act: Act) -> None:
    """Open a client's matter from the list, and say there what is to be said."""
    browser, page = _listed(play, act)
    form = _of_client(page, act.whom, "/open")
    residents.say(play, act, browser, browser.send(form))


def begin_another(play: Play, act: Act) -> None:
    """Begin another complaint for a client, with the names filled in."""
    browser, page = _listed(play, act)
    residents.complain(play, act, browser=browser, begun=browser.send(_of_client(page, act.whom, "/new")))


def _listed(play: Play, act: Act) -> tuple[Browser, Page]:
    browser = play.browser()
    own = residents.open_list(play, browser, play.scenario.persons[act.person])
    link = own.find_link("/track/clients")
    if link is None:
        raise Stuck(own.described())
    page = browser.get(link)
    clients = [matter for matter in play.scenario.matters.values() if matter.person == act.person and matter.whom]
    for matter in clients:
        told = _told_of(page, play.scenario.persons[matter.whom].name)
        may_see = [one for one in clients if one.whom == matter.whom and play.stands(one.id) == "confirmed"]
        if play.given_for(matter.id):
            # A client may have two matters, and the list names no reference: more is told than may be seen.
            play.show(matter.id, "clients", "", tuple(told[len(may_see) :]))
    return browser, page


def _told_of(page: Page, name: str) -> list[str]:
    """Return what the list says of a client's matters, but the name, the day and that it waits."""
    headings = [one for one in page.soup.select("main h2") if name in one.get_text()]
    lists = [one.find_next_sibling() for one in headings]
    return [squeezed(one.get_text(" ")) for one in lists if one is not None and one.name == "dl"]


def _of_client(page: Page, name: str, ending: str) -> Form:
    for form in page.forms:
        heading = form.element.find_previous("h2")
        if form.action.endswith(ending) and heading is not None and name in heading.get_text():
            return form
    raise Stuck(f"no client to {ending} at {page.described()}")
