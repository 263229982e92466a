"""Turning into gunicorn, on an address that nobody else serves."""

import os
import socket
import sys
from typing import NoReturn
from urllib.parse import urlsplit

from ideas.config import shipped
from ideas.db import db


class Taken(Exception):
    """The address is served by somebody else; the text says what to do."""


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


def become_server() -> NoReturn:
    """Let go of the database and turn into gunicorn, which reads the environment."""
    db.session.remove()
    db.engine.dispose()
    settings = shipped("deploy") / "gunicorn.conf.py"
    sys.stdout.flush()
    os.execv(  # noqa: S606
        sys.executable, [sys.executable, "-m", "gunicorn", "--config", str(settings)]
    )
