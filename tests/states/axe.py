"""axe-core in a page that is open in a browser."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

_SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# axe leaves it out unless asked: every control at least 24 pixels wide and high, or far enough from the next.
_OPTIONS = {
    "runOnly": {"type": "tag", "values": _TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    # Style sheets are only read again for a rule about screens that must not be turned; ours has no such rule.
    "preload": False,
}


def violations(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA and its own best practice, one line for each element."""
    # The page's own policy refuses foreign scripts; what a test evaluates stands outside it.
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_SCRIPT)
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", _OPTIONS)
    return [
        f"{rule['id']} ({rule['help']}) at {' '.join(map(str, node['target']))}: {node['html'][:160]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
