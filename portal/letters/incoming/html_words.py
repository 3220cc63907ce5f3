"""HTML mail as plain text: words and line ends only, in one pass, so that no mail takes long to read."""

from __future__ import annotations

import html
import re

MOST = 2_000_000
"""Characters of HTML that are read."""

_UNREAD = ("script", "style", "head", "title", "template", "noscript", "svg")
_LINES = {"br", "div", "tr", "table", "hr", "ul", "ol", "dd", "dt", "section", "article", "header", "footer", "pre"}
_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"}
_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]*)")
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")


def plain(source: str) -> str:
    """Return the words of HTML; a quotation's lines begin with "> ", as in plain mail."""
    source = source[:MOST]
    lower = source.lower() if len(source.lower()) == len(source) else source
    made = _Lines()
    at = 0
    while (begins := source.find("<", at)) >= 0:
        made.text(source[at:begins])
        if source.startswith("<!--", begins):
            ends = source.find("-->", begins)
            at = len(source) if ends < 0 else ends + 3
            continue
        ends = source.find(">", begins)
        if ends < 0:
            at = begins
            break
        at = ends + 1
        found = _NAME.match(source, begins + 1, ends)
        if found is None:
            continue
        name = found[1].lower()
        made.tag(name, closes=source[begins + 1] == "/")
        if name in _UNREAD and source[begins + 1] != "/":
            closing = lower.find(f"</{name}", at)
            at = len(source) if closing < 0 else closing
    made.text(source[at:])
    return made.whole()


class _Lines:
    """Lines as they are read, each with how deep it is quoted."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.depth = 0

    def text(self, words: str) -> None:
        if words:
            self.line.append(html.unescape(words))

    def tag(self, name: str, *, closes: bool) -> None:
        if name in _PARAGRAPHS:
            self.end(blank=True)
        elif name in _LINES or name == "li":
            self.end()
        elif name in {"td", "th"}:
            self.line.append(" ")
        if name == "blockquote":
            self.depth = max(0, self.depth + (-1 if closes else 1))
        if name == "li" and not closes:
            self.line.append("- ")

    def end(self, *, blank: bool = False) -> None:
        words = _SPACE.sub(" ", "".join(self.line)).strip()
        self.line = []
        begins = ">" * min(self.depth, 5)
        if words:
            self.lines.append(f"{begins} {words}" if begins else words)
        if blank and self.lines and self.lines[-1].strip("> "):
            self.lines.append(begins)

    def whole(self) -> str:
        self.end()
        while self.lines and not self.lines[-1].strip("> "):
            self.lines.pop()
        return "\n".join(self.lines).strip()
