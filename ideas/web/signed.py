"""How the site signs session cookies, form tokens and addresses: HMAC-SHA256 everywhere.

The doors read and write what the site's own reads and writes, with keys derived once: deriving them
anew for every signature, as Flask and Flask-WTF do, is a third of the time a cookie takes.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from typing import Any, cast

from flask import Flask, current_app
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import Signer, URLSafeSerializer, URLSafeTimedSerializer

from ideas.config import Config


class Sessions(SecureCookieSessionInterface):
    """Flask's own, which takes SHA-1 unless told otherwise."""

    digest_method = staticmethod(hashlib.sha256)


def cookies_of(app: Flask) -> URLSafeTimedSerializer:
    """What the session is kept with in the browser."""
    interface = cast(SecureCookieSessionInterface, app.session_interface)
    return _ready(cast(URLSafeTimedSerializer, interface.get_signing_serializer(app)), app)


def tokens_of(app: Flask) -> URLSafeTimedSerializer:
    """What a form carries so that no other site can send it."""
    return _ready(URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token"), app)


def addresses_of(salt: str) -> URLSafeSerializer:
    """What an address is signed with that works for as long as its key."""
    config: Config = current_app.extensions["ideas.config"]
    return URLSafeSerializer(config.verifying, salt=salt)


class _Turning(URLSafeTimedSerializer):
    """Asks for its keys each time: an old one ends while the site runs."""

    def __init__(self, keys: Callable[[], list[bytes]], **told: Any) -> None:
        super().__init__(keys(), **told)
        self._keys = keys

    def make_signer(self, salt: str | bytes | None = None) -> Signer:
        self.secret_keys = self._keys()
        return super().make_signer(salt)


def _ready(usual: URLSafeTimedSerializer, app: Flask) -> URLSafeTimedSerializer:
    derived = cache(usual.make_signer(usual.salt).derive_key)
    newest, others = app.secret_key or "", app.config["SECRET_KEY_FALLBACKS"] or ()
    return _Turning(
        lambda: [derived(key) for key in (*others, newest)],
        salt=usual.salt,
        serializer=usual.serializer,
        signer_kwargs={**usual.signer_kwargs, "key_derivation": "none"},
    )


def install(app: Flask) -> None:
    """Sign everything alike, also what libraries sign by themselves."""
    app.session_interface = Sessions()
    Signer.default_digest_method = staticmethod(hashlib.sha256)
