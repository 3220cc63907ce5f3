"""What a page costs somebody with a slow phone, counted on the wire."""

from __future__ import annotations

from http.client import HTTPConnection
from urllib.parse import urlsplit

import brotli
import pytest
from bs4 import BeautifulSoup

from tests.states.state import State
from tests.states.states import STATES
from tests.states.world import World

MOST = 30_000
# A page with a private code is not compressed, and Arabic letters take two bytes each.
MOST_WITHOUT_SCRIPTS = 20_000
OPENED = [state for state in STATES if state.resident and state.send is None]


def weigh(world: World, path: str, cookies: dict[str, str]) -> tuple[int, str]:
    """Return how many bytes an answer takes with its headers, and its text."""
    connection = HTTPConnection(urlsplit(world.portal.url).netloc, timeout=30)
    sent = {"Accept-Encoding": "gzip, deflate, br", "Cookie": "; ".join(map("=".join, cookies.items()))}
    connection.request("GET", path, headers=sent)
    answer = connection.getresponse()
    assert answer.status < 300 or answer.status >= 400, f"{path} leads to {answer.headers['Location']}"
    body = answer.read()
    connection.close()
    text = brotli.decompress(body) if answer.headers["Content-Encoding"] == "br" else body
    return len(str(answer.headers)) + len(body), text.decode()


@pytest.mark.parametrize("language", ["en", pytest.param("ar-XB", marks=pytest.mark.matrix)])
@pytest.mark.parametrize("state", [pytest.param(one, id=one.name) for one in OPENED])
def test_a_first_visit_is_light(world: World, state: State, language: str) -> None:
    cookies = {**world.cookies[state.who], "language": language}
    page, html = weigh(world, state.path.format(**world.names), cookies)
    soup = BeautifulSoup(html, "html.parser")
    styles = [str(link["href"]) for link in soup.select("link[rel=stylesheet], link[rel=icon]")]
    scripts = [str(script["src"]) for script in soup.select("script[src]")]
    without_scripts = page + sum(weigh(world, address, {})[0] for address in styles)
    assert without_scripts <= MOST_WITHOUT_SCRIPTS
    assert without_scripts + sum(weigh(world, address, {})[0] for address in scripts) <= MOST
