"""Turning into a server, on an address that nobody else serves."""

import contextlib
import ctypes
import importlib.util
import os
import socket
import sys
from typing import NoReturn
from urllib.parse import urlsplit

from flask import Flask

from ideas.app import create_app
from ideas.beside import keep_beside, spare_what_stays
from ideas.config import shipped
from ideas.db import db
from ideas.front.application import Front

GUNICORN = "gunicorn"
THRIFT = {-8: 2, -3: 65_536, -1: 131_072}
"""For mallopt(3): two arenas; a page's bytes are mapped by themselves; what is free goes back."""
SERVERS = (GUNICORN, "granian")
THREADS = 32
"""In each process so many answer at once what must be drawn or asked of the database."""


class Taken(Exception):
    """The address is served by somebody else; the text says what to do."""


class Missing(Exception):
    """The server asked for is not there; the text says what to do."""


def demand_free(bind: str) -> None:
    """Raise Taken when something listens at ``host:port``; gunicorn would share it silently."""
    address = urlsplit(f"//{bind}")
    if address.hostname is None or address.port is None:
        return
    family = socket.AF_INET6 if ":" in address.hostname else socket.AF_INET
    try:
        socket.create_server((address.hostname, address.port), family=family).close()
    except OSError as error:
        raise Taken(
            f"Cannot serve at {bind}: {error.strerror}. End what is there, or choose another "
            "address with --bind."
        ) from error


def become_server(server: str = GUNICORN) -> NoReturn:
    """Let go of the database and turn into one of SERVERS, which reads the environment."""
    db.session.remove()
    db.engine.dispose()
    settings = str(shipped("deploy") / f"{server}.conf.py")
    words = ["-m", "gunicorn", "--config", settings] if server == GUNICORN else [settings]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *words])  # noqa: S606


def demand_server(server: str) -> None:
    """Raise Missing when this server is not installed."""
    if importlib.util.find_spec(server) is None:
        raise Missing(f"{server} is not installed. Run: pip install 'ideas[{server}]'")


def keep_memory_together() -> None:
    """Let the threads of this process share what they freed, and give large pieces back.

    Without this a process that draws pages in sixteen threads grows by a half: glibc gives each an
    arena of its own, and keeps what is in pieces.
    """
    with contextlib.suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        for name, value in THRIFT.items():
            mallopt(name, value)


def begin(app: Flask) -> None:
    """What a process of the web does before it serves, under any server."""
    keep_memory_together()
    spare_what_stays()
    if "ideas.config" in app.extensions:  # not so where another application is measured
        keep_beside(app.extensions["ideas.config"])


def served() -> Front:
    """The application for a server of ASGI, before it begins."""
    return Front(create_app(), int(os.environ.get("IDEAS_THREADS", THREADS)))


def served_app() -> Flask:
    """The application for granian, which speaks WSGI and waits for everybody itself."""
    app = create_app()
    begin(app)
    return app
