"""What residents do: by the pages of a new complaint, by what they were given, by codes, by mail."""

from __future__ import annotations

from bench import resident
from bench.browser import Browser
from bench.page import Form, Page, squeezed
from bench.resident import Resident, Stuck, codes_sent, confirmed, digits_sent
from bench.simulation import own_pages, post
from bench.simulation.play import Play
from bench.simulation.scenario import Act, Person
from bench.simulation.seen import Given, Offered, Where
from bench.simulation.spelling import grouped, written


def do(play: Play, act: Act) -> None:
    """Do what a resident does in an act. Raises Stuck and NotOnPage where the pages do not lead on."""
    {"complain": complain, "track": track, "letterbox": letterbox, "code": code, "list": from_list, "mail": mail}[
        act.does
    ](play, act)


def complain(play: Play, act: Act, *, browser: Browser | None = None, begun: Page | None = None) -> None:
    """Send a new complaint, or put the words on what we have already where the pages offer it and that is true.

    ``begun`` is the page of ``browser`` where it goes on, the first one when there is none.
    """
    chosen: list[str] = []

    def choose(page: Page) -> Form:
        where: Where = "yours" if page.path.endswith("/yours") else "same"
        note_offered(play, act, page, where)
        wishes = wishes_of(play, play.scenario.matters[act.matter].after if act.means == "again" else act.matter)
        line = next((one for one in own_pages.lines(page) if one.is_about(wishes)), None)
        pressed = own_pages.press(line, act.means) if line and act.means != "new" else None
        if pressed is None:
            return own_pages.go_on(page)
        chosen.append(pressed[0])
        return pressed[1]

    pages = resident.fill_in(browser or play.browser(), _resident(play, act), play.mail, choose, begun)
    for page in pages:
        sent = confirmed(page)
        if sent:
            play.give(act, sent.reference, sent.code)
    play.done(act, "sent" if confirmed(pages[0]) else chosen[-1])


def note_offered(play: Play, act: Act, page: Page, where: Where) -> None:
    """Note what a page shows somebody of what we have."""
    asked = tuple(line.asked for line in own_pages.lines(page))
    offer(play, Offered(act.id, act.person, where, asked, own_pages.suggestion(page)))


def offer(play: Play, offered: Offered) -> None:
    """Note what a page showed somebody, and which lines of it are of a matter that they may not see."""
    play.offer(offered)
    held = [one.id for one in play.scenario.matters.values() if one.person == offered.person and one.whom]
    for asked in offered.asked:
        line = own_pages.Line(asked, {})
        for matter in held:
            if line.is_about(wishes_of(play, matter)):
                play.show(matter, offered.where, "", (asked,))


def wishes_of(play: Play, matter: str) -> list[str]:
    """Return what a person wrote would put a matter right, each time they wrote of it."""
    return [act.wanted for act in play.scenario.of_matter(matter) if act.wanted]


def track(play: Play, act: Act) -> None:
    """Open the matter with reference and private code, and say there what is to be said."""
    browser = play.browser()
    given = _at_hand(play, act)
    page = resident.open_with_code(browser, resident.Sent(given.reference, play.code_for(given)))
    if play.stands(act.matter) == "withdrawn" and not page.path.startswith("/complaint/"):
        play.count("refused_after_withdrawal")
        letterbox(play, act)
        return
    say(play, act, browser, page)


def code(play: Play, act: Act) -> None:
    """Open the matter with the reference and a one-time code; the private code is lost."""
    browser, address = play.browser(), play.scenario.persons[act.person].email
    before = codes_sent(address, play.mail)
    asking = browser.get("/track/code").form_with("reference", "address")
    entering = browser.send(asking, {"reference": grouped(_at_hand(play, act).reference), "address": address})
    digits = digits_sent(address, play.mail, after=before)
    say(play, act, browser, browser.send(entering.form_with("digits"), {"digits": digits}))


