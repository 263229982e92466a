"""How the site signs session cookies, form tokens and addresses: HMAC-SHA256 everywhere.

The doors read and write what the site's own reads and writes, with keys derived once: deriving them
anew for every signature, as Flask and Flask-WTF do, is a third of the time a cookie takes.
"""

import hashlib
import hmac
import time
from collections.abc import Callable
from functools import cache
from typing import Any, cast

from flask import Flask, current_app
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import Signer, URLSafeSerializer, URLSafeTimedSerializer
from itsdangerous.encoding import base64_decode, base64_encode, want_bytes

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
    """Asks for its keys each time: an old one ends while the site runs.

    What the newest key signed is known by one digest, a tenth of the library's way; of everything
    else the library says whether it counts.
    """

    def __init__(self, newest: bytes, others: Callable[[], list[bytes]], **told: Any) -> None:
        super().__init__(newest, **told)
        self._newest, self._others = newest, others

    def make_signer(self, salt: str | bytes | None = None) -> Signer:
        self.secret_keys = [*self._others(), self._newest]
        return super().make_signer(salt)

    def loads(  # type: ignore[override]
        self, s: str | bytes, max_age: int | None = None, **told: Any
    ) -> Any:
        payload = None if told else self._plain(want_bytes(s), max_age)
        return super().loads(s, max_age, **told) if payload is None else self.load_payload(payload)

    def _plain(self, signed: bytes, max_age: int | None) -> bytes | None:
        """What the newest key signed as we write it, no longer ago than ``max_age`` seconds."""
        value, _, signature = signed.rpartition(b".")
        payload, _, signed_at = value.rpartition(b".")
        own = base64_encode(hmac.digest(self._newest, value, "sha256"))
        if not payload or not hmac.compare_digest(own, signature):
            return None
        age = int(time.time()) - int.from_bytes(base64_decode(signed_at))
        return payload if max_age is None or 0 <= age <= max_age else None


def _ready(usual: URLSafeTimedSerializer, app: Flask) -> URLSafeTimedSerializer:
    derived = cache(usual.make_signer(usual.salt).derive_key)
    others = app.config["SECRET_KEY_FALLBACKS"] or ()
    return _Turning(
        derived(app.secret_key or ""),
        lambda: [derived(key) for key in others],
        salt=usual.salt,
        serializer=usual.serializer,
        signer_kwargs={**usual.signer_kwargs, "key_derivation": "none"},
    )


def install(app: Flask) -> None:
    """Sign everything alike, also what libraries sign by themselves."""
    app.session_interface = Sessions()
    Signer.default_digest_method = staticmethod(hashlib.sha256)
