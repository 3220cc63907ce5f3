"""A resident at the portal's pages: complains, comes back with reference and private code, takes it further."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

from bench.browser import Browser
from bench.mail_folder import Letter, MailFolder, six_digits
from bench.page import Answer, Form, NotOnPage, Page

Reach = Literal["email", "phone", "post", "none"]

_MOST_PAGES = 40
_NOT_DIGITS = re.compile(r"\D")
_NOT_LETTERS = re.compile(r"[^A-Z]")


class Stuck(Exception):
    """The pages do not lead where they should; the message says at which page, without anybody's words."""


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody with a complaint, and what they answer. ``proves`` says that they type the six-digit code at once."""

    name: str
    words: str
    wanted: str
    reach: Reach
    address: str = ""
    proves: bool = False
    urgent: bool = False
    service: int | str = 0
    """Which of the services suggested is chosen, or what it is called; "I am not sure" when it is not there."""
    happened: str = "last summer, and again since"
    place: str = "near the library"
    postcode: str = "ex1 4ab"
    shared: str = "no"
    about: str = "me"
    """What the first question is answered with: me, other, child, together or anonymous."""
    acting_as: str = "relative"
    affected_name: str = ""
    others: str = ""
    whose: str = "mine"
    """Whose address a child gave: mine or parent."""
    clicks: int = 1
    """How often the button that sends is pressed, all at once."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What the confirmation page gave: the reference and the private code, without spaces."""

    reference: str
    code: str


Choose = Callable[[Page], Form]
"""What somebody presses on a page that shows what we have from them already: one of its forms."""


def complain(browser: Browser, resident: Resident, mail: MailFolder | None = None) -> Sent:
    """Answer every page as it comes, send the complaint and return what to keep. Raises Stuck."""
    page = fill_in(browser, resident, mail)[-1]
    sent = confirmed(page)
    if sent is None:
        raise Stuck(page.described())
    return sent


def fill_in(
    browser: Browser,
    resident: Resident,
    mail: MailFolder | None = None,
    choose: Choose | None = None,
    begun: Page | None = None,
) -> list[Page]:
    """Answer every page as it comes and return the last: the confirmation, or the matter the words were put on.

    There are several when the button was pressed several times. Without ``choose`` a new complaint is gone on with;
    ``begun`` is the page it begins at, when that is not the first. Raises Stuck.
    """
    pages, codes = [begun or browser.get("/complain")], _codes(resident, mail)
    for _page in range(_MOST_PAGES):
        page = pages[-1]
        if confirmed(page) or page.path.startswith("/complaint/"):
            return pages
        if page.status != 200 or page.errors:
            raise Stuck(page.described())
        pages = _next(browser, page, resident, mail, codes, choose)
    raise Stuck(f"no confirmation after {_MOST_PAGES} pages, at {pages[-1].described()}")


def open_with_code(browser: Browser, sent: Sent) -> Page:
    """Type reference and private code at /track, as they stand on paper, and return the page that opens."""
    form = browser.get("/track").form_with("reference", "code")
    return browser.send(form, {"reference": _grouped(sent.reference), "code": _grouped(sent.code)})


def go_further(browser: Browser, page: Page, reason: str) -> Page:
    """Ask, from a complaint's own page, to take it to the next stage. Raises Stuck where the page does not offer it."""
    asking = browser.get(_link(page, "further"))
    form = next((one for one in asking.forms if "reason" in one.names), None)
    if form is None:
        raise Stuck(asking.described())
    return browser.send(form, {"reason": reason})


def open_ombudsman(browser: Browser, page: Page) -> Page:
    """Open the page that names the ombudsman. Raises Stuck where the complaint's page does not lead there."""
    return browser.get(_link(page, "ombudsman"))


def offers(page: Page, part: str) -> bool:
    """Whether the complaint's page has a link with this in its address."""
    return page.find_link(part) is not None


def _link(page: Page, part: str) -> str:
    link = page.find_link(part)
    if link is None:
        raise Stuck(f"no link to “{part}” on {page.described()}")
    return link


