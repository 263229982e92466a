"""The address at which a visitor reads what came of a report: signed, for they have no account."""

from itsdangerous import BadSignature, URLSafeSerializer

from ideas.web.signed import addresses_of

SALT = "ideas.reported"


def token_of(report_id: int) -> str:
    """What opens the page about a report."""
    return str(_signer().dumps(report_id))


def read_token(token: str) -> int | None:
    """Which report it opens; None for what we did not sign."""
    try:
        return int(_signer().loads(token))
    except (BadSignature, ValueError, TypeError):
        return None


def _signer() -> URLSafeSerializer:
    return addresses_of(SALT)
