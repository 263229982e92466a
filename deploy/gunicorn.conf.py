"""How gunicorn serves Ideas: two processes with a front each; one keeps teller and worker.

In a front one thread waits for everybody (``ideas.front``), IDEAS_THREADS others answer.
``reuse_port`` spreads kept-alive connections over the processes. Behind a proxy set IDEAS_PROXIES
to the exact number of hops, so that addresses are read from where they can be trusted.
"""

import os
from typing import Any

wsgi_app = "ideas.serving:served()"
bind = os.environ.get("IDEAS_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("IDEAS_PROCESSES", "2"))
worker_class = "ideas.patient.PatientWorker"
asgi_lifespan = "off"
reuse_port = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
control_socket_disable = True
forwarded_allow_ips = ""
graceful_timeout = 20
keepalive = 75  # seconds: longer than a proxy keeps its own, which would else ask while we hang up


def post_worker_init(worker: Any) -> None:
    """Begin as under every server, in the process that serves."""
    from ideas.serving import begin  # noqa: PLC0415 the parent process needs no application

    begin(worker.asgi.app)
