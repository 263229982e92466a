"""The address at which somebody suspended reads why: signed, for they cannot sign in."""

from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer

from ideas.accounts.models import Person
from ideas.web.signed import addresses_of

SALT = "ideas.suspended"


def token_for(person: Person) -> str | None:
    """What opens the statement of a suspension; None for somebody who is not suspended."""
    return token_of(person.id, person.suspended_at) if person.suspended_at else None


def token_of(person_id: int, suspended_at: datetime) -> str:
    """The same for one that may be over."""
    return str(_signer().dumps([person_id, suspended_at.isoformat()]))


def read_token(token: str) -> tuple[int, datetime] | None:
    """Who was suspended, and when; None for what we did not sign."""
    try:
        person_id, moment = _signer().loads(token)
        return int(person_id), datetime.fromisoformat(moment)
    except (BadSignature, ValueError, TypeError):
        return None


def _signer() -> URLSafeSerializer:
    return addresses_of(SALT)
