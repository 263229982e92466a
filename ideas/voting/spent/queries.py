"""Knowing an address again."""

from ideas.accounts.fingerprints import fingerprint
from ideas.db import session
from ideas.voting.spent.models import SpentAddress


def print_of(email: str, idea_id: int) -> str:
    """The fingerprint of a folded address before one idea."""
    return fingerprint("address that voted", email, str(idea_id))


def is_spent(email: str | None, idea_id: int) -> bool:
    """Has an account with this address voted for the idea, and been erased since?"""
    known = (idea_id, print_of(email or "", idea_id))
    return session().get(SpentAddress, known) is not None
