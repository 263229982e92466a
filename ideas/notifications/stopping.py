"""The address in every mail that stops a topic: signed, so it needs no session and names nobody."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from ideas.config import Config
from ideas.notifications.rules import Topic

PATH = "/unsubscribe/"
SALT = "ideas.unsubscribe"


def stop_address(person_id: int, topic: Topic) -> str:
    """Where a person stops a topic, for a mail to them."""
    config: Config = current_app.extensions["ideas.config"]
    return f"{config.base_url}{PATH}{_signer().dumps([person_id, topic.value])}"


def read_token(token: str) -> tuple[int, Topic] | None:
    """Who wants to stop what; None for what we did not sign."""
    try:
        person_id, topic = _signer().loads(token)
        return int(person_id), Topic(topic)
    except (BadSignature, ValueError, TypeError):
        return None


def _signer() -> URLSafeSerializer:
    config: Config = current_app.extensions["ideas.config"]
    return URLSafeSerializer(config.secret_key, salt=SALT)
