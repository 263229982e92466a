"""How the site signs session cookies, form tokens and addresses: HMAC-SHA256 everywhere.

The doors read and write what the site's own reads and writes, with keys derived once: deriving them
anew for every signature, as Flask and Flask-WTF do, is a third of the time a cookie takes.
"""

import hashlib
from typing import cast

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import Signer, URLSafeTimedSerializer


class Sessions(SecureCookieSessionInterface):
    """Flask's own, which takes SHA-1 unless told otherwise."""

    digest_method = staticmethod(hashlib.sha256)


def cookies_of(app: Flask) -> URLSafeTimedSerializer:
    """What the session is kept with in the browser."""
    interface = cast(SecureCookieSessionInterface, app.session_interface)
    return _ready(cast(URLSafeTimedSerializer, interface.get_signing_serializer(app)))


def tokens_of(app: Flask) -> URLSafeTimedSerializer:
    """What a form carries so that no other site can send it."""
    return _ready(URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token"))


def _ready(usual: URLSafeTimedSerializer) -> URLSafeTimedSerializer:
    signer = usual.make_signer(usual.salt)
    return URLSafeTimedSerializer(
        [signer.derive_key(key) for key in usual.secret_keys],
        salt=usual.salt,
        serializer=usual.serializer,
        signer_kwargs={**usual.signer_kwargs, "key_derivation": "none"},
    )


def install(app: Flask) -> None:
    """Sign everything alike, also what libraries sign by themselves."""
    app.session_interface = Sessions()
    Signer.default_digest_method = staticmethod(hashlib.sha256)