def from_list(play: Play, act: Act) -> None:
    """Open the matter from the list that a name and a one-time code show; reference and code are lost."""
    browser = play.browser()
    page = open_list(play, browser, play.scenario.persons[act.person])
    found = listed(page)
    offer(play, Offered(act.id, act.person, "list", tuple(asked for asked, _link, _grant in found)))
    wishes = wishes_of(play, act.matter)
    link = next((link for asked, link, _grant in found if own_pages.Line(asked, {}).is_about(wishes)), None)
    if link is None:
        raise Stuck(f"not on the list at {page.described()}")
    say(play, act, browser, browser.get(link))


def open_list(play: Play, browser: Browser, person: Person) -> Page:
    """Prove a person's address at /track/yours and return the list that opens. Raises Stuck when no code comes."""
    before = codes_sent(person.email, play.mail)
    asking = browser.get("/track/yours").form_with("name", "address")
    entering = browser.send(asking, {"name": person.name, "address": person.email})
    digits = digits_sent(person.email, play.mail, after=before)
    return browser.send(entering.form_with("digits"), {"digits": digits})


def listed(page: Page) -> list[tuple[str, str, str]]:
    """Return of each matter on the list what was asked for, its link, and the box to tick, "" when there is none."""
    found = []
    for heading in page.soup.select("main h2"):
        link, told = heading.find("a"), heading.find_next_sibling("dl")
        if link is None or told is None:
            continue
        box = told.find_next_sibling()
        ticked = box.select_one("input[name=grant]") if box is not None else None
        asked = told.select_one("dd[dir=auto]")
        found.append(
            (squeezed(asked.get_text()) if asked else "", str(link["href"]), str(ticked["value"]) if ticked else "")
        )
    return found


def letterbox(play: Play, act: Act) -> None:
    """Send words with the reference alone; one that is mistyped is typed again when the page says so."""
    browser, right = play.browser(), _at_hand(play, act).reference
    answers = {
        "reference": written(right, act),
        "body": play.words_of(act),
        "contact": play.scenario.persons[act.person].email,
    }
    page = browser.send(browser.get("/add").form_with("reference", "body"), answers)
    if page.errors:
        play.count("mistyped_said_at_once")
        page = browser.send(page.form_with("reference", "body"), {**answers, "reference": grouped(right)})
    if page.errors or not page.path.endswith("/thanks"):
        raise Stuck(page.described())
    play.done(act, "letterbox")


def mail(play: Play, act: Act) -> None:
    """Write to the council by mail."""
    post.put_into_mailbox(play, act)
    play.done(act, "mail")


def say(play: Play, act: Act, browser: Browser, page: Page) -> None:
    """Say on the matter's own page what is to be said: as the page offers it, else as a message."""
    if not page.path.startswith("/complaint/"):
        raise Stuck(page.described())
    play.look(act.matter, "page", page)
    words = play.words_of(act)
    if act.means == "disagree" and resident.offers(page, "/further"):
        said = resident.go_further(browser, page, words)
    elif act.means in {"not_done", "disagree"} and (link := page.find_link("/not-done")):
        said = browser.send(browser.get(link).form_with("body"), {"body": words})
    else:
        said = browser.send(page.form_with("body", "send_key"), {"body": words})
        update = said.find_form_to("/update")
        if act.means == "update" and update is not None:
            said = browser.send(update)
    if said.status != 200 or said.errors:
        raise Stuck(said.described())
    play.look(act.matter, "page", said)
    play.done(act, f"said:{act.means}")


def _at_hand(play: Play, act: Act) -> Given:
    given = play.given_for(act.matter)
    if not given:
        raise Stuck("nothing was given for this")
    return given[0]


def _resident(play: Play, act: Act) -> Resident:
    person, matter = play.scenario.persons[act.person], play.scenario.matters[act.matter]
    return Resident(
        name=person.name,
        words=play.words_of(act),
        wanted=act.wanted,
        reach="email" if person.email else "phone",
        address=person.email or person.phone,
        proves=act.proves,
        service=matter.service,
        happened=act.happened,
        place=act.place,
        postcode=act.postcode,
        shared=person.says_shared,
        about=act.about,
        acting_as=act.acting_as or "relative",
        affected_name=act.whom,
        others=act.whom,
        whose=person.whose,
        clicks=act.clicks,
    )
