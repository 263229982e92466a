"""Knowing an address again."""

import sqlalchemy as sa

from ideas.accounts.fingerprints import fingerprint, fingerprints
from ideas.db import session
from ideas.voting.spent.models import SpentAddress

PURPOSE = "address that voted"


def print_of(email: str, idea_id: int) -> str:
    """The fingerprint of a folded address before one idea."""
    return fingerprint(PURPOSE, email, str(idea_id))


def prints_of(email: str, idea_id: int) -> list[str]:
    """Every fingerprint it may have been kept under."""
    return fingerprints(PURPOSE, email, str(idea_id))


def is_spent(email: str | None, idea_id: int) -> bool:
    """Has an account with this address voted for the idea, and been erased since?"""
    known = sa.select(SpentAddress.idea_id).where(
        SpentAddress.idea_id == idea_id,
        SpentAddress.fingerprint.in_(prints_of(email or "", idea_id)),
    )
    return session().scalar(known.limit(1)) is not None
