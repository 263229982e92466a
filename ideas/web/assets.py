"""Static files under an address that changes with their content, so browsers may keep them.

Fonts and pictures are sent before Flask is asked. Texts are answers like others, read once, so that
they are compressed like others, once.
"""

import functools
import hashlib
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from ideas.config import shipped
from ideas.web.headers import headers_of
from ideas.web.stylesheet import together

FOREVER = 31_536_000
DIGEST_LENGTH = 12
TEXTS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


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
    """Serve what is no text in ``static/`` before Flask is asked, under the same headers."""
    same = headers_of(app)

    def protect(headers: Headers, path: str, url: str) -> None:
        for name, value in same.items():
            headers[name] = value

    served = WhiteNoise(
        app.wsgi_app,
        root=str(shipped("static")),
        prefix=f"static/{digest()}/",
        max_age=FOREVER,
        immutable_file_test=lambda path, url: True,
        add_headers_function=protect,
    )
    for address in [each for each in served.files if Path(each).suffix in TEXTS]:
        del served.files[address]
    app.wsgi_app = served  # type: ignore[method-assign]
    app.jinja_env.globals["asset"] = asset


@functools.cache
def texts() -> dict[str, tuple[str, str]]:
    """Every text in ``static/`` and its type, by name as in ``"css/all.css"``."""
    root = shipped("static")
    files = sorted(each for each in root.rglob("*") if each.suffix in TEXTS)
    found = {
        str(path.relative_to(root)): (path.read_text(encoding="utf-8"), TEXTS[path.suffix])
        for path in files
    }
    styles = {"css/all.css": "site.css", "css/inside.css": "inside.css"}
    whole = {name: (together(root / "css", file), TEXTS[".css"]) for name, file in styles.items()}
    return found | whole


def path_of(name: str) -> Path:
    """Where a static file lies on disk."""
    return shipped("static") / name
