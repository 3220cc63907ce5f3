"""One place in the portal says who asks: nothing else reads the peer's address or what a proxy says."""

from __future__ import annotations

import ast
import re

from tests.tree import ROOT, files

PLACE = ROOT / "portal" / "web" / "asking.py"
READERS = {"remote_addr", "access_route", "remote_user", "script_root", "ProxyFix", "get_remote_address", "getpeername"}
HEADERS = re.compile(
    r"(HTTP_)?(X[-_])?(FORWARDED|REAL[-_]IP|CLIENT[-_]IP|SCRIPT[-_]NAME|REMOTE[-_]ADDR).*", re.IGNORECASE
)


def readers(code: str) -> list[str]:
    """Return what in some code reads where a request comes from."""
    found = []
    for node in ast.walk(ast.parse(code)):
        named = getattr(node, "attr", None) or getattr(node, "id", None) or getattr(node, "name", None)
        if named in READERS:
            found.append(str(named))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and HEADERS.fullmatch(node.value):
            found.append(node.value)
    return found


def test_nothing_else_reads_where_a_request_comes_from() -> None:
    found = {
        file.relative_to(ROOT).as_posix(): read
        for file in files(ROOT / "portal")
        if file.suffix == ".py" and file != PLACE and (read := readers(file.read_text("utf-8")))
    }
    assert found == {}


def test_it_would_be_seen() -> None:
    assert readers("request.remote_addr") == ["remote_addr"]
    assert readers("from werkzeug.middleware.proxy_fix import ProxyFix") == ["ProxyFix"]
    assert readers('request.headers.get("X-Forwarded-For")') == ["X-Forwarded-For"]
    assert readers('environ["HTTP_X_REAL_IP"]') == ["HTTP_X_REAL_IP"]
    assert len(readers(PLACE.read_text("utf-8"))) > 2
