"""Smaller answers: compressed where nothing in them is secret, and none when nothing changed.

An answer that read the session may hold a token beside what somebody typed; how well the two
compress together would tell the token (BREACH). Such answers are ``no-store`` and stay as they are.
"""

import functools
import gzip

import brotli
from flask import Flask, Response, request
from werkzeug.datastructures import Accept

TEXTS = frozenset(
    {
        "text/html",
        "text/css",
        "text/javascript",
        "text/plain",
        "image/svg+xml",
        "application/atom+xml",
        "application/manifest+json",
        "application/xml",
    }
)
FEWEST_BYTES = 600
OK = 200


def install(app: Flask) -> None:
    """Compress what may be kept. Install first: what is installed first sees the answer last."""

    @app.after_request
    def make_small(response: Response) -> Response:
        if _may_be_kept(response):
            response.vary.add("Accept-Encoding")
            if not response.cache_control.immutable:
                response.add_etag(weak=True)
                response.make_conditional(request)
            if response.status_code == OK:
                _compress(response)
        return response


def _may_be_kept(response: Response) -> bool:
    is_text = response.mimetype in TEXTS and not response.is_streamed
    is_read = request.method in {"GET", "HEAD"} and response.status_code == OK
    return is_text and is_read and not response.cache_control.no_store


def _compress(response: Response) -> None:
    content = response.get_data()
    encoding = encoding_among(request.accept_encodings)
    if not encoding or len(content) < FEWEST_BYTES:
        return
    squeeze = _once if response.cache_control.immutable else squeezed
    response.set_data(squeeze(encoding, content))
    response.headers["Content-Encoding"] = encoding


def encoding_among(wanted: Accept) -> str:
    """The best of our encodings that a browser can read; empty when it can read none."""
    return next((each for each in _KINDS if wanted.quality(each) > 0), "")


def squeezed(encoding: str, content: bytes) -> bytes:
    """The content in one of our encodings, quickly."""
    return _KINDS[encoding](content, 5)


# Only for texts of ours, of which there are few: nobody who asks may press out what is kept.
@functools.lru_cache(maxsize=256)
def _once(encoding: str, content: bytes) -> bytes:
    return _KINDS[encoding](content, {"br": 11, "gzip": 9}[encoding])


def _brotli(content: bytes, quality: int) -> bytes:
    return brotli.compress(content, quality=quality)  # type: ignore[no-any-return]


def _gzip(content: bytes, quality: int) -> bytes:
    return gzip.compress(content, quality, mtime=0)


_KINDS = {"br": _brotli, "gzip": _gzip}
