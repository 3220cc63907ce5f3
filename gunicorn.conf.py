"""How the portal is served: two plain worker processes behind a buffering proxy."""

import gc
import os

# Nobody is believed about path, scheme or address here: the portal itself reads who is asking (PORTAL_TRUSTED_PROXIES).
forwarded_allow_ips = ""
forwarder_headers = ""
# What a process writes is its own user's alone.
umask = 0o077
bind = os.environ.get("PORTAL_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("PORTAL_WEB_PROCESSES", "2"))
# A plain worker is held up by a browser that connects and says nothing; without a proxy in front, threads are needed.
worker_class = os.environ.get("PORTAL_WEB_WORKER", "sync")
threads = 8 if worker_class == "gthread" else 1
# The request line holds no secret, but addresses are personal: the proxy keeps the access log, if any.
accesslog = None
errorlog = "-"
loglevel = "warning"
timeout = 30
keepalive = 2


def post_worker_init(_worker: object) -> None:
    """Keep what was loaded at the start out of every garbage collection: pages make much and keep little."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
