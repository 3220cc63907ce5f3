"""What is shipped in deploy/ fits the portal: nginx's numbers and headers, every setting, units that systemd takes."""

from __future__ import annotations

import ast
import re
import runpy
import shutil
import subprocess
from pathlib import Path

import pytest

from portal.config import KEYS, Limits, Waits, from_environment
from portal.web.error_pages import AT_THE_PROXY
from tests.tree import ROOT, files

DEPLOY = ROOT / "deploy"
NGINX = (DEPLOY / "nginx.conf").read_text("utf-8")
LINES = [line.strip() for line in NGINX.splitlines() if not line.strip().startswith("#")]
SETTINGS = (DEPLOY / "portal.env").read_text("utf-8")
# What the portal reads of a request by a property instead of by its header's name.
PROPERTIES = {
    "accept_languages": "Accept-Language",
    "accept_encodings": "Accept-Encoding",
    "referrer": "Referer",
    "cookies": "Cookie",
    "mimetype": "Content-Type",
    "host": "Host",
}


def number(pattern: str) -> int:
    (found,) = re.findall(pattern, NGINX)
    return int(found)


def test_nginx_counts_as_the_portal_does() -> None:
    limits = Limits()
    assert number(r"zone=posts:\d+m rate=(\d+)r/m;") == limits.posts_per_minute
    assert number(r"zone=posts burst=(\d+) nodelay;") == limits.posts_per_minute
    assert number(r"zone=requests:\d+m rate=(\d+)r/m;") == limits.requests_per_minute
    assert number(r"limit_conn connections (\d+);") == limits.connections


def test_nginx_takes_what_the_portal_takes() -> None:
    limits = Limits()
    assert number(r"client_max_body_size (\d+);") == max(limits.upload_bytes, limits.page_bytes)


def test_nginx_waits_longer_than_gunicorn_and_gunicorn_than_the_portal() -> None:
    gunicorn = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    waits = Waits()
    assert waits.answer + waits.connect < gunicorn["timeout"] < number(r"proxy_read_timeout (\d+)s;")


def headers_read() -> set[str]:
    """The headers that the portal's code reads."""
    found = set()
    for file in files(ROOT / "portal"):
        if file.suffix != ".py":
            continue
        text = file.read_text("utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "request" and node.attr in PROPERTIES:
                found.add(PROPERTIES[node.attr])
        found.update(re.findall(r"""request\.headers(?:\.get\(|\[)["']([\w-]+)""", text))
        found.update(
            name.replace("_", "-").title()
            for name in re.findall(r"""["']HTTP_(\w+)["']""", text)
            if name != "FORWARDED"
        )
    return found - {"Forwarded"}


def test_every_header_the_portal_reads_reaches_it_and_no_other() -> None:
    passed = set(re.findall(r"proxy_set_header (\S+) ", NGINX))
    assert headers_read() - passed == set()
    assert {"Host", "Cookie", "Origin", "Referer", "Sec-Fetch-Site", "X-Forwarded-For"} <= headers_read()
    assert "proxy_pass_request_headers off;" in LINES
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in LINES
    assert {one for one in passed if one.startswith("X-")} == {"X-Forwarded-For"}


def test_every_page_that_nginx_shows_is_written(tmp_path: Path) -> None:

    shown = {int(one) for one in re.findall(r"error_page .*/errors/(\d+)\.html;", NGINX)}
    assert shown == set(AT_THE_PROXY)


def settings_read() -> set[str]:
    """Every PORTAL_ variable that the code asks for."""
    sources = [ROOT / "portal" / "config.py", ROOT / "portal" / "cli.py", ROOT / "gunicorn.conf.py"]
    asked = re.compile(r"""(?:environ|env)(?:\.get\(|\[|, )"(PORTAL_[A-Z_]+)["]""")
    found = {name for file in sources for name in asked.findall(file.read_text("utf-8"))}
    return found | {f"PORTAL_{name.upper()}" for name in KEYS}


def test_every_setting_is_explained_and_no_other() -> None:
    explained = set(re.findall(r"^#?(PORTAL_[A-Z_]+)=", SETTINGS, re.MULTILINE))
    explained |= {f"PORTAL_{name.upper()}" for name in KEYS if f"PORTAL_{name.upper()}" in SETTINGS}
    assert len(explained) > 20
    assert settings_read() - explained == set()
    assert explained - settings_read() == set()


def test_each_setting_has_words_before_it() -> None:
    blocks = SETTINGS.split("\n\n")
    for block in blocks:
        if re.search(r"^#?PORTAL_", block, re.MULTILINE):
            assert block.startswith("# "), block
            assert len(re.findall(r"^#?PORTAL_\w+=", block, re.MULTILINE)) <= 1, block


def test_the_shipped_settings_with_keys_start_a_portal(tmp_path: Path) -> None:
    keys = subprocess.run([DEPLOY / "make-keys"], capture_output=True, text=True, check=True).stdout
    lines = [line for line in f"{SETTINGS}{keys}".splitlines() if line and not line.startswith("#")]
    environment = dict(line.split("=", 1) for line in lines)
    assert len(keys.splitlines()) == len(KEYS)
    moved = {"PORTAL_VAR": str(tmp_path / "var"), "PORTAL_DATABASE_URL": f"sqlite:///{tmp_path / 'portal.sqlite3'}"}
    settings = from_environment(environment | moved)
    assert not settings.demo
    assert [str(one) for one in settings.trusted_proxies] == ["127.0.0.1/32"]


@pytest.mark.parametrize("process", ["web", "worker"])
def test_the_units_hold_what_they_run_in_bounds(process: str) -> None:
    unit = (DEPLOY / f"complaints-portal-{process}.service").read_text("utf-8").splitlines()
    for line in ("User=complaints", "UMask=0077", "ProtectSystem=strict", "NoNewPrivileges=true", "Restart=always"):
        assert line in unit
    assert any(line.startswith("MemoryMax=") for line in unit)
    assert any(line.startswith("TimeoutStopSec=") for line in unit)


@pytest.mark.parametrize("process", ["web", "worker"])
def test_systemd_takes_the_units(process: str, tmp_path: Path) -> None:
    name = f"complaints-portal-{process}.service"
    text = (DEPLOY / name).read_text("utf-8")
    # Neither the user nor the programs are on the machine that tests.
    text = re.sub(r"/opt/complaints-portal/\.venv/bin/\w+", "/bin/true", text).replace("=complaints\n", "=root\n")
    (tmp_path / name).write_text(text.replace("/opt/complaints-portal", str(ROOT)), "utf-8")
    if shutil.which("systemd-analyze"):
        command = ["systemd-analyze", "verify", str(tmp_path / name)]
        verified = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (verified.returncode, verified.stderr) == (0, "")
