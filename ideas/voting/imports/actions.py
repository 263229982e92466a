"""Bringing in votes in sets."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ideas import clock
from ideas.db import session, writes
from ideas.journey.models import Idea
from ideas.voting.ballots.actions import add_to_count, settle
from ideas.voting.models import Ballot, Vote, VoteEvent, VoteReason, VoteState
from ideas.voting.queries import fresh_ballot

Pair = tuple[int, int]
PORTION = 500


@dataclass(frozen=True)
class Imported:
    """How many votes were new, and why others were refused, by (idea, person)."""

    taken: int
    refused: dict[Pair, str]


@writes
def import_votes(pairs: Collection[Pair]) -> Imported:
    """Count votes of (idea, person) whose time is unknown; those here already stay as they are.

    What the counts reach waits for ``settle_imported``.
    """
    ideas = _locked_ideas(sorted({idea_id for idea_id, _ in pairs}))
    open_ideas, here = _with_open_ballot(ideas), _here_already(ideas)
    refused: dict[Pair, str] = {}
    for idea_id, person_id in pairs:
        if (idea_id, person_id) in here:
            continue
        if idea_id not in open_ideas:
            refused[idea_id, person_id] = "no open ballot"
        elif person_id in ideas[idea_id].team_ids:
            refused[idea_id, person_id] = "own idea"
    new = [pair for pair in pairs if pair not in refused and pair not in here]
    _insert(new)
    moment = clock.now()
    for idea_id, number in Counter(idea_id for idea_id, _ in new).items():
        add_to_count(idea_id, number, open_ideas[idea_id], moment)
    return Imported(len(new), refused)


@writes
def settle_imported(idea_ids: Sequence[int]) -> None:
    """Cross the tiers that imported votes reached, once all of them are in."""
    moment = clock.now()
    for idea_id, idea in _locked_ideas(sorted(idea_ids)).items():
        ballot = fresh_ballot(idea_id)
        if ballot is not None:
            settle(idea, ballot, moment)


def _locked_ideas(ids: list[int]) -> dict[int, Idea]:
    found: dict[int, Idea] = {}
    for portion in _portions(ids):
        locked = sa.select(Idea).where(Idea.id.in_(portion))
        rows = session().scalars(locked.order_by(Idea.id).with_for_update())
        found |= {idea.id: idea for idea in rows}
    return found


def _with_open_ballot(ideas: Collection[int]) -> dict[int, int]:
    """The heat of each open ballot; votes of unknown time do not warm it."""
    found: dict[int, int] = {}
    for ids in _portions(ideas):
        rows = sa.select(Ballot.idea_id, Ballot.heat)
        rows = rows.where(Ballot.idea_id.in_(ids), Ballot.closed_at.is_(None))
        found |= dict(session().execute(rows).all())
    return found


def _here_already(ideas: Collection[int]) -> set[Pair]:
    found: set[Pair] = set()
    for ids in _portions(ideas):
        rows = sa.select(Vote.idea_id, Vote.person_id).where(Vote.idea_id.in_(ids))
        found |= {(idea_id, person_id) for idea_id, person_id in session().execute(rows)}
    return found


def _portions(ids: Collection[int]) -> list[list[int]]:
    listed = list(ids)
    return [listed[start : start + PORTION] for start in range(0, len(listed), PORTION)]


def _insert(pairs: list[Pair]) -> None:
    if not pairs:
        return
    moment, counted = clock.now(), VoteState.COUNTED
    votes = [
        {"idea_id": idea_id, "person_id": person_id, "state": counted}
        | {"counted_at": moment, "changed_at": moment}
        for idea_id, person_id in pairs
    ]
    session().execute(sa.insert(Vote), votes)
    told = {"to_state": counted, "reason": VoteReason.IMPORTED, "at": moment}
    events = [{"idea_id": vote["idea_id"], "person_id": vote["person_id"]} | told for vote in votes]
    session().execute(sa.insert(VoteEvent), events)
