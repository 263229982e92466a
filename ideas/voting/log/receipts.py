"""What a voter takes home: their leaves, proofs of them, and what opens their commitment."""

from typing import Any

import sqlalchemy as sa

from ideas.db import session
from ideas.voting.log import tree
from ideas.voting.log.models import VoteKey, VoteLeaf
from ideas.voting.log.queries import Hashes, newest_checkpoint
from ideas.voting.log.rules import LATE, coded, minute_of, nonce_of, public_reason
from ideas.voting.log.signing import name_in, signers
from ideas.voting.models import VoteEvent


def receipt_of(idea_id: int, person_id: int) -> dict[str, Any] | None:
    """A person's receipt for one idea; None for whoever never voted for it."""
    found = sa.select(VoteEvent, VoteLeaf.seq, VoteLeaf.entry)
    found = found.outerjoin(VoteLeaf, VoteLeaf.event_id == VoteEvent.id).order_by(VoteEvent.id)
    mine = (VoteEvent.idea_id == idea_id, VoteEvent.person_id == person_id)
    rows = session().execute(found.where(*mine)).all()
    newest = newest_checkpoint()
    key = session().get(VoteKey, person_id)
    published = [row for row in rows if newest and row.seq is not None]
    hashes = Hashes(newest.size if newest else 0)
    receipt = {
        "receipt": "v1",
        "idea": idea_id,
        "person": person_id,
        "nonce": coded(nonce_of(key.key, idea_id)) if key and published else None,
        "leaves": [_leaf(row.seq, row.entry, hashes) for row in published],
        "waiting": [_waiting(row.VoteEvent) for row in rows if row not in published],
        "checkpoint": newest.note if newest else None,
        "keys": [each.verifier for each in signers(name_in(newest.note))] if newest else [],
    }
    return receipt if rows else None


def _leaf(seq: int, entry: str, hashes: Hashes) -> dict[str, Any]:
    proof = tree.inclusion(seq, hashes.size, hashes.between)
    return {"entry": entry, "proof": [coded(step) for step in proof]}


def _waiting(event: VoteEvent) -> dict[str, str]:
    """A change that has no leaf yet, and when it has one."""
    return {
        "action": event.to_state,
        "reason": public_reason(event.reason),
        "minute": minute_of(event.at),
        "by": (event.at + LATE).isoformat(timespec="seconds"),
    }
