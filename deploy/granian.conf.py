"""How granian serves Ideas: as ``gunicorn.conf.py`` does, with HTTP spoken by a program in Rust.

``ideas serve --server granian`` runs this, or ``python deploy/granian.conf.py``. It needs the extra
``granian``. The environment is read as by gunicorn's settings.
"""

import os

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

host, _, port = os.environ.get("IDEAS_BIND", "127.0.0.1:8000").rpartition(":")

if __name__ == "__main__":
    Granian(
        "ideas.serving:served_app",
        factory=True,
        address=host.strip("[]"),
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("IDEAS_PROCESSES", "2")),
        blocking_threads=int(os.environ.get("IDEAS_THREADS", "32")),
        backpressure=1_024,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=20,
        log_level=LogLevels.error,
    ).serve()
