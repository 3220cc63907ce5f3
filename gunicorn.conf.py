"""How the portal is served: two plain worker processes behind a buffering proxy."""

import os

bind = os.environ.get("PORTAL_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("PORTAL_WEB_PROCESSES", "2"))
worker_class = "sync"
# The request line holds no secret, but addresses are personal: the proxy keeps the access log, if any.
accesslog = None
errorlog = "-"
loglevel = "warning"
timeout = 30
keepalive = 2
