"""What every page must be, whatever it says. Each check yields faults as one line each."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import html5lib
from bs4 import Tag

from tests.page import Page, squeezed

PERSONAL = ("/desk", "/complain", "/complaint", "/track", "/draft", "/add", "/case")
_CONTROLS = "input:not([type=hidden]):not([type=submit]):not([type=button]), select, textarea"
_UNFILLED = re.compile(r"%\(\w+\)s|\{\{|\}\}|<Markup|LazyProxy")


_TOKEN_OR_ID = re.compile(r'(?<=name="csrf_token" value=")[^"]+|[0-9a-f]{32}')
_FAULTLESS: set[tuple[str, ...]] = set()


def faults(page: Page) -> list[str]:
    """Return everything wrong with an HTML page, one line each.

    Most tests walk over the same pages: one that differs from a faultless one only in tokens and ids is as faultless.
    """
    alike = _alike(page)
    if alike in _FAULTLESS:
        return []
    found = [fault for check in _CHECKS for fault in check(page)]
    if not found:
        _FAULTLESS.add(alike)
    return found


def _alike(page: Page) -> tuple[str, ...]:
    """Return all that the checks look at, with each token and id as its place among them."""
    places: dict[str, str] = {}

    def place(found: re.Match[str]) -> str:
        return places.setdefault(found[0], f"<{len(places)}>")

    headers = (page.headers.get(name, "") for name in ("Content-Security-Policy", "Cache-Control"))
    return (str(page.path.startswith(PERSONAL)), *headers, _TOKEN_OR_ID.sub(place, page.html))


def _valid(page: Page) -> Iterator[str]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parse(page.html)
    for (line, column), code, details in parser.errors:
        yield f"not valid HTML at line {line}, column {column}: {code} {details}"


def _headings(page: Page) -> Iterator[str]:
    headings = page.select("h1")
    if len(headings) != 1:
        yield f"{len(headings)} h1"
        return
    heading = squeezed(headings[0].get_text())
    has_error = bool(page.select(".govuk-error-summary"))
    if not heading:
        yield "the h1 is empty"
    elif not has_error and not page.title.startswith(heading):
        yield f"the title {page.title!r} does not start with the h1 {heading!r}"
    elif has_error and (page.title.startswith(heading) or heading not in page.title):
        yield f"the title {page.title!r} is not “Error:” and the h1 {heading!r}"
    level = 0
    for element in page.select("main h1, main h2, main h3, main h4, main h5, main h6"):
        here = int(element.name[1])
        # The error summary stands above the h1, as GOV.UK has it.
        if element.find_parent(class_="govuk-error-summary"):
            continue
        if level and here > level + 1:
            yield f"h{here} “{squeezed(element.get_text())}” follows h{level}"
        level = here


def _language(page: Page) -> Iterator[str]:
    html = page.soup.html
    if html is None or not html.get("lang"):
        yield "html has no lang"
    if html is None or html.get("dir") not in {"ltr", "rtl"}:
        yield "html has no dir"
    body = page.soup.select_one("body")
    if body is not None:
        yield from (f"unfilled words: {found}" for found in _UNFILLED.findall("".join(_own_words(body))))


def _own_words(element: Tag) -> Iterator[str]:
    """Yield the page's own words: not a program's, nor what somebody typed."""
    for child in element.children:
        if not isinstance(child, Tag):
            yield str(child)
        elif child.name not in {"textarea", "script"} and "portal-words" not in child.get_attribute_list("class"):
            yield from _own_words(child)


def _references(page: Page) -> Iterator[str]:
    ids = [str(element["id"]) for element in page.select("[id]")]
    yield from (f"id {name!r} stands {times} times" for name, times in Counter(ids).items() if times > 1)
    known = set(ids)
    for attribute in ("aria-describedby", "aria-labelledby", "aria-controls", "for"):
        for element in page.select(f"[{attribute}]"):
            for name in str(element[attribute]).split():
                if name not in known:
                    yield f"{attribute} points at {name!r}, which is not there"
    for link in page.select('a[href^="#"]'):
        if str(link["href"])[1:] not in known:
            yield f"a link points at {link['href']!r}, which is not there"


def _names(page: Page) -> Iterator[str]:
    labelled = {str(label["for"]) for label in page.select("label[for]") if label.get_text(strip=True)}
    for control in page.select(_CONTROLS):
        own = control.get("aria-label") or control.get("aria-labelledby") or control.find_parent("label")
        if not own and control.get("id") not in labelled:
            yield f"no label for {control.get('name')!r}"
    groups: dict[str, Tag] = {}
    for radio in page.select("input[type=radio]"):
        groups.setdefault(str(radio.get("name")), radio)
    for group, first in groups.items():
        fieldset = first.find_parent("fieldset")
        if not isinstance(fieldset, Tag) or not fieldset.select("legend"):
            yield f"the choices {group!r} stand in no fieldset with a legend"
    for element in page.select("a, button, summary"):
        if not element.get_text(strip=True) and not element.get("aria-label"):
            yield f"{element.name} without words: {element}"
    yield from (f"picture without alt: {image}" for image in page.select("img:not([alt])"))


def _inline(page: Page) -> Iterator[str]:
    policy = page.headers.get("Content-Security-Policy", "")
    yield from (f"style attribute: <{element.name}>" for element in page.select("[style]"))
    yield from (f"style element: {style.get_text()[:40]!r}" for style in page.select("style"))
    for script in page.select("script:not([src])"):
        digest = base64.b64encode(hashlib.sha256(script.get_text().encode()).digest()).decode()
        if f"'sha256-{digest}'" not in policy:
            yield f"inline script that the policy does not allow: {script.get_text()[:40]!r}"
    for element in page.soup.find_all(True):
        for name in element.attrs:
            if name.lower().startswith("on"):
                yield f"{name} attribute: <{element.name}>"


def _forms(page: Page) -> Iterator[str]:
    for form in page.select("form"):
        posts = str(form.get("method", "get")).lower() == "post"
        tokens = [field for field in form.select('input[name$="csrf_token"]') if field.get("value")]
        if posts and len(tokens) != 1:
            yield f"a POST form with {len(tokens)} CSRF tokens: {form.get('action')!r}"
        if not posts and tokens:
            yield f"a GET form would put its CSRF token into the address: {form.get('action')!r}"
        if not form.has_attr("novalidate") and posts:
            yield f"a form without novalidate: {form.get('action')!r}"


def _addresses(page: Page) -> Iterator[str]:
    for css, attribute in (("a, link", "href"), ("script[src], img, source", "src"), ("form[action]", "action")):
        for element in page.select(css):
            address = str(element.get(attribute, ""))
            parts = urlsplit(address)
            if not address or re.search(r"\s", address):
                yield f"{attribute} of <{element.name}> is {address!r}"
            elif parts.scheme not in {"", "http", "https", "mailto", "tel"}:
                yield f"{attribute} of <{element.name}> has the scheme {parts.scheme!r}"
            elif not parts.scheme and not address.startswith(("/", "#", "?")):
                yield f"{attribute} of <{element.name}> is not a whole path: {address!r}"
            elif css != "a, link" and parts.netloc:
                yield f"{attribute} of <{element.name}> leads to another site: {address!r}"
            elif address.startswith("/static/") and not re.search(r"\.[0-9a-f]{12}\.\w+$", address):
                yield f"static file without its hash: {address!r}"


def _error_summary(page: Page) -> Iterator[str]:
    summary = page.errors
    for message in page.select(".govuk-error-message"):
        hidden = message.select_one(".govuk-visually-hidden")
        words = squeezed(message.get_text()).removeprefix(squeezed(hidden.get_text()) if hidden else "").strip()
        if words not in summary:
            yield f"the error {words!r} is not in the summary"
    if page.select(".govuk-error-summary") and not summary:
        yield "the error summary is empty"


def _headers(page: Page) -> Iterator[str]:
    if page.path.startswith(PERSONAL) and "no-store" not in page.headers.get("Cache-Control", ""):
        yield "a personal page without Cache-Control: no-store"


_CHECKS = (
    _valid, _headings, _language, _references, _names, _inline, _forms, _addresses, _error_summary, _headers,
)  # fmt: skip
