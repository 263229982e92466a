"""How gunicorn serves Ideas: two processes of thirty-two threads, the worker inside each.

``reuse_port`` spreads kept-alive connections over the processes. Most threads wait, for a commit
above all; more of them make larger batches of votes, and who computes is interrupted less often
than Python does by itself, which with many threads costs more than it gives. Behind a proxy set
IDEAS_PROXIES to the exact number of hops, so that addresses are read from where they can be
trusted.
"""

import os
import sys
from typing import Any

wsgi_app = "ideas.app:create_app()"
bind = os.environ.get("IDEAS_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("IDEAS_PROCESSES", "2"))
threads = int(os.environ.get("IDEAS_THREADS", "32"))
SWITCH_SECONDS = 0.02
worker_class = "gthread"
reuse_port = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
control_socket_disable = True
forwarded_allow_ips = ""
graceful_timeout = 20


def post_worker_init(worker: Any) -> None:
    """Start the jobs' thread beside the web's; leases keep the processes apart."""
    sys.setswitchinterval(SWITCH_SECONDS)
    from ideas.jobs.worker import start  # noqa: PLC0415 the parent process needs no application
    from ideas.serving import keep_memory_together  # noqa: PLC0415

    keep_memory_together()
    app = worker.wsgi
    if app.extensions["ideas.config"].worker:
        worker.ideas_worker = start(app)


def worker_exit(server: Any, worker: Any) -> None:
    """Let the jobs' thread end after the job at hand."""
    if hasattr(worker, "ideas_worker"):
        worker.ideas_worker.set()
