"""Two ideas with votes at every place, and their merging."""

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.db import db, take_write_lock
from ideas.journey.actions import advance
from ideas.journey.models import Idea
from ideas.journey.queries import locked_idea
from ideas.journey.stages import Stage
from ideas.voting.joins.listeners import carry_on_joins
from ideas.voting.models import Ballot, Vote, VoteEvent, VoteReason, VoteState
from ideas.voting.queries import cast_by
from ideas.voting.recounts.queries import counts_of, tally_of
from tests.factories import a_live_idea

FAR = ((50_000, 30), (90_000, 60))


def two_ideas(ladder: tuple[tuple[int, int], ...] = FAR) -> tuple[Idea, Idea]:
    """A child and its parent, both live."""
    parent = a_live_idea("The lamp of the sea", ladder=ladder)
    return a_live_idea("A sea lamp", ladder=ladder), parent


def placed(idea: Idea, person: Person, state: str | None) -> None:
    """Somebody's vote where it is said to stand; without its story, but with its count."""
    if state is None:
        return
    take_write_lock()
    moment, counts = clock.now(), state in {"counted", "held", "void"}
    vote = Vote(idea_id=idea.id, person_id=person.id, state=VoteState(state), changed_at=moment)
    vote.cast_at, vote.counted_at = moment, moment if counts else None
    vote.withdrawn_at = moment if state == "withdrawn" else None
    told = {"to_state": VoteState(state), "reason": VoteReason.CAST, "at": moment}
    db.session.add_all([vote, VoteEvent(idea_id=idea.id, person_id=person.id, **told)])
    db.session.flush()
    ballot = sa.update(Ballot).where(Ballot.idea_id == idea.id)
    db.session.execute(ballot.values(**tally_of(idea.id)))
    db.session.commit()


def merge(child: Idea, parent: Idea, *, only: bool = False) -> None:
    """Merge and join; ``only`` merge, and let the votes wait."""
    take_write_lock()
    child = locked_idea(child.id)
    child.merged_into_id = parent.id
    advance(child, Stage.MERGED, by=None)
    db.session.commit()
    if not only:
        carry_on_joins()


def part(child: Idea, *, only: bool = False) -> None:
    """Let the ideas part."""
    take_write_lock()
    child = locked_idea(child.id)
    child.merged_into_id = None
    advance(child, Stage.LIVE, by=None)
    db.session.commit()
    if not only:
        carry_on_joins()


def state_of(idea: Idea, person: Person) -> str | None:
    """Where somebody's vote stands."""
    vote = cast_by(person.id, idea.id)
    return vote.state.value if vote else None


def votes_of(idea: Idea) -> int:
    """The count, which must be what the votes say."""
    ballot = db.session.get_one(Ballot, idea.id, populate_existing=True)
    assert counts_of(ballot) == tally_of(idea.id)
    return ballot.votes
