"""What is left of a name or an address that must be known again, but can no longer be read.

Without the site's own secret nobody can tell which text a fingerprint is of. Those of an older
secret are known again as long as its line stands among the site's, also when its time is over.
"""

import hmac

from flask import current_app

from ideas.config import Config


def fingerprint(purpose: str, *parts: str) -> str:
    """The keyed hash of these parts; those of two purposes cannot be matched."""
    return fingerprints(purpose, *parts)[0]


def fingerprints(purpose: str, *parts: str) -> list[str]:
    """The same under each secret of the site, the newest first: one of them may have been kept."""
    config: Config = current_app.extensions["ideas.config"]
    said = "\0".join((purpose, *parts)).encode()
    secrets = (config.secret_key, *(each.key for each in config.other_secrets))
    return [hmac.new(secret.encode(), said, "sha256").hexdigest() for secret in secrets]