def confirmed(page: Page) -> Sent | None:
    """Return what a confirmation page gives, None on any other page."""
    reference, code = page.soup.select_one(".portal-reference"), page.soup.select_one(".portal-code")
    if page.status != 200 or reference is None or code is None:
        return None
    return Sent(_NOT_DIGITS.sub("", reference.get_text()), _NOT_LETTERS.sub("", code.get_text()))


def _next(
    browser: Browser, page: Page, resident: Resident, mail: MailFolder | None, codes: int, choose: Choose | None
) -> list[Page]:
    if page.path.endswith(("/yours", "/same")):
        ends = "/yours" if page.path.endswith("/yours") else "/send"
        chosen = choose(page) if choose else page.find_form_to(ends)
        if chosen is None:
            raise Stuck(page.described())
        return [browser.send(chosen)]
    sending = page.find_form_to("/send")
    if sending is not None:
        return _pressed(browser, sending, resident.clicks)
    asking = next((form for form in page.forms if form.method == "POST" and (form.asked or form.takes_files)), None)
    if asking is None:
        going_on = page.soup.select_one("main a.govuk-button[href]")
        if going_on is None:
            raise Stuck(page.described())
        return [browser.get(str(going_on["href"]))]
    try:
        return [browser.send(asking, _answers(asking, resident, mail, codes))]
    except NotOnPage as error:
        raise Stuck(str(error)) from error


def _pressed(browser: Browser, form: Form, clicks: int) -> list[Page]:
    if clicks == 1:
        return [browser.send(form)]
    with ThreadPoolExecutor(clicks) as fingers:
        return list(fingers.map(lambda _click: browser.send(form), range(clicks)))


def _answers(form: Form, resident: Resident, mail: MailFolder | None, codes: int) -> Mapping[str, Answer]:
    known: dict[str, Answer] = {
        "about": resident.about,
        "affected_name": resident.affected_name,
        "words": resident.words,
        "urgent": "yes" if resident.urgent else "no",
        "happened_words": resident.happened,
        "place": resident.place,
        "postcode": resident.postcode,
        "wanted": resident.wanted,
        "name": resident.name,
        "contact": resident.reach,
        "shared": resident.shared,
        "safe_times": "weekdays after 5pm",
        "how": "now" if resident.proves else "later",
        "acting_as": resident.acting_as,
        "part": "other",
        "others": resident.others,
        "whose": resident.whose,
        "wants_advocate": "no",
    }
    if resident.reach != "none":
        known[resident.reach] = resident.address
    if "service" in form.asked:
        known["service"] = _service(form, resident.service)
    if "digits" in form.asked:
        known["digits"] = digits_sent(resident.address, mail, after=codes)
    return {name: answer for name, answer in known.items() if name in form.asked}


def _service(form: Form, wanted: int | str) -> str:
    services = [value for value in form.options("service") if value not in {"unsure", "browse"}]
    if isinstance(wanted, str):
        return next((value for value in services if form.label_of("service", value) == wanted), "unsure")
    return services[wanted] if wanted < len(services) else "unsure"


def _codes(resident: Resident, mail: MailFolder | None) -> int:
    return codes_sent(resident.address, mail) if mail is not None and resident.proves else 0


def codes_sent(address: str, mail: MailFolder) -> int:
    """Return how many six-digit codes have gone to an address."""
    return mail.count(lambda one: _is_code(one, address))


def digits_sent(address: str, mail: MailFolder | None, *, after: int) -> str:
    """Wait for the next code to an address, after so many earlier ones, and return its digits. Raises Stuck."""
    if mail is None:
        raise Stuck("a six-digit code is asked for, and there is no mail folder to read it from")
    letter = mail.wait_for(lambda one: _is_code(one, address), after=after)
    digits = six_digits(letter) if letter else None
    if digits is None:
        raise Stuck("the six-digit code was not in the mail folder in time")
    return digits


def _is_code(letter: Letter, address: str) -> bool:
    # Only demo mode writes the kind of a letter beside it.
    return letter.kind in {"one_time_code", ""} and letter.address == address and six_digits(letter) is not None


def _grouped(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
