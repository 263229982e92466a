"""Moving an idea: the only place that sets a stage."""

from collections.abc import Mapping

from ideas import clock
from ideas.accounts.models import Person
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey import arrivals, rules
from ideas.journey.events import IdeaMoved
from ideas.journey.models import Idea, Move
from ideas.journey.queries import last_move, locked_idea
from ideas.journey.stages import RESTORABLE, Stage
from ideas.refusals import refuse


@writes
def advance(
    idea: Idea,
    to: Stage,
    *,
    by: Person | None,
    reason: str | None = None,
    public_text: Mapping[str, str] | None = None,
    private_note: str | None = None,
    terms_id: int | None = None,
) -> Move:
    """Move an idea along the map, or refuse; ``by`` is None when the clock does it.

    Writes the move, records IdeaMoved and runs the arrivals, all in this transaction.
    """
    idea = locked_idea(idea.id)
    refuse(rules.refusal_to_move(idea.stage, to, left=_left(idea)))
    move = Move(
        idea_id=idea.id,
        from_stage=idea.stage,
        to_stage=to,
        by_id=by.id if by else None,
        reason=reason,
        public_text=dict(public_text or {}),
        private_note=private_note,
        terms_id=terms_id,
        moved_at=clock.now(),
    )
    idea.stage, idea.stage_at = to, move.moved_at
    if to is Stage.LIVE and idea.published_at is None:
        idea.published_at = move.moved_at
    session().add(move)
    session().flush()
    record(IdeaMoved(idea.id, move.from_stage.value, to.value, move.id))
    arrivals.run(idea, move)
    return move


def _left(idea: Idea) -> Stage | None:
    """The stage an archived or merged idea left, to which alone it can return."""
    if idea.stage not in RESTORABLE:
        return None
    last = last_move(idea.id)
    return last.from_stage if last else None
