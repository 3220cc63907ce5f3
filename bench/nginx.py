"""nginx with the configuration that is shipped in deploy/, on ports of its own, in a folder that goes away."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.process import HOST, ROOT, NotReady, free_port, running, wait_until_it_answers

SHIPPED = ROOT / "deploy" / "nginx.conf"
_NAME = "complaints.council.example"
_MORE_PLACES = "/usr/sbin:/usr/local/sbin"
_AROUND = """{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
events {{
    worker_connections 1024;
}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    types {{
        text/html html;
        text/css css;
        application/javascript js;
        image/svg+xml svg;
    }}
    # From this one address a visitor may say which address they have: so few machines have two IPv6 networks.
    set_real_ip_from {saying};
    real_ip_header X-Speaks-As;
    include {folder}/site.conf;
}}
"""
SAYING = "127.0.0.99"
"""Whoever comes from here is taken for the address in their X-Speaks-As header."""


@dataclass(frozen=True)
class Nginx:
    """A running nginx: the ports of https and of http, and what it said."""

    port: int
    plain_port: int
    log: Path


def find_nginx() -> str | None:
    """Return where nginx is on this machine, or None."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:{_MORE_PLACES}")


@contextmanager
def nginx(folder: Path, *, port: int, portal_port: int, pages: Path) -> Iterator[Nginx]:
    """Serve https at a port of this machine with the shipped configuration, in front of a portal at another.

    ``pages`` is the folder of the pages for what never reaches the portal. Raises NotReady.
    """
    found = find_nginx()
    if found is None:
        raise NotReady("nginx is not installed here")
    folder.mkdir(parents=True, exist_ok=True)
    plain_port = free_port()
    _make_certificate(folder)
    site = _site(folder, port=port, plain_port=plain_port, portal_port=portal_port, pages=pages)
    (folder / "site.conf").write_text(site, "utf-8")
    # Started by root, nginx would hand its work to a user who may not look into this folder.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_AROUND.format(folder=folder, user=user, saying=SAYING), "utf-8")
    command = [found, "-p", str(folder), "-e", str(folder / "nginx.log"), "-c", str(folder / "nginx.conf")]
    log = folder / "said.log"
    with running(command, environment=os.environ, log=log) as process:
        wait_until_it_answers(f"http://{HOST}:{plain_port}", process, log)
        yield Nginx(port, plain_port, folder / "nginx.log")


def _site(folder: Path, *, port: int, plain_port: int, portal_port: int, pages: Path) -> str:
    """Return the shipped file with this machine's name, ports and folders in place of a council's.

    Raises NotReady when the file no longer has one of them.
    """
    site = SHIPPED.read_text("utf-8")
    changes = (
        (r"server_name \S+;", "server_name _;"),
        (r"\n *listen \[::\]\S* .*;", ""),
        (r"listen 80 ", f"listen {HOST}:{plain_port} "),
        (r"listen 443 ", f"listen {HOST}:{port} "),
        (r"/etc/letsencrypt/live/[^/]+/", f"{folder}/"),
        (r"/var/log/nginx/[\w.-]+", f"{folder}/nginx.log"),
        (r"http://127\.0\.0\.1:8000", f"http://{HOST}:{portal_port}"),
        (r"/opt/complaints-portal/", f"{ROOT}/"),
        (r"/var/www/complaints-portal", str(pages)),
        (re.escape(_NAME), f"{HOST}:{port}"),
    )
    for pattern, ours in changes:
        site, number = re.subn(pattern, ours.replace("\\", r"\\"), site)
        if not number:
            raise NotReady(f"{SHIPPED.name} has nothing like {pattern}")
    return site


def _make_certificate(folder: Path) -> None:
    """Make a certificate for this machine's address, signed by itself."""
    done = subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "2", "-subj", "/CN=portal", "-addext", f"subjectAltName=IP:{HOST}",
            "-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem"),
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise NotReady(f"openssl made no certificate:\n{done.stderr[-1000:]}")
