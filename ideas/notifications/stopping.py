"""The address in a mail that stops its topic: signed, so it needs no session and names nobody."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from ideas.config import Config
from ideas.notifications.rules import Topic
from ideas.web.signed import addresses_of

PATH = "/unsubscribe/"
SALT = "ideas.unsubscribe"
DIGEST = "digest"


def stop_address(person_id: int, topic: Topic) -> str:
    """Where a person stops a topic, for a mail to them."""
    return _address(person_id, topic.value)


def stop_digest_address(person_id: int) -> str:
    """Where a person stops their digests."""
    return _address(person_id, DIGEST)


def _address(person_id: int, what: str) -> str:
    config: Config = current_app.extensions["ideas.config"]
    return f"{config.base_url}{PATH}{_signer().dumps([person_id, what])}"


def read_token(token: str) -> tuple[int, Topic | None] | None:
    """Who wants to stop which topic, or (None) the digests; None for what we did not sign."""
    try:
        person_id, what = _signer().loads(token)
        return int(person_id), None if what == DIGEST else Topic(what)
    except (BadSignature, ValueError, TypeError):
        return None


def _signer() -> URLSafeSerializer:
    return addresses_of(SALT)
