"""What people do when a letter invites them to say what of theirs belongs together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from bench.page import NotOnPage
from bench.resident import Stuck
from bench.simulation import own_pages, residents
from bench.simulation.play import AT_ONCE, Play
from bench.simulation.scenario import Act, Person
from bench.simulation.seen import Offered


def follow(play: Play, day: int) -> None:
    """Let those who got an invitation and follow such letters tick what is about the same."""
    invited = {one.address for one in play.mail.letters() if one.kind == "join_them"} - play.invited
    play.invited |= invited
    following = [one for one in play.scenario.persons.values() if one.email in invited and one.follows and one.alone]

    def tick(person: Person) -> None:
        try:
            _tick(play, person)
        except (NotOnPage, Stuck) as error:
            play.stick(f"{person.id} follows an invitation on day {day}: {error}")

    with ThreadPoolExecutor(AT_ONCE) as lanes:
        list(lanes.map(tick, following))


def _tick(play: Play, person: Person) -> None:
    browser = play.browser()
    page = residents.open_list(play, browser, person)
    found = residents.listed(page)
    residents.offer(play, Offered("", person.id, "list", tuple(asked for asked, _link, _grant in found)))
    by_matter: dict[str, list[str]] = {}
    for asked, _link, grant in found:
        matter = _matter_of(play.scenario.acts, person, asked)
        if grant and matter:
            by_matter.setdefault(matter, []).append(grant)
    for grants in by_matter.values():
        if len(grants) > 1:
            browser.send(page.form_with("grant"), {"grant": grants})
            play.count("said_together")


def _matter_of(acts: list[Act], person: Person, asked: str) -> str:
    """Return which matter of theirs a person knows a line as, "" for none."""
    line, own = own_pages.Line(asked, {}), [act for act in acts if act.person == person.id and act.wanted]
    return next((act.matter for act in own if line.is_about([act.wanted])), "")
