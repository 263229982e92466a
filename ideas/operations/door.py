"""Who may read the numbers: whoever knows the token, and on a site of one machine that machine.

The token is in IDEAS_METRICS_TOKEN, else kept in the home's file ``metrics-token``.
"""

import hmac

from flask import Request

from ideas.config import LOOPBACK, Config, kept_secret

FILE = "metrics-token"
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")


def may_read(request: Request, config: Config) -> bool:
    """May this request see the numbers? A site that others reach believes the token alone."""
    authorization = request.authorization
    if authorization is not None and authorization.type == "bearer":
        return hmac.compare_digest((authorization.token or "").encode(), token(config).encode())
    is_forwarded = any(name in request.headers for name in FORWARDED)
    return config.is_loopback and request.remote_addr in LOOPBACK and not is_forwarded


def token(config: Config) -> str:
    """What the reader of the numbers must know."""
    return config.metrics_token or kept_secret(config.home / FILE)
