"""What is left of a name or an address that must be known again, but can no longer be read.

Without the site's own secret nobody can tell which text a fingerprint is of. With another secret
than before, none is known again.
"""

import hmac

from flask import current_app


def fingerprint(purpose: str, *parts: str) -> str:
    """The keyed hash of these parts; those of two purposes cannot be matched."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, "\0".join((purpose, *parts)).encode(), "sha256").hexdigest()
