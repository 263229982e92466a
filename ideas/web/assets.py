"""Static files under an address that changes with their content, so browsers may keep them."""

import functools
import hashlib
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

from ideas.config import shipped

FOREVER = 31_536_000
DIGEST_LENGTH = 12


@functools.cache
def digest() -> str:
    """One hash over every static file."""
    together = hashlib.sha256()
    root = shipped("static")
    for path in sorted(each for each in root.rglob("*") if each.is_file()):
        together.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return together.hexdigest()[:DIGEST_LENGTH]


def asset(path: str) -> str:
    """The address of a static file, as in ``asset("css/tokens.css")``."""
    return f"/static/{digest()}/{path}"


def install(app: Flask) -> None:
    """Serve ``static/`` before Flask is asked."""
    served = WhiteNoise(
        app.wsgi_app,
        root=str(shipped("static")),
        prefix=f"static/{digest()}/",
        max_age=FOREVER,
        immutable_file_test=lambda path, url: True,
    )
    app.wsgi_app = served  # type: ignore[method-assign]
    app.jinja_env.globals["asset"] = asset


def path_of(name: str) -> Path:
    """Where a static file lies on disk."""
    return shipped("static") / name
