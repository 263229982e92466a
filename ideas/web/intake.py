"""What no browser sends is stopped before a view reads it.

No text holds a NUL, which PostgreSQL cannot keep; a number in an address is one that a row can
have; a Referer that is no address is none.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter

from ideas.web.forms import NUMBER

NUL = "\0"


class Number(IntegerConverter):
    """A number in an address, as far as the database counts; anything longer is a 404."""

    regex = NUMBER.pattern


def install(app: Flask) -> None:
    """Look at every request; routes are made after this, so that they know the numbers."""
    app.url_map.converters["int"] = Number

    @app.before_request
    def look() -> None:
        if NUL in request.path:
            abort(404)
        if any(NUL in text for text in _texts()):
            abort(400)
        if not _is_address(request.referrer or ""):
            del request.environ["HTTP_REFERER"]


def _texts() -> Iterator[str]:
    for fields in (request.args, request.form):
        for name, texts in fields.lists():
            yield from (name, *texts)
    for files in request.files.listvalues():
        yield from (file.filename or "" for file in files)


def _is_address(text: str) -> bool:
    try:
        urlsplit(text)
    except ValueError:
        return False
    return True
