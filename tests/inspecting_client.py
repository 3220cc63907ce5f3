"""A browser for tests: it keeps cookies, fills forms as people do, and inspects every page it is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from bs4 import Tag
from flask import Flask
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from tests.page import Page, controls, squeezed
from tests.page_checks import faults

_REDIRECTS = {301, 302, 303, 307, 308}
Fields = Mapping[str, "str | list[str] | None"]


class InspectingClient:
    """One browser. Each method returns the page it ends on, which is also `page`; a second client is a second browser.

    Every HTML page it is given is checked (`tests.page_checks`), so a test that only walks still proves something.
    A status other than the expected one fails, and so does a POST that answers 200 without an error summary.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        settings = app.extensions.get("portal.settings")
        self.base_url = getattr(settings, "base_url", None) or "http://localhost"
        self.client = app.test_client()
        self.visited: list[str] = []
        self._page: Page | None = None

    @property
    def page(self) -> Page:
        """The page the browser shows."""
        assert self._page is not None, "no page has been opened yet"
        return self._page

    @property
    def text(self) -> str:
        """What stands in the main part of the page."""
        return self.page.text

    @property
    def errors(self) -> list[str]:
        """The lines of the page's error summary."""
        return self.page.errors

    def select(self, css: str) -> list[Tag]:
        """Return the elements of the page that match."""
        return self.page.select(css)

    def get(
        self, url: str, *, status: int = 200, follow: bool = True, headers: Mapping[str, str] | None = None
    ) -> Page:
        """Open an address and, unless `follow` is false, go where it leads."""
        response = self.client.get(url, base_url=self.base_url, headers=dict(headers or {}))
        return self._arrive(response, status=status, follow=follow)

    def post(
        self,
        url: str,
        data: Any,
        *,
        status: int = 200,
        follow: bool = True,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Page:
        """Send anything to an address, as a browser on this site; for what no form of ours would send."""
        sent = {"Origin": self.base_url, "Sec-Fetch-Site": "same-origin", **(headers or {})}
        response = self.client.post(url, data=data, base_url=self.base_url, headers=sent, **more)
        if response.status_code == 200 and response.mimetype == "text/html":
            shown = Page(response)
            assert shown.errors, f"POST {url} answered 200 without an error: it must redirect\n{shown.text}"
        return self._arrive(response, status=status, follow=follow)

    def post_form(
        self,
        fields: Fields | None = None,
        *,
        form: str | None = None,
        button: str | None = None,
        forged: Fields | None = None,
        files: Sequence[tuple[str, bytes]] = (),
        status: int = 200,
        follow: bool = True,
        **more: str | list[str] | None,
    ) -> Page:
        """Fill a form of the page and send it with all its hidden fields.

        Fields are named as in the form ("when-day" needs the mapping); None leaves one empty. A choice must be
        one the page offers; `forged` sends what it does not. `form` is a CSS selector and `button` the words of the
        button, each needed only where the page's main part has several. `files` are chosen, by name and content, in
        the form's one file field; none is what a browser sends when nobody chose any.
        """
        chosen = self._form(form, {**(fields or {}), **more})
        data = self._filled(chosen, {**(fields or {}), **more})
        for name, value in (forged or {}).items():
            data.setlist(name, value if isinstance(value, list) else [] if value is None else [value])
        pressed = self._button(chosen, button)
        if pressed.get("name"):
            data.add(str(pressed["name"]), str(pressed.get("value", "")))
        data = MultiDict((name, _line_ends(value)) for name, value in data.items(multi=True))
        action = str(
            pressed.get("formaction") or chosen.get("action") or self.page.response.request.full_path.rstrip("?")
        )
        if str(chosen.get("method", "get")).lower() == "get":
            response = self.client.get(action, query_string=data, base_url=self.base_url)
            return self._arrive(response, status=status, follow=follow)
        kind = str(chosen.get("enctype", "application/x-www-form-urlencoded"))
        if kind == "multipart/form-data":
            return self._post_files(chosen, action, data, files or [("", b"")], status=status, follow=follow)
        return self.post(action, data, status=status, follow=follow, content_type=kind)

    def _post_files(
        self, form: Tag, action: str, data: MultiDict[str, str], files: Sequence[tuple[str, bytes]], **more: Any
    ) -> Page:
        """Send a form with files as a browser does; one without a name when none was chosen."""
        sent: MultiDict[str, Any] = MultiDict(data.items(multi=True))
        for control in form.select("input[type=file][name]"):
            for name, content in files:
                escaped = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
                sent.add(str(control["name"]), FileStorage(BytesIO(content), filename=escaped))
        boundary, body = encode_multipart(sent)
        return self.post(action, body, content_type=f"multipart/form-data; boundary={boundary}", **more)

    def click(self, words: str, *, status: int = 200) -> Page:
        """Follow the link with these words (all of them, hidden ones too, white space squeezed)."""
        links = {str(link["href"]) for link in self.select("a[href]") if squeezed(link.get_text()) == squeezed(words)}
        known = [squeezed(link.get_text()) for link in self.select("a[href]")]
        assert len(links) == 1, f"{len(links)} links say {words!r} on {self.page.path}; there are {known}"
        address = links.pop()
        return self.get(address if address.startswith("/") else self.page.path + address, status=status)

    def _arrive(self, response: TestResponse, *, status: int, follow: bool) -> Page:
        hops = 0
        while follow and response.status_code in _REDIRECTS:
            hops += 1
            assert hops < 10, "a redirect that never ends"
            self.visited.append(response.request.path)
            host = urlsplit(response.location).netloc
            assert host in {"", urlsplit(self.base_url).netloc}, f"a redirect leaves the site: {response.location}"
            response = self.client.get(response.location, base_url=self.base_url)
        page = Page(response)
        self.visited.append(page.path)
        self._page = page
        if page.is_html and page.status not in _REDIRECTS:
            wrong = faults(page)
            assert not wrong, f"{page.path} ({page.status}) has faults:\n" + "\n".join(wrong)
        expected = status if follow or response.status_code not in _REDIRECTS else response.status_code
        assert page.status == expected, (
            f"{response.request.method} {page.path} answered {page.status}, not {status}\n"
            f"{page.text if page.is_html else page.html}"
        )
        return page

    def _form(self, css: str | None, wanted: Mapping[str, object]) -> Tag:
        if css is not None:
            return self.page.one(css)
        forms = self.select("main form")
        fitting = [form for form in forms if set(wanted) <= {str(x["name"]) for x in form.select("[name]")}]
        names = [[str(control["name"]) for control in form.select("[name]")] for form in forms]
        assert len(fitting) == 1, (
            f"{len(fitting)} forms on {self.page.path} have the fields {sorted(wanted)}; there are {names}\n{self.text}"
        )
        return fitting[0]

    def _filled(self, form: Tag, given: Fields) -> MultiDict[str, str]:
        data, offers = MultiDict(controls(form)), _offers(form)
        for name, value in given.items():
            values = value if isinstance(value, list) else [] if value is None else [value]
            offered = offers.get(name, [])
            for choice in values if offered else []:
                assert choice in offered, f"{name!r} offers {offered}, not {choice!r}"
            data.setlist(name, values if offered or values else [""])
        return data

    def _button(self, form: Tag, words: str | None) -> Tag:
        buttons = [
            button
            for button in form.select("button:not([type=button])")
            if words is None or squeezed(button.get_text()) == words
        ]
        known = [squeezed(button.get_text()) for button in form.select("button")]
        assert len(buttons) == 1, f"{len(buttons)} buttons fit {words!r} on {self.page.path}; there are {known}"
        return buttons[0]


def _offers(form: Tag) -> dict[str, list[str]]:
    """Return the answers that each choice of a form offers, by its name."""
    offers: dict[str, list[str]] = {}
    for choice in form.select("[type=radio][name], [type=checkbox][name], select[name] option"):
        asked = choice.find_parent("select") or choice
        offers.setdefault(str(asked["name"]), []).append(str(choice.get("value", choice.get_text())))
    return offers


def _line_ends(value: str) -> str:
    """Return the text with the line ends a browser sends."""
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
