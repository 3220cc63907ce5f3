"""How the portal is served: two worker processes of eight threads each, behind a buffering proxy."""

import gc
import os
import sys
from typing import Any

# Nobody is believed about path, scheme or address here: the portal itself reads who is asking (PORTAL_TRUSTED_PROXIES).
forwarded_allow_ips = ""
forwarder_headers = ""
# What a process writes is its own user's alone.
umask = 0o077
bind = os.environ.get("PORTAL_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("PORTAL_WEB_PROCESSES", "2"))
# Threads, so that pages to read go on while those who send wait (docs/decisions/0055-threads-and-waits.md).
worker_class = os.environ.get("PORTAL_WEB_WORKER", "gthread")
threads = 8 if worker_class == "gthread" else 1
# The request line holds no secret, but addresses are personal: the proxy keeps the access log, if any.
accesslog = None
errorlog = "-"
loglevel = "warning"
# Longer than every wait in a request (portal.config.Waits), shorter than the proxy's 45 seconds.
timeout = 30
keepalive = 2


def on_starting(server: Any) -> None:
    """Refuse to start, in one line, with settings that are not safe or on the tables of another version."""
    if server.app.app_uri != "wsgi:app":
        # The bench serves a bare page of its own with the rest of this file.
        return
    from portal.config import UnsafeSettings, from_environment
    from portal.migrations.check import why_not

    try:
        line = why_not(from_environment())
    except UnsafeSettings as refused:
        line = str(refused)
    if line:
        sys.exit(f"The portal does not start. {line}")


def post_worker_init(_worker: object) -> None:
    """Keep what was loaded at the start out of every garbage collection: pages make much and keep little."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
