"""Keeping a file that was sent. Slow; never called while the write lock is held."""

import secrets

from ideas.refusals import refuse
from ideas.review.attachments import rules
from ideas.review.attachments.actions import Kept
from ideas.storage.private import private_store


def keep(name: str, content: bytes) -> Kept:
    """Put a file into the private store; raises Refused for what is not taken."""
    refuse(rules.refusal_to_take(content))
    kind, mark = rules.kind_of(content) or rules.FileKind.PDF, secrets.token_hex(16)
    private_store().put(f"{mark}.{kind}", content)
    return Kept(mark, rules.name_of(name, kind), kind, len(content))


def forget(file: Kept) -> None:
    """Take back what was kept for nothing."""
    private_store().delete(f"{file.mark}.{file.kind}")
