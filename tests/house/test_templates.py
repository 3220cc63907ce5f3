"""Every template parses, escapes, speaks through the catalogues and holds nothing inline."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.tree import ROOT, files

TEMPLATES = [file for file in files(ROOT / "templates") if file.suffix in {".html", ".txt"}]
PAGES = [file for file in TEMPLATES if file.suffix == ".html"]
JINJA = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
CODE = re.compile(r"{%-?\+?\s*trans\b.*?endtrans\s*-?%}|{%.*?%}|{#.*?#}|{{.*?}}", re.DOTALL)
# An address of a website is the same in every language.
WORD = re.compile(r"(?<![\w./@-])(?!www\.|https?:)[A-Za-z]{2,}")
# Attributes that people read or hear, and the macros' parameters that end in them or in the page.
READ = {"alt", "title", "placeholder", "aria-label", "aria-description"}
SHOWN = re.compile(
    r"(text|html|label|hint|legend|heading|title|content|caption)$|(Text|Html|Label|Title)$", re.IGNORECASE
)
# The one line by which GOV.UK's components learn that scripts run; its hash is in the policy's header.
INLINE_SCRIPT = "frame/base.html"


def name(file: Path) -> str:
    return file.relative_to(ROOT / "templates").as_posix()


class Reader(HTMLParser):
    """Collects what stands in a page outside the catalogues, and what stands inline."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.page = page
        self.raw: list[str] = []
        self.inline: list[str] = []
        self._unread = ""
        self.feed(CODE.sub(lambda match: " " + "\n" * match[0].count("\n"), page.read_text("utf-8")))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style"}:
            self._unread = tag
        for attribute, value in attrs:
            if attribute in READ and WORD.search(value or ""):
                self.raw.append(f"{self.getpos()[0]}: {attribute}={value!r}")
            if attribute == "style" or attribute.startswith("on"):
                self.inline.append(f"{self.getpos()[0]}: <{tag} {attribute}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unread:
            self._unread = ""

    def handle_data(self, data: str) -> None:
        if self._unread:
            if data.strip() and name(self.page) != INLINE_SCRIPT:
                self.inline.append(f"{self.getpos()[0]}: <{self._unread}> with content")
        elif WORD.search(data):
            self.raw.append(f"{self.getpos()[0]}: {data.strip()!r}")


def raw_parameters(tree: nodes.Template) -> Iterator[str]:
    for pair in tree.find_all(nodes.Pair):
        if isinstance(pair.key, nodes.Const) and isinstance(pair.value, nodes.Const):
            key, value = str(pair.key.value), pair.value.value
            if isinstance(value, str) and SHOWN.search(key) and WORD.search(value):
                yield f"{pair.lineno}: {key} {value!r}"


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_it_parses_and_escapes(file: Path) -> None:
    tree = JINJA.parse(file.read_text("utf-8"), name(file))
    assert [found.lineno for found in tree.find_all(nodes.Filter) if found.name == "safe"] == []
    assert [found.lineno for found in tree.find_all(nodes.ScopedEvalContextModifier)] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_visible_word_goes_through_the_catalogue(page: Path) -> None:
    tree = JINJA.parse(page.read_text("utf-8"), name(page))
    assert Reader(page).raw + list(raw_parameters(tree)) == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_nothing_is_inline(page: Path) -> None:
    assert Reader(page).inline == []
